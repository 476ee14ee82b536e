import type { ClusterCost } from "../calc/cluster-cost.ts";
import type { Missing } from "../model/absence.ts";
import type { SetAside } from "../model/decision.ts";
import type { CouldNotCheck, Route, Summary, SummaryMoney } from "../model/delivery.ts";
import type { Outcome } from "../model/finding.ts";
import type { Currency } from "../model/money.ts";
import type { ClusterId, ClusterRef, SubscriptionId } from "../model/names.ts";
import type { FindingKey, FindingRecord } from "../model/record.ts";
import type { Snapshot } from "../model/snapshot.ts";
import type { Instant } from "../model/time.ts";
import { routeForSubscription, snapshotRoute, targetRoutes } from "./route.ts";
import { standingsOf, sumOfRecords } from "./standing.ts";
import { byText } from "./words.ts";

export interface Judgement {
  readonly at: Instant;
  readonly subscription: SubscriptionId;
  /** All of the subscription, those that are gone included. */
  readonly snapshots: readonly Snapshot[];
  readonly outcomes: readonly Outcome[];
  readonly records: readonly FindingRecord[];
  /** What people decided to live with, until a day or for good. */
  readonly setAside: ReadonlyMap<FindingKey, SetAside>;
  readonly routes: readonly Route[];
  readonly currency: Currency;
  /** What clusters cost, as far as their region has prices. Left out, no summary says a cost. */
  readonly costs?: ReadonlyMap<ClusterId, Pick<ClusterCost, "total" | "notPriced">>;
  /** The subscription's rows as they stand: since when a reason holds is carried on from them. */
  readonly previous: readonly Summary[];
}

/** The rows that replace those of the subscription: one for each route that has a cluster or a finding there, or had. */
export function summarise(judgement: Judgement): readonly Summary[] {
  const { at, subscription, snapshots, outcomes, records, setAside, routes, previous, currency, costs } = judgement;
  const routeOf = targetRoutes(snapshots, routes);
  const present = snapshots.filter(({ presence }) => presence.kind !== "gone");
  const [aside, open] = parted(
    records.filter(({ closed }) => !closed),
    ({ key }) => setAside.has(key),
  );
  const standings = standingsOf(open, currency);
  const troubles = [...clusterTroubles(present, routes), ...ruleTroubles(present, outcomes, routes, at)];
  const known = new Map(previous.map((row) => [row.route, row]));

  const clustersOf = Map.groupBy(present, (snapshot) => snapshotRoute(snapshot, routes)?.name);
  const findingsOf = Map.groupBy(open, ({ finding }) => routeOf(finding.target)?.name);
  const asideOf = Map.groupBy(aside, ({ finding }) => routeOf(finding.target)?.name);
  const names = new Set([
    ...known.keys(),
    ...clustersOf.keys(),
    ...findingsOf.keys(),
    ...asideOf.keys(),
    ...troubles.map(({ route }) => route),
  ]);
  return [...names]
    .filter((route) => route !== undefined)
    .sort(byText)
    .map((route) => {
      const clusters = clustersOf.get(route) ?? [];
      const findings = findingsOf.get(route) ?? [];
      return {
        subscription,
        route,
        at,
        clusters: clusters.length,
        open: findings.length,
        setAside: asideOf.get(route)?.length ?? 0,
        money: { ...sumOfRecords(findings, standings, currency), ...(costs ? { cost: costOf(clusters, costs, currency) } : {}) },
        couldNotCheck: groupsOf(
          troubles.filter((trouble) => trouble.route === route),
          subscription,
          known.get(route)?.couldNotCheck ?? [],
        ),
      };
    });
}

/** Those for which it holds, and the others. */
function parted<T>(all: readonly T[], holds: (one: T) => boolean): readonly [readonly T[], readonly T[]] {
  return [all.filter(holds), all.filter((one) => !holds(one))];
}

/** A cluster without a price for all of it counts with what is priced, and is said to be incomplete. */
function costOf(
  clusters: readonly Snapshot[],
  costs: NonNullable<Judgement["costs"]>,
  currency: Currency,
): NonNullable<SummaryMoney["cost"]> {
  let amount = 0;
  let clustersNotPriced = 0;
  for (const { ref } of clusters) {
    const cost = costs.get(ref.id);
    const total = cost?.total.currency === currency ? cost.total.amount : undefined;
    amount += total ?? 0;
    if (total === undefined || cost?.notPriced.length !== 0) clustersNotPriced++;
  }
  return { money: { amount, currency }, clustersNotPriced };
}

interface Trouble {
  readonly route: string | undefined;
  readonly reason: Missing;
  readonly scope: "cluster" | "rule";
  readonly since: Instant;
  readonly cluster?: ClusterRef;
}

/** Clusters that are missing from lists or cannot be read, since when they are. */
function clusterTroubles(snapshots: readonly Snapshot[], routes: readonly Route[]): Trouble[] {
  return snapshots.flatMap((snapshot) => {
    const trouble = troubleOf(snapshot);
    if (!trouble) return [];
    const { reason, since } = trouble;
    return [{ route: snapshotRoute(snapshot, routes)?.name, reason, scope: "cluster" as const, since, cluster: snapshot.ref }];
  });
}

const troubleOf = ({ presence, readFailed }: Snapshot) => (presence.kind === "not-seen" ? presence : readFailed);

/**
 * What rules could not tell of clusters that were read, and of regions. A cluster that was never read keeps its subscription's
 * regions from being told; it is named for that reason already.
 */
function ruleTroubles(snapshots: readonly Snapshot[], outcomes: readonly Outcome[], routes: readonly Route[], at: Instant): Trouble[] {
  const read = new Map<ClusterId, Snapshot>();
  for (const snapshot of snapshots) {
    if (snapshot.presence.kind === "present" && !snapshot.readFailed) read.set(snapshot.ref.id, snapshot);
  }
  const neverRead = snapshots.filter(({ cluster }) => "missing" in cluster).map(troubleOf);
  const named = new Set(neverRead.flatMap((trouble) => (trouble ? [wordsOf(trouble.reason)] : [])));
  return outcomes.flatMap(({ unknown }) =>
    unknown.flatMap(({ target, subject, reason }): Trouble[] => {
      const about = { reason, scope: "rule" as const, since: at };
      if (target.kind === "region" && subject === undefined && named.has(wordsOf(reason))) return [];
      if (target.kind === "region") return [{ ...about, route: routeForSubscription(target.subscription, routes)?.name }];
      const snapshot = read.get(target.cluster);
      return snapshot ? [{ ...about, route: snapshotRoute(snapshot, routes)?.name, cluster: snapshot.ref }] : [];
    }),
  );
}

/** One group for each reason, where it was refused, and scope. Words may change from night to night; the kind says whether it is still the same. */
function groupsOf(troubles: readonly Trouble[], subscription: SubscriptionId, before: readonly CouldNotCheck[]): CouldNotCheck[] {
  const groups = Map.groupBy(troubles, ({ reason, scope }) => `${scope} ${wordsOf(reason)}`);
  return [...groups]
    .sort(([a], [b]) => byText(a, b))
    .flatMap(([, group]) => {
      const [first] = group;
      if (!first) return [];
      const { reason, scope } = first;
      const clusters = new Map(group.flatMap(({ cluster }) => (cluster ? [[cluster.id, cluster]] : [])));
      const earlier = before.filter((known) => known.scope === scope && known.reason.kind === reason.kind).map(({ since }) => since);
      const [since = first.since] = [...group.map((each) => each.since), ...earlier].sort(byText);
      return [{ reason, scope, subscription, since, clusters: [...clusters.values()].sort((a, b) => byText(a.id, b.id)) }];
    });
}

const wordsOf = ({ kind, why, scope }: Missing): string => `${kind} ${why} ${scope ?? ""}`;
