import type { SavingsTotal } from "../core/calc/savings-choice.ts";
import { type Names, subscriptionName } from "../core/digest/places.ts";
import { standingsOf, sumOf } from "../core/digest/standing.ts";
import { subscriptionNotChecked, type UncheckedLine, uncheckedLines } from "../core/digest/unchecked.ts";
import { byText } from "../core/digest/words.ts";
import type { Cluster } from "../core/model/cluster.ts";
import type { CouldNotCheck } from "../core/model/delivery.ts";
import type { RuleStamp } from "../core/model/finding.ts";
import type { MonthlySavings } from "../core/model/ledger.ts";
import type { Currency } from "../core/model/money.ts";
import type { RuleId } from "../core/model/names.ts";
import { dayOf, type Instant } from "../core/model/time.ts";
import { type Coverage, type CoverageGroup, coverageGroups } from "./coverage.ts";
import { type Filter, isPlaceShown, isShown, isSubscriptionShown } from "./filter.ts";
import { type ReportCluster, reportCluster } from "./report-cluster.ts";
import { asideOf, byGravity, type DecidedFindings, type ReportFinding, reportFinding, unreadSubscriptions } from "./report-finding.ts";
import { type Headline, headlineOf } from "./report-headline.ts";
import type { ReportInput, RuleAbout } from "./report-input.ts";
import { placeKey, type ReportRooms, roomsOf } from "./report-room.ts";
import { type Score, scoreOf } from "./score.ts";
import { type AtStake, atStakeByKind } from "./stake.ts";
import { type SupportRow, supportRows } from "./support.ts";

/** What every format is made from. */
export interface Report {
  readonly at: Instant;
  readonly currency: Currency;
  readonly locale: string;
  readonly scanClosedAt?: Instant;
  readonly headline: Headline;
  /** Of the findings shown, as they stand among all: firm, up to, and how many about money are not priced. */
  readonly totals: SavingsTotal;
  readonly atStake: readonly AtStake[];
  /** Absent where the ledger was not read; empty where nothing is booked. */
  readonly saved?: readonly MonthlySavings[];
  /** Absent where the ledger was not read. */
  readonly score?: Score;
  /** Absent where the stored rows were not read. */
  readonly rooms?: ReportRooms;
  /** Absent where nobody knows. */
  readonly coverage?: readonly CoverageGroup[];
  /** Absent where no calendar was given. */
  readonly support?: readonly SupportRow[];
  readonly clusters: readonly ReportCluster[];
  /** Those that count: in the headline, in sums and of their clusters. */
  readonly findings: readonly ReportFinding[];
  /** Those that somebody snoozed, accepted or planned. */
  readonly aside: readonly ReportFinding[];
  readonly couldNotCheck: readonly CouldNotCheck[];
  /** The same in words, a line a kind of reason. */
  readonly unchecked: readonly UncheckedLine[];
  /** Of the findings shown, those set aside included, by code. */
  readonly rules: readonly ReportRule[];
  readonly filter: Filter;
}

export type ReportRule = RuleStamp & Partial<RuleAbout>;

export function reportOf(input: ReportInput): Report {
  const { at, currency, locale, timeZone = "UTC", filter = {}, scanClosedAt, calendar } = input;
  const names = namesOf(input);
  const decided = decidedOf(input);
  const { findings, aside } = findingsOf(input, decided, names);
  const clusters = clustersOf(input, findings, names);
  const couldNotCheck = couldNotCheckOf(input);
  const route = { name: "report", locale, timeZone };
  const { principalId } = input;
  const totals = sumOf(
    findings.map(({ standing }) => standing),
    currency,
  );
  return {
    at,
    currency,
    locale,
    ...(scanClosedAt === undefined ? {} : { scanClosedAt }),
    headline: headlineOf(input, { findings, clusters: clusters.length, totals }),
    totals,
    atStake: atStakeByKind(findings, currency),
    ...(input.savings ? { saved: input.savings } : {}),
    ...(input.ledger ? { score: scoreOf(input.ledger, currency, filter) } : {}),
    ...(input.rooms ? { rooms: roomsOf(input.rooms, { at, filter, names, places: placesOf(clusters) }) } : {}),
    ...(input.coverage ? { coverage: coverageOf(input.coverage, filter) } : {}),
    ...(calendar
      ? { support: supportRows(clustersSeen(clusters), { calendar, told: input.endsOfLife ?? new Map(), today: dayOf(at) }) }
      : {}),
    clusters,
    findings,
    aside,
    couldNotCheck,
    unchecked: uncheckedLines({
      ...{ route, at, couldNotCheck, told: [], names, records: findings.map(({ record }) => record) },
      ...(principalId === undefined ? {} : { principalId }),
    }).lines,
    rules: rulesOf([...findings, ...aside], input.rules ?? new Map()),
    filter,
  };
}

/** Whoever set a finding aside gave up its money: it excludes no other's. Its own stands as if nobody had. */
function findingsOf({ records, currency, scans, booked = new Map(), filter = {} }: ReportInput, decided: DecidedFindings, names: Names) {
  const open = records.filter(({ closed }) => !closed);
  const counting = standingsOf(
    open.filter((record) => !asideOf(record, decided)),
    currency,
  );
  const hasAside = decided.setAside.size > 0;
  const among = hasAside ? standingsOf(open, currency) : counting;
  const context = { names, decided, booked, unread: unreadSubscriptions(scans) };
  const shown = records
    .filter((record) => isShown(record, filter, asideOf(record, decided)))
    .map((record) => reportFinding(record, asideOf(record, decided) ? among : counting, context))
    .sort(byGravity);
  return { findings: shown.filter(({ setAside }) => !setAside), aside: shown.filter(({ setAside }) => setAside) };
}

const decidedOf = ({ decisions = [], setAside = new Map() }: ReportInput): DecidedFindings => ({
  setAside,
  decisions: Map.groupBy(
    decisions.toSorted((a, b) => byText(b.at, a.at) || byText(b.id, a.id)),
    ({ finding }) => finding,
  ),
});

const placesOf = (clusters: readonly ReportCluster[]): ReadonlySet<string> =>
  new Set(clusters.flatMap(({ ref, seen }) => (seen ? [placeKey(ref.subscription, seen.cluster.region)] : [])));

const coverageOf = (coverage: readonly Coverage[], filter: Filter): readonly CoverageGroup[] =>
  coverageGroups(coverage.filter(({ subscription }) => isSubscriptionShown(subscription, filter)));

const clustersSeen = (clusters: readonly ReportCluster[]): readonly Cluster[] =>
  clusters.flatMap(({ seen }) => (seen ? [seen.cluster] : []));

const namesOf = ({ snapshots, scans }: ReportInput): Names => ({
  clusters: new Map(snapshots.map(({ ref }) => [ref.id, ref])),
  subscriptions: new Map(scans.map(({ subscription, name }) => [subscription, name])),
});

function clustersOf(
  { snapshots, currency, locale, skus, costs, filter = {} }: ReportInput,
  findings: readonly ReportFinding[],
  names: Names,
) {
  const byCluster = Map.groupBy(findings, ({ record: { finding } }) =>
    finding.target.kind === "cluster" ? finding.target.cluster : undefined,
  );
  return snapshots
    .filter(({ presence, ref }) => presence.kind !== "gone" && isPlaceShown({ subscription: ref.subscription, cluster: ref.id }, filter))
    .sort((a, b) => byText(a.ref.name.toLowerCase(), b.ref.name.toLowerCase()) || byText(a.ref.id, b.ref.id))
    .map((snapshot) =>
      reportCluster(snapshot, byCluster.get(snapshot.ref.id) ?? [], {
        currency,
        locale,
        subscriptionName: subscriptionName(snapshot.ref.subscription, names),
        ...(skus ? { skus } : {}),
        ...(costs ? { costs } : {}),
      }),
    );
}

/** A reason without clusters is about its whole subscription, and so about each of its clusters. */
function couldNotCheckOf({ summaries, scans, filter = {} }: ReportInput): readonly CouldNotCheck[] {
  const groups = [...scans.flatMap((row) => subscriptionNotChecked(row) ?? []), ...summaries.flatMap((row) => row.couldNotCheck)];
  return groups.filter(({ subscription, clusters }) =>
    clusters.length === 0
      ? isSubscriptionShown(subscription, filter)
      : clusters.some(({ id }) => isPlaceShown({ subscription, cluster: id }, filter)),
  );
}

/** The newest stamp of each: a finding that was not judged again may carry an older one. */
function rulesOf(findings: readonly ReportFinding[], about: ReadonlyMap<RuleId, RuleAbout>): readonly ReportRule[] {
  const stamps = new Map<RuleId, RuleStamp>();
  for (const { record } of findings) {
    const known = stamps.get(record.stamp.rule);
    if (!known || known.version < record.stamp.version) stamps.set(record.stamp.rule, record.stamp);
  }
  return [...stamps.values()].sort((a, b) => byText(a.code, b.code)).map((stamp) => ({ ...stamp, ...about.get(stamp.rule) }));
}
