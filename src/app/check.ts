import { rollsOf } from "../core/calc/measured-waves.ts";
import { gone } from "../core/findings/observe.ts";
import { type CheckMessage, type ClusterCheck, finished, type HeardEvent, isIdle, putOff } from "../core/model/check.ts";
import type { ClusterRef } from "../core/model/names.ts";
import type { Snapshot } from "../core/model/snapshot.ts";
import { addMinutes, dayOf, type Instant } from "../core/model/time.ts";
import { AzureLater } from "../edge/azure/index.ts";
import { CHECK_QUEUE, changeCheck } from "./check-rows.ts";
import { ComeBack, secondsToWait } from "./come-back.ts";
import type { Run } from "./compose.ts";
import { judgeSubscription } from "./judge.ts";
import { LEASE_TAKEN_SECONDS, underLease } from "./lease.ts";
import { readAgain } from "./observe.ts";
import { handOverNow } from "./outbox.ts";
import { decodeCheckMessage } from "./queue-messages.ts";
import { readable } from "./readable.ts";
import { setAside } from "./set-aside.ts";

/** The row of an event is written last, and a check may be faster. What is looked at twice is told once. */
const HEARD_AGAIN_MINUTES = 5;

/** One message of the queue `check-cluster`. A malformed one is acknowledged: tried again it would be no better. */
export async function workOnCheckMessage(run: Run, body: unknown, messageId: string): Promise<void> {
  const { store, now } = run;
  const decoded = decodeCheckMessage(body);
  if ("problem" in decoded) return await setAside(run, { queue: CHECK_QUEUE, id: messageId, body }, `malformed: ${decoded.problem}`);
  const { message } = decoded;
  if (isIdle(await store.checks.get(message.cluster), message, now)) return;
  const isDone = await underLease(run, message.cluster.subscription, async () => {
    // Read again under the lease: somebody may have done it while this one waited.
    const check = await store.checks.get(message.cluster);
    if (check && !isIdle(check, message, now)) await work(run, check, message);
  });
  if (!isDone) await store.queues.send(CHECK_QUEUE, message, LEASE_TAKEN_SECONDS);
}

/** Where Azure asks to wait, the message comes back, and only at its last try does waiting count as missing. */
async function work(run: Run, check: ClusterCheck, message: CheckMessage): Promise<void> {
  const isLastTry = message.hops >= run.settings.THROTTLE_HOPS;
  try {
    await checkCluster(run, check, message, isLastTry);
  } catch (error) {
    if (error instanceof ComeBack) {
      await comeBack(run, message, error.seconds, message.hops, error.message);
    } else if (error instanceof AzureLater && !isLastTry) {
      await comeBack(run, message, secondsToWait(error, message.hops), message.hops + 1, error.message);
    } else throw error;
  }
}

async function comeBack(run: Run, message: CheckMessage, seconds: number, hops: number, why: string): Promise<void> {
  run.log.warn(`${why}; the check of ${message.cluster.name} comes back in ${seconds} s`);
  const until = addMinutes(run.now, seconds / 60);
  await changeCheck(run, message.cluster, (stored) => stored && putOff(stored, message, until), hops);
}

async function checkCluster(run: Run, check: ClusterCheck, message: CheckMessage, lastTry: boolean): Promise<void> {
  const { store, now, settings, log } = run;
  const { ref, wanted: seen } = check;
  const heard = await readable(run, store.events.since(ref.id, addMinutes(check.checkedAt ?? check.since, -HEARD_AGAIN_MINUTES)));
  const snapshot = await readCluster(run, ref, heard, lastTry);
  let isMoving = false;
  if (!snapshot) log.warn(`${ref.name} cannot be read and was never seen; nothing is known of it to be checked`);
  else {
    isMoving = await judgeCluster(run, check, snapshot, heard, lastTry);
    log.info(`${ref.name} checked after ${heard.length} events${isMoving ? ", in motion" : ""}`);
  }
  await changeCheck(
    run,
    ref,
    (stored) =>
      stored &&
      finished(stored, {
        ...{ seen, startedAt: now, message },
        again: addMinutes(now, settings.EVENT_DELAY_SECONDS / 60),
        ...(isMoving ? { rest: addMinutes(now, settings.REREAD_MINUTES) } : {}),
      }),
  );
}

/** What is known of the cluster after it was read; nothing where it was never seen and cannot be read now. */
async function readCluster(run: Run, ref: ClusterRef, heard: readonly HeardEvent[], lastTry: boolean): Promise<Snapshot | undefined> {
  const { snapshots } = run.store;
  const before = await snapshots.get(ref);
  try {
    // Of a cluster nobody knows, waiting in vain says nothing: it may not even be there.
    await readAgain(run, [before?.value.ref ?? ref], lastTry && before !== undefined);
  } catch (error) {
    if (!(error instanceof AzureLater && lastTry)) throw error;
    return undefined;
  }
  const deleted = deletedAt(heard);
  // The role may have gone together with its resource group: then the event alone says that the cluster is gone.
  return deleted === undefined
    ? (await snapshots.get(ref))?.value
    : await snapshots.update(ref, (stored) => (stored?.presence.kind === "not-seen" ? gone(stored, deleted) : undefined));
}

/** When the cluster itself was deleted, if nothing was written to it since. */
function deletedAt(heard: readonly HeardEvent[]): Instant | undefined {
  const changes = heard.filter(({ event: { what, pool } }) => what.kind === "change" && what.outcome === "succeeded" && pool === undefined);
  const last = changes.at(-1)?.event;
  return last?.what.kind === "change" && last.what.verb === "delete" ? last.at : undefined;
}

/** Judges with the rules of the night, tells what is urgent, and answers whether the cluster is in motion. */
async function judgeCluster(
  run: Run,
  { ref, since, wanted, askedAt }: ClusterCheck,
  snapshot: Snapshot,
  heard: readonly HeardEvent[],
  lastTry: boolean,
): Promise<boolean> {
  const round = `check ${since} ${wanted} ${ref.id}`;
  const { moving, frozen } = await judgeSubscription(run, ref.subscription, round, lastTry, {
    ...("known" in snapshot.cluster ? { region: snapshot.cluster.known.region } : {}),
    askedOn: dayOf(askedAt),
    events: heard.map(({ event }) => event),
  });
  await handOverNow(run, frozen);
  await learnRolls(run, snapshot);
  return moving.some(({ id }) => id === ref.id);
}

/** How long a roll took is known once its start and its end were heard of, in either order; they may lie days apart. */
async function learnRolls({ store, now }: Run, { ref, cluster }: Snapshot): Promise<void> {
  if ("missing" in cluster) return;
  const heard = await store.events.since(ref.id, addMinutes(now, -ROLL_DAYS * 1440));
  await store.rolls.put(
    ref.subscription,
    rollsOf(
      cluster.known,
      heard.map(({ event }) => event),
    ),
  );
}

/** As long as events are kept. */
const ROLL_DAYS = 7;
