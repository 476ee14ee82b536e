import { afterAll, beforeAll, expect, it } from "vitest";
import { localCredential } from "../../local/arm/credential.ts";
import { runOf } from "../../src/app/compose.ts";
import { processSettings } from "../../src/app/config.ts";
import { judgeSubscription } from "../../src/app/judge.ts";
import { StoreConflict } from "../../src/edge/store/index.ts";
import { clusterOf, openWorld, subscriptionOf, type TestWorld } from "../support/world.ts";

const SUBSCRIPTION = subscriptionOf("one");

let world: TestWorld;

beforeAll(async () => {
  world = await openWorld({ clusters: [clusterOf("one-1")] });
  await world.night("2026-11-23");
});
afterAll(() => world.close());

/** Judges while somebody else writes the same findings that many times, each time after they were read and before they are saved. */
function judgedBeside(writes: number) {
  const logged: string[] = [];
  const log = { info: () => undefined, warn: (text: string) => logged.push(text), error: (text: string) => logged.push(text) };
  const { ledger, findings } = world.store;
  let left = writes;
  const standing: typeof ledger.standing = async (...which) => {
    if (left-- > 0) {
      const stored = await findings.list(SUBSCRIPTION);
      await findings.save(
        SUBSCRIPTION,
        stored.map(({ value, etag }) => ({ record: value, etag })),
      );
    }
    return await ledger.standing(...which);
  };
  const run = runOf({
    ...{ settings: processSettings(), credential: localCredential, log, id: "judge" },
    store: { ...world.store, ledger: { ...ledger, standing } },
    signal: new AbortController().signal,
  });
  return { judging: judgeSubscription(run, SUBSCRIPTION, `round beside ${writes}`, true), logged };
}

it("findings that somebody else wrote meanwhile are judged again with the rows as they are now", async () => {
  const { judging, logged } = judgedBeside(2);
  const { records, round } = await judging;

  expect(records.length).toBeGreaterThan(0);
  expect(logged.filter((line) => line.includes("judged again"))).toHaveLength(2);
  const stored = await world.store.findings.list(SUBSCRIPTION);
  expect(stored.map(({ value }) => value.round)).toEqual(records.map(() => round));
});

it("whoever keeps writing them makes the round fail, so that its message comes again", async () => {
  const { judging } = judgedBeside(3);

  await expect(judging).rejects.toThrow(StoreConflict);
});
