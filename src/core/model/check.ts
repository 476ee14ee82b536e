import type { ClusterEvent, EventSource } from "./event.ts";
import type { ClusterRef } from "./names.ts";
import { type Instant, minutesBetween } from "./time.ts";

/**
 * How far the checks of a cluster have come. Whoever hears of a change raises `wanted`; a check reads `wanted` before it reads the
 * cluster, and when all is written sets `done` to what it read. So the change after the last one is never missed, however many come.
 */
export interface ClusterCheck {
  readonly ref: ClusterRef;
  /** When the row was made: counters of a row made again are others. */
  readonly since: Instant;
  readonly wanted: number;
  readonly done: number;
  /** When `wanted` was raised last. */
  readonly askedAt: Instant;
  /** Who had the message sent, that is to come or came last. Its repeat sends it again: the first may have died in between. */
  readonly askedBy: string;
  /** When that message is due. */
  readonly due: Instant;
  /** When the last complete check began: events heard of before that are done with. */
  readonly checkedAt?: Instant;
  /** Since when every check found the cluster in motion. */
  readonly movingSince?: Instant;
}

/** The work of the queue `check-cluster`. */
export interface CheckMessage {
  readonly cluster: ClusterRef;
  readonly due: Instant;
  /** How often Azure asked it to wait. */
  readonly hops: number;
}

/** An event, and how we heard of it. */
export interface HeardEvent {
  readonly event: ClusterEvent;
  readonly heardAt: Instant;
  readonly source: EventSource;
}

export interface Asked {
  readonly check: ClusterCheck;
  /** A message has to be sent, due when the check says. Otherwise one that will do is on its way. */
  readonly sends: boolean;
}

export interface Asking {
  readonly ref: ClusterRef;
  readonly by: string;
  readonly now: Instant;
  /** When the check should be made, not earlier: a burst of changes ends in one. */
  readonly due: Instant;
}

/** Raises the counter. */
export function asked(check: ClusterCheck | undefined, { ref, by, now, due }: Asking): Asked {
  if (!check) return { check: { ref, since: now, wanted: 1, done: 0, askedAt: now, askedBy: by, due }, sends: true };
  const next = { ...check, wanted: check.wanted + 1, askedAt: now };
  const isOnItsWay = isBehind(check) && check.due > now && check.due <= due;
  if (isOnItsWay) return { check: next, sends: check.askedBy === by };
  return { check: { ...next, askedBy: by, due }, sends: true };
}

export const isBehind = ({ wanted, done }: ClusterCheck): boolean => wanted > done;

/** Nothing is wanted any more, or a later message will do it: sooner than a rest, or instead of one that was put off. */
export const isIdle = (check: ClusterCheck | undefined, { due }: CheckMessage, now: Instant): boolean =>
  !check || !isBehind(check) || (check.due > due && check.due > now);

export interface Finished {
  /** The `wanted` that the check read at its start. */
  readonly seen: number;
  readonly startedAt: Instant;
  /** Of the message that was worked on. */
  readonly message: CheckMessage;
  /** When to go again if more came meanwhile and its message was the one on its way. */
  readonly again: Instant;
  /** The cluster is in motion: when to look again. */
  readonly rest?: Instant;
}

/** Takes note of a complete check. */
export function finished(check: ClusterCheck, { seen, startedAt, message, again, rest }: Finished): Asked {
  const { movingSince, ...before } = check;
  const done = Math.max(before.done, seen);
  const next: ClusterCheck = {
    ...before,
    done,
    checkedAt: startedAt,
    ...(rest === undefined ? {} : { movingSince: movingSince ?? startedAt }),
  };
  const isAnotherComing = check.due > message.due;
  if (isBehind(next))
    return isAnotherComing ? { check: next, sends: false } : { check: { ...next, due: again, askedBy: "more" }, sends: true };
  if (rest === undefined || isTired(next, startedAt)) return { check: next, sends: false };
  return { check: { ...next, wanted: next.wanted + 1, due: rest, askedBy: "rest" }, sends: true };
}

/** A cluster that has been in motion for so long is left to the nightly scan, until it is changed again. */
const MOVING_HOURS = 24;
const isTired = ({ movingSince }: ClusterCheck, now: Instant): boolean =>
  movingSince !== undefined && minutesBetween(movingSince, now) > MOVING_HOURS * 60;

/** Its message comes back later, unless another is on its way by then. */
export const putOff = (check: ClusterCheck, message: CheckMessage, until: Instant): Asked =>
  check.due > message.due ? { check, sends: false } : { check: { ...check, due: until }, sends: true };

/** What is left behind for so long was seen by a nightly scan meanwhile. */
const LEFT_HOURS = 24;
/** Its message should have come by now: lost, or it failed five times. */
const LATE_MINUTES = 20;

/** What to do about a check that is behind, looked at from outside. */
export function overdue(check: ClusterCheck, now: Instant): "wait" | "send" | "leave" {
  if (!isBehind(check) || minutesBetween(check.due, now) < LATE_MINUTES) return "wait";
  return minutesBetween(check.askedAt, now) > LEFT_HOURS * 60 ? "leave" : "send";
}
