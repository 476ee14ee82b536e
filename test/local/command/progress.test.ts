import { Writable } from "node:stream";
import picocolors from "picocolors";
import { expect, it } from "vitest";
import { scanProgress } from "../../../local/command/progress.ts";
import { bare } from "../../../local/command/words.ts";
import { scanId, subscriptionId } from "../../../src/core/model/names.ts";
import type { SubscriptionScan } from "../../../src/core/model/scan.ts";
import { instant } from "../../../src/core/model/time.ts";

/** A screen that keeps what was ever drawn on it. */
class Screen extends Writable {
  readonly isTTY = true;
  readonly columns = 80;
  text = "";
  override _write(chunk: Buffer, _: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
  cursorTo = (): boolean => true;
  clearLine = (): boolean => true;
  moveCursor = (): boolean => true;
}

const row = (name: string, change: Partial<SubscriptionScan> = {}): SubscriptionScan => ({
  ...{ scan: scanId("2026-11-23"), subscription: subscriptionId(name), name, state: "done", page: 0, clustersRead: 7 },
  ...{ touchedAt: instant("2026-11-23T02:00:00Z"), ...change },
});

it("is a line for each subscription that has ended, with the rate and what waits below", () => {
  const live = new Screen();
  const progress = scanProgress({ live, columns: 80, colours: picocolors.createColors(false), out: () => undefined, err: () => undefined });

  progress.started(3, [row("lab", { state: "failed", failure: { kind: "forbidden", why: "the app may not read it" } })]);
  progress.reads(subscriptionId("prod"), "prod", () => 12);
  progress.waits(subscriptionId("prod"), { why: "Azure asks to wait (429 TooManyRequests)", seconds: 16.2 });
  progress.waits(subscriptionId("prod"), undefined);
  progress.read(row("prod"));
  progress.stop();

  const drawn = bare(live.text);
  expect(drawn).toContain("lab: not read, the app may not read it");
  expect(drawn).toMatch(/prod: 7 clusters, \d+\.\d s/);
});

it("is nothing where nobody watches", () => {
  const progress = scanProgress({ columns: 80, colours: picocolors.createColors(false), out: () => undefined, err: () => undefined });

  expect(() => {
    progress.started(1, []);
    progress.stop();
  }).not.toThrow();
});
