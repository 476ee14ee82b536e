import { effectiveCalendar } from "../../src/app/calendar.ts";
import type { Run } from "../../src/app/compose.ts";
import { toldEnds } from "../../src/app/ends-of-life.ts";
import type { Judgement } from "../../src/app/judge.ts";
import { readable } from "../../src/app/readable.ts";
import { summarise } from "../../src/core/digest/summarise.ts";
import { setAsideOf } from "../../src/core/findings/decisions.ts";
import { savingsByMonth } from "../../src/core/findings/savings.ts";
import type { Route } from "../../src/core/model/delivery.ts";
import { monthOf } from "../../src/core/model/ledger.ts";
import { currency } from "../../src/core/model/money.ts";
import type { Region, SubscriptionId } from "../../src/core/model/names.ts";
import type { FindingRecord } from "../../src/core/model/record.ts";
import type { Skus } from "../../src/core/model/region.ts";
import type { Snapshot } from "../../src/core/model/snapshot.ts";
import { addDays, dayOf, type Instant } from "../../src/core/model/time.ts";
import { rules } from "../../src/core/rules/index.ts";
import type { Filter } from "../../src/render/filter.ts";
import { type Report, reportOf } from "../../src/render/report.ts";
import type { ReportInput } from "../../src/render/report-input.ts";
import type { EstateScan } from "./scan-estate.ts";
import { LOCALE } from "./words.ts";

/** A year of what was saved. */
const SAVED_DAYS = 365;

/** Whoever looks at a terminal is told everything. */
const EVERYTHING: Route = {
  name: "terminal",
  match: { kind: "default" },
  via: { channel: "mail", to: [] },
  heartbeat: "mon",
  locale: LOCALE,
  timeZone: "UTC",
  sendAt: "00:00",
  days: [],
  floor: "info",
};

export interface Asked {
  readonly filter: Filter;
  /** When the last scan before ended: only what has changed since is shown. */
  readonly since?: Instant;
}

/** What every format is made from: what was scanned just now, and what is remembered of the subscriptions that could not be read. */
export async function scanReport(run: Run, scan: EstateScan, { filter, since }: Asked): Promise<Report> {
  const { store, settings, now } = run;
  const code = currency(settings.CURRENCY);
  const [records, snapshots] = await remembered(run, scan);
  const skus = new Map<Region, Skus>();
  for (const region of new Set(snapshots.flatMap(({ cluster }) => ("known" in cluster ? [cluster.known.region] : [])))) {
    const stored = await store.skus.get(region);
    if (stored && "known" in stored) skus.set(region, stored.known);
  }
  const entries = await readable(run, store.ledger.list(monthOf(addDays(dayOf(now), -SAVED_DAYS)), monthOf(dayOf(now))));
  const input: ReportInput = {
    at: now,
    currency: code,
    locale: LOCALE,
    records: since === undefined ? records : changedSince(records, scan, since),
    snapshots,
    summaries: scan.judgements.flatMap((judgement) => summariesOf(run, judgement)),
    scans: scan.rows,
    scanClosedAt: scan.closedAt,
    ...(since === undefined ? {} : { since }),
    savings: savingsByMonth(entries, dayOf(now), code),
    ledger: entries.filter(({ from }) => dayOf(from) > addDays(dayOf(now), -SAVED_DAYS)),
    rooms: (await readable(run, store.rooms.list())).filter((room) =>
      scan.rows.some(({ subscription }) => subscription === room.subscription),
    ),
    calendar: await effectiveCalendar(run),
    endsOfLife: await toldEnds(
      run,
      scan.rows.map(({ subscription }) => subscription),
    ),
    skus,
    costs: new Map(scan.judgements.flatMap(({ costs }) => [...costs.byCluster])),
    rules: new Map(rules.map(({ meta }) => [meta.id as FindingRecord["stamp"]["rule"], { summary: meta.summary }])),
    filter: since === undefined ? filter : { ...filter, states: ["new", "open", "worsened", "regressed", "resolved"] },
  };
  return reportOf(input);
}

async function remembered(run: Run, { rows, judgements }: EstateScan): Promise<readonly [readonly FindingRecord[], readonly Snapshot[]]> {
  const bySubscription = new Map<SubscriptionId, Judgement>(judgements.map((judgement) => [judgement.subscription, judgement]));
  const records: FindingRecord[] = [];
  const snapshots: Snapshot[] = [];
  for (const { subscription } of rows) {
    const judged = bySubscription.get(subscription);
    records.push(...(judged?.records ?? (await readable(run, run.store.findings.list(subscription))).map(({ value }) => value)));
    snapshots.push(...(judged?.snapshots ?? (await readable(run, run.store.snapshots.list(subscription))).map(({ value }) => value)));
  }
  return [records, snapshots];
}

const summariesOf = ({ now, settings }: Run, { subscription, snapshots, outcomes, records, decided, costs }: Judgement) =>
  summarise({
    ...{ at: now, subscription, snapshots, outcomes, records, previous: [], routes: [EVERYTHING] },
    ...{ currency: currency(settings.CURRENCY), costs: costs.byCluster, setAside: setAsideOf(decided) },
  });

/**
 * What this scan wrote as news, and what came and went in scans that were stopped on their way since the last one that ended. What no
 * scan could read since is no news.
 */
const changedSince = (records: readonly FindingRecord[], { id }: EstateScan, since: Instant): readonly FindingRecord[] =>
  records.filter(({ round, state, firstSeen, closed }) =>
    closed ? round === id || closed.at > since : firstSeen > since || (round === id && state !== "open"),
  );
