import { scanId } from "../core/model/names.ts";
import { addDays, dayOf, startOf } from "../core/model/time.ts";
import { tendChecks } from "./check-tend.ts";
import type { Run } from "./compose.ts";
import { freezeDigests } from "./freeze.ts";
import { freezeNotices } from "./notices.ts";
import { handOver } from "./outbox.ts";
import { tendScans } from "./tend-scans.ts";

/** No further message is begun after that: the longest takes three and a half minutes more, and the host ends the function at ten. */
const HAND_OVER_MS = 5 * 60_000;

/** Every fifteen minutes, over the tables: whatever was lost on the way is found here, and done. */
export async function deliver(run: Run): Promise<void> {
  const closed = await tendScans(run);
  await tendChecks(run);
  if (closed.length > 0) await forget(run);
  await freezeDigests(run);
  await freezeNotices(run);
  const until = performance.now() + HAND_OVER_MS;
  // What is given up leaves something for the operators.
  let givenUp: number;
  do givenUp = await handOver(run, until);
  while (givenUp > 0);
}

/** Days each table keeps. Decisions, the ledger and the days of spot stand for good: nobody could read them again. */
const KEPT = { findings: 400, observations: 400, clusterFacts: 400, gone: 30, scans: 90, failures: 90, outbox: 90, events: 7, checks: 90 };

async function forget({ store, now, log }: Run): Promise<void> {
  const before = (days: number) => addDays(dayOf(now), -days);
  const removed =
    (await store.findings.removeClosed(startOf(before(KEPT.findings)))) +
    (await store.told.removeResolved(startOf(before(KEPT.findings)))) +
    (await store.observations.removeBefore(before(KEPT.observations))) +
    (await store.rolls.removeBefore(startOf(before(KEPT.observations)))) +
    (await store.maintenance.removeBefore(startOf(before(KEPT.clusterFacts)))) +
    (await store.endsOfLife.removeBefore(startOf(before(KEPT.clusterFacts)))) +
    (await store.snapshots.removeGone(startOf(before(KEPT.gone)))) +
    (await store.scans.removeBefore(scanId(before(KEPT.scans)))) +
    (await store.failures.removeBefore(before(KEPT.failures))) +
    (await store.outbox.removeBefore(startOf(before(KEPT.outbox)))) +
    (await store.events.removeBefore(startOf(before(KEPT.events)))) +
    (await store.checks.removeIdle(startOf(before(KEPT.checks))));
  if (removed > 0) log.info(`${removed} rows were old enough to be forgotten`);
}
