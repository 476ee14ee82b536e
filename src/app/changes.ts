import { createHash } from "node:crypto";
import type { ClusterEvent, EventSource, Happening } from "../core/model/event.ts";
import { readEvents } from "../edge/events/index.ts";
import { askForCheck } from "./check-rows.ts";
import type { Run } from "./compose.ts";

const FUNCTION = "cluster-changed";

/**
 * One body of Event Grid. What is no event of ours is acknowledged, and what is none at all put down: sent again it would be no better.
 * Of a body nothing is kept or logged but kinds and names of fields. Fails only where storage does, and is then sent again.
 */
export async function clusterChanged(run: Run, body: unknown): Promise<void> {
  for (const read of readEvents(body)) {
    if ("event" in read) await hear(run, read.event, "event-grid");
    else if ("notOurs" in read) run.log.info(`an event of ${read.notOurs} is not ours`);
    else await putDown(run, read.problem, read.id ?? fingerprint(body));
  }
}

const fingerprint = (body: unknown): string =>
  createHash("sha256")
    .update(typeof body === "string" ? body : (JSON.stringify(body) ?? ""))
    .digest("hex")
    .slice(0, 32);

async function putDown({ store, now, log }: Run, problem: string, id: string): Promise<void> {
  log.error(`an event cannot be read and is passed over: ${problem}`);
  await store.failures.add({ at: now, id: id.slice(0, 200), queue: FUNCTION, reason: problem, excerpt: "" });
}

/** The row comes last: an event that dies on the way is heard again as if for the first time. False for a repeat. */
export async function hear(run: Run, event: ClusterEvent, source: EventSource): Promise<boolean> {
  const { store, now } = run;
  const { id } = event.cluster;
  if (await store.events.has(id, event.id)) return false;
  if (event.what.kind === "end-of-life") await store.endsOfLife.put(event.cluster, event.what.notice, event.at);
  if (wantsCheck(event.what)) await askForCheck(run, event.cluster, event.id);
  return await store.events.add({ event, heardAt: now, source });
}

/** What only begins or is announced is remembered, and changes no answer yet. */
function wantsCheck(what: Happening): boolean {
  switch (what.kind) {
    case "new-version":
      return false;
    case "rolling":
      return what.step !== "started";
    case "auto-upgrade":
      return what.status !== "scheduled" && what.status !== "started";
    default:
      return true;
  }
}
