import { chooseSavings } from "../core/calc/savings-choice.ts";
import { carriedOn } from "../core/digest/carried-on.ts";
import { summarise } from "../core/digest/summarise.ts";
import { urgentsOf } from "../core/digest/urgent.ts";
import { bookings } from "../core/findings/bookings.ts";
import { setAsideOf } from "../core/findings/decisions.ts";
import { judgedIn } from "../core/findings/observe.ts";
import { reconcile } from "../core/findings/reconcile.ts";
import type { DecidedByKey } from "../core/model/decision.ts";
import { type ClusterEvent, causesOf } from "../core/model/event.ts";
import type { Outcome } from "../core/model/finding.ts";
import { currency } from "../core/model/money.ts";
import type { ClusterId, Region, RuleId, SubscriptionId } from "../core/model/names.ts";
import type { FindingRecord } from "../core/model/record.ts";
import type { Snapshot } from "../core/model/snapshot.ts";
import { type Day, dayOf } from "../core/model/time.ts";
import { ruleDirectory } from "../core/rules/index.ts";
import type { Run } from "./compose.ts";
import type { Costs } from "./costs.ts";
import { decideIn } from "./decided.ts";
import { readable } from "./readable.ts";
import { type Frozen, freezeUrgents } from "./urgent.ts";

const RULES: ReadonlySet<RuleId> = new Set([...ruleDirectory.values()].map(({ stamp }) => stamp.rule));

/** A check after a change judges the region of the changed cluster alone. */
export interface AfterChange {
  /** Left out where the cluster was never read: it may be in any. */
  readonly region?: Region;
  /** What was heard of the cluster since its last check, in the order in which it happened. */
  readonly events: readonly ClusterEvent[];
  readonly askedOn: Day;
}

/** What rules said about a subscription in one round, and the money it stands on. */
export interface Judged {
  readonly subscription: SubscriptionId;
  readonly round: string;
  /** All of the subscription, those that are gone included. */
  readonly snapshots: readonly Snapshot[];
  readonly outcomes: readonly Outcome[];
  readonly costs: Costs;
  readonly after?: AfterChange;
}

/** As they are remembered now. */
export interface Remembered {
  readonly records: readonly FindingRecord[];
  /** What people decided about them. */
  readonly decided: DecidedByKey;
  /** What is to be told at once, after a change. */
  readonly frozen: readonly Frozen[];
}

/** Compares with what stood before, and writes what came of it. @throws StoreConflict when somebody else wrote a finding in between */
export async function remember(run: Run, judged: Judged): Promise<Remembered> {
  const { subscription, round, snapshots, outcomes, costs, after } = judged;
  const { store, now } = run;
  const stored = await store.findings.list(subscription);
  const etags = new Map(stored.map(({ value, etag }) => [value.key, etag]));
  const previous = stored.map(({ value }) => value);
  const { records, changed } = reconcile({
    ...{ previous, outcomes, snapshots, round, at: now, rules: RULES },
    ...(after ? { changes: causesOf(after.events) } : {}),
  });
  const decided = await decideIn(run, subscription, records, snapshots);
  // Before anything is saved: what does not wait for the digest must not be lost by a crash between the two.
  const frozen = after
    ? await freezeUrgents(run, after.askedOn, urgentsOf({ round, records, events: after.events }), { snapshots, records, decided })
    : [];
  const standing = await readable(run, store.ledger.standing(subscription, dayOf(now)));
  const booked = bookings({ records, snapshots, standing, round, at: now, choose: chooseSavings, costOf: costs.ofParts });
  await store.ledger.put(booked.standing);
  await store.findings.save(
    subscription,
    changed.map((record) => {
      const etag = etags.get(record.key);
      return etag === undefined ? { record } : { record, etag };
    }),
  );
  await store.ledger.put(booked.ended);
  for (const { ref, firstRound, presence, cluster } of snapshots) {
    const isFirst = firstRound === undefined && presence.kind === "present" && "known" in cluster;
    if (isFirst) await store.snapshots.update(ref, (snapshot) => snapshot && judgedIn(snapshot, round));
  }
  await putSummaries(run, judged, { records, decided });
  return { records, decided, frozen };
}

async function putSummaries(run: Run, judged: Judged, { records, decided }: Pick<Remembered, "records" | "decided">): Promise<void> {
  const { subscription, snapshots, outcomes, costs, after } = judged;
  const { store, settings, now } = run;
  // Who has no routes tells nobody: the rows of whoever has some, in the same store, are not theirs to replace.
  const { routes } = settings.routing;
  if (routes.length === 0) return;
  const before = (await readable(run, store.summaries.list())).filter((row) => row.subscription === subscription);
  const rows = summarise({
    ...{ at: now, subscription, snapshots, outcomes, records, previous: before },
    ...{ routes, currency: currency(settings.CURRENCY), costs: costs.byCluster, setAside: setAsideOf(decided) },
  });
  const isPart = after?.region !== undefined;
  await store.summaries.replace(subscription, isPart ? carriedOn(rows, before, regionOf(snapshots, after.region)) : rows);
}

/** Which clusters a round that judged one region spoke about. */
const regionOf = (snapshots: readonly Snapshot[], region: Region | undefined): ReadonlySet<ClusterId> =>
  new Set(snapshots.flatMap(({ ref, cluster }) => ("missing" in cluster || cluster.known.region === region ? [ref.id] : [])));
