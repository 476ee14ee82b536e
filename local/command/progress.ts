import ora from "ora";
import { counted } from "../../src/core/digest/words.ts";
import type { Missing } from "../../src/core/model/absence.ts";
import type { SubscriptionId } from "../../src/core/model/names.ts";
import type { SubscriptionScan } from "../../src/core/model/scan.ts";
import type { Patience, Waiting } from "./patience.ts";
import type { Terminal } from "./terminal.ts";

/** Who watches a scan. */
export interface ScanProgress {
  readonly started: (expected: number, failed: readonly SubscriptionScan[]) => void;
  readonly reads: (subscription: SubscriptionId, name: string, requests: () => number) => void;
  readonly waits: (subscription: SubscriptionId, waiting: Waiting | undefined) => void;
  /** A page was read, or the row has ended. */
  readonly read: (row: SubscriptionScan) => void;
  readonly stop: () => void;
}

const SILENT: ScanProgress = { started: nothing, reads: nothing, waits: nothing, read: nothing, stop: nothing };
function nothing(): void {
  // Nobody watches.
}

/** A line for each subscription that has ended, and one below that moves; nothing at all where nobody watches. */
export function scanProgress({ live, columns }: Terminal): ScanProgress {
  if (!live) return SILENT;
  const spinner = ora({ stream: live, discardStdin: false });
  const since = performance.now();
  const active = new Map<SubscriptionId, { readonly name: string; readonly since: number; waiting: Waiting | undefined }>();
  const counters: (() => number)[] = [];
  let [expected, ended] = [0, 0];

  const draw = (): void => {
    const requests = counters.reduce((sum, each) => sum + each(), 0);
    const rate = requests / Math.max(1, (performance.now() - since) / 1000);
    const waiting = [...active.values()].flatMap(({ name, waiting: of }) => (of ? [`${name} ${waitText(of)}`] : []));
    const text = [
      `${ended} of ${counted(expected, "subscription")}`,
      `${counted(requests, "request")}, ${rate.toFixed(1)} a second`,
      ...waiting,
    ];
    // Ora goes wrong where its line breaks.
    spinner.text = cutTo(text.join(" · "), columns - 3);
  };
  const timer = setInterval(draw, 500);
  timer.unref();

  return {
    started: (count, failed) => {
      expected = count;
      ended = failed.length;
      spinner.start();
      for (const { name, failure } of failed) spinner.warn(cutTo(lineOf(name, failure), columns - 3)).start();
      draw();
    },
    reads: (subscription, name, of) => {
      active.set(subscription, { name, since: performance.now(), waiting: undefined });
      counters.push(of);
      draw();
    },
    waits: (subscription, waiting) => {
      const one = active.get(subscription);
      if (one) one.waiting = waiting;
      draw();
    },
    read: ({ subscription, name, state, clustersRead, failure }) => {
      if (state === "open") return;
      const seconds = (performance.now() - (active.get(subscription)?.since ?? since)) / 1000;
      active.delete(subscription);
      ended++;
      const line = failure ? lineOf(name, failure) : `${name}: ${counted(clustersRead, "cluster")}, ${seconds.toFixed(1)} s`;
      const cut = cutTo(line, columns - 3);
      (failure ? spinner.warn(cut) : spinner.succeed(cut)).start();
      draw();
    },
    stop: () => {
      clearInterval(timer);
      spinner.stop();
    },
  };
}

const waitText = ({ seconds, why }: Waiting): string => `waits ${Math.ceil(seconds)} s: ${why}`;
const lineOf = (name: string, failure: Missing | undefined): string => `${name}: not read${failure ? `, ${failure.why}` : ""}`;
const cutTo = (text: string, width: number): string => ([...text].length > width ? `${[...text].slice(0, width - 1).join("")}…` : text);

/** One line while something short is read. */
export async function whileReading<T>({ live }: Terminal, text: string, work: (onWait: Patience["onWait"]) => Promise<T>): Promise<T> {
  if (!live) return await work(nothing);
  const spinner = ora({ stream: live, text, discardStdin: false }).start();
  try {
    return await work((waiting) => {
      spinner.text = waiting ? `${text} · ${waitText(waiting)}` : text;
    });
  } finally {
    spinner.stop();
  }
}
