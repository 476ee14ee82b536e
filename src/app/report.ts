import pLimit from "p-limit";
import { decidedOf, setAsideOf } from "../core/findings/decisions.ts";
import { newestEntries, savingsByMonth } from "../core/findings/savings.ts";
import { type Fact, missing } from "../core/model/absence.ts";
import { targetKey } from "../core/model/finding.ts";
import { type LedgerEntry, monthOf } from "../core/model/ledger.ts";
import { currency } from "../core/model/money.ts";
import { type ClusterRef, type Region, ruleId } from "../core/model/names.ts";
import type { FindingRecord } from "../core/model/record.ts";
import type { Skus } from "../core/model/region.ts";
import type { Snapshot } from "../core/model/snapshot.ts";
import { addDays, type Day, dayOf } from "../core/model/time.ts";
import { rules } from "../core/rules/index.ts";
import { all } from "../edge/wire/all.ts";
import { type Filter, type Report, type ReportInput, reportOf, SHOWN_STATES } from "../render/index.ts";
import { effectiveCalendar } from "./calendar.ts";
import type { Run } from "./compose.ts";
import { type CostView, costsOf } from "./costs.ts";
import { toldEnds } from "./ends-of-life.ts";
import { readable, readableOne } from "./readable.ts";
import { coverageOf } from "./report-coverage.ts";
import type { Estate } from "./report-estate.ts";
import { historyOf } from "./views.ts";

/** A year of what was saved. */
const SAVED_DAYS = 365;
const TOGETHER = 8;
const ABOUT_RULES = new Map(rules.map(({ meta }) => [ruleId(meta.id), { summary: meta.summary }]));

/** All of the estate that the filter shows, with what it costs and saved, from stored rows alone. */
export async function estateReport(run: Run, estate: Estate, filter: Filter): Promise<Report> {
  const code = currency(run.settings.CURRENCY);
  const today = dayOf(run.now);
  const shown = estate.snapshots.filter(({ ref, presence }) => presence.kind !== "gone" && isClusterShown(ref, filter));
  const [entries, calendar, endsOfLife, money, coverage, rooms] = await all([
    readable(run, run.store.ledger.list(monthOf(addDays(today, -SAVED_DAYS)), monthOf(today))),
    effectiveCalendar(run),
    toldEnds(
      run,
      shown.map(({ ref }) => ref.subscription),
    ),
    moneyOf(run, shown),
    coverageOf(run, estate),
    readable(run, run.store.rooms.list()),
  ]);
  const mine = entries.filter(({ cluster }) => estate.mayRead({ kind: "cluster", cluster }));
  return reportOf({
    ...inputOf(run, estate),
    savings: savingsByMonth(mine, today, code),
    booked: newestEntries(mine),
    ledger: mine.filter(({ from }) => dayOf(from) > addDays(today, -SAVED_DAYS)),
    rooms: rooms.filter(({ subscription, region }) => estate.mayRead({ kind: "region", subscription, region })),
    calendar,
    endsOfLife,
    coverage,
    ...money,
    filter,
  });
}

/** One cluster with its pools and open findings. */
export async function clusterReport(run: Run, estate: Estate, snapshot: Snapshot): Promise<Report> {
  return reportOf({
    ...inputOf(run, estate),
    records: estate.records.filter(({ finding: { target } }) => target.kind === "cluster" && target.cluster === snapshot.ref.id),
    ...(await moneyOf(run, [snapshot])),
    filter: { clusters: [snapshot.ref.id] },
  });
}

/** A finding, whatever became of it, with all others of its target: their money stands as it does in the whole report. */
export async function findingReport(run: Run, estate: Estate, { finding, closed }: FindingRecord): Promise<Report> {
  const together = targetKey(finding.target);
  return reportOf({
    ...inputOf(run, estate),
    records: estate.records.filter((each) => targetKey(each.finding.target) === together),
    filter: { states: SHOWN_STATES },
    ...(closed ? { booked: newestEntries(await bookedAbout(run, dayOf(closed.at))) } : {}),
  });
}

/** What is booked stands in the month of the night it was first seen to be done: that may be the night before. */
const bookedAbout = (run: Run, closed: Day): Promise<readonly LedgerEntry[]> =>
  readable(run, run.store.ledger.list(monthOf(addDays(closed, -1)), monthOf(closed)));

function inputOf(run: Run, estate: Estate): ReportInput {
  const { scan, records } = estate;
  const principalId = run.settings.IDENTITY_PRINCIPAL_ID;
  return {
    at: run.now,
    currency: currency(run.settings.CURRENCY),
    locale: estate.locale,
    timeZone: estate.timeZone,
    records,
    decisions: estate.decisions,
    setAside: setAsideOf(decidedOf(records, estate.decisions, run.now)),
    snapshots: estate.snapshots,
    summaries: estate.summaries,
    scans: estate.rows,
    ...(scan?.closedAt === undefined ? {} : { scanClosedAt: scan.closedAt, since: scan.startedAt }),
    rules: ABOUT_RULES,
    ...(principalId === undefined ? {} : { principalId }),
  };
}

/** What these clusters cost, and the sizes it is worked out from. */
async function moneyOf(run: Run, shown: readonly Snapshot[]): Promise<Pick<ReportInput, "skus" | "costs">> {
  const facts = await factsOf(run, shown);
  const { byCluster } = await costsOfShown(run, shown, facts);
  const skus = [...facts].flatMap(([region, parts]): [Region, Skus][] => ("known" in parts.skus ? [[region, parts.skus.known]] : []));
  return { skus: new Map(skus), costs: byCluster };
}

type RegionParts = CostView["facts"];

/** As they were stored when somebody judged last: how old they are stands in them. */
async function factsOf(run: Run, snapshots: readonly Snapshot[]): Promise<ReadonlyMap<Region, RegionParts>> {
  const code = currency(run.settings.CURRENCY);
  const limit = pLimit(TOGETHER);
  const regions = new Set(snapshots.flatMap(({ cluster }) => ("known" in cluster ? [cluster.known.region] : [])));
  const read = await all(
    [...regions].map((region) =>
      limit(async (): Promise<[Region, RegionParts]> => {
        const [skus, prices] = await all([stored(run, run.store.skus.get(region)), stored(run, run.store.prices.get(region, code))]);
        return [region, { skus, prices }];
      }),
    ),
  );
  return new Map(read);
}

async function stored<T>(run: Run, fact: Promise<Fact<T> | undefined>): Promise<Fact<T>> {
  return (await readableOne(run, fact)) ?? missing("absent", "it was never read");
}

async function costsOfShown(run: Run, shown: readonly Snapshot[], facts: ReadonlyMap<Region, RegionParts>) {
  const limit = pLimit(TOGETHER);
  const bySubscription = Map.groupBy(shown, ({ ref }) => ref.subscription);
  const views = await all(
    [...bySubscription].map(([subscription, snapshots]) =>
      limit(async (): Promise<readonly CostView[]> => {
        const history = await historyOf(run, subscription);
        const byRegion = Map.groupBy(snapshots, ({ cluster }) => ("known" in cluster ? cluster.known.region : undefined));
        return [...byRegion].flatMap(([region, inRegion]): CostView[] => {
          const parts = region === undefined ? undefined : facts.get(region);
          return parts ? [{ at: run.now, snapshots: inRegion, history, facts: parts }] : [];
        });
      }),
    ),
  );
  return costsOf(views.flat());
}

const isClusterShown = ({ id, subscription }: ClusterRef, { clusters, subscriptions }: Filter): boolean =>
  (clusters === undefined || clusters.includes(id)) && (subscriptions === undefined || subscriptions.includes(subscription));
