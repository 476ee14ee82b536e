import { type Calendars, calendars } from "./calendars.ts";
import { type Checks, checks } from "./checks.ts";
import { connect, createMissing, type StoreSettings } from "./connect.ts";
import { type Cursors, cursors } from "./cursors.ts";
import { type Decisions, decisions } from "./decisions.ts";
import { type EndsOfLife, endsOfLife } from "./ends-of-life.ts";
import { type Events, events } from "./events.ts";
import { type Failures, failures } from "./failures.ts";
import { type Findings, findings } from "./findings.ts";
import { type Leases, leases } from "./leases.ts";
import { type Ledger, ledger } from "./ledger.ts";
import { type MaintenanceRows, maintenance } from "./maintenance.ts";
import { type Observations, observations } from "./observations.ts";
import { type Outbox, outbox } from "./outbox.ts";
import { type PriceRows, prices } from "./prices.ts";
import { type Queues, queues } from "./queues.ts";
import { type Refreshes, refreshes } from "./refreshes.ts";
import { type Rolls, rolls } from "./rolls.ts";
import { type Rooms, rooms } from "./rooms.ts";
import { type Scans, scans } from "./scans.ts";
import { type SkuRows, skus } from "./skus.ts";
import { type Snapshots, snapshots } from "./snapshots.ts";
import { type SpotRows, spot } from "./spot.ts";
import { type Summaries, summaries } from "./summaries.ts";
import { type ToldRows, told } from "./told.ts";

export type { StoreSettings } from "./connect.ts";
export { readableRows, StoreConflict, StoreFailure, StoreRefusal, UnreadableRows } from "./errors.ts";
export type { Stored } from "./layout.ts";
export type { AskedPlan } from "./maintenance.ts";

/** Everything the app remembers. Times are arguments: nothing here has a clock. */
export interface Store {
  readonly snapshots: Snapshots;
  readonly observations: Observations;
  readonly findings: Findings;
  readonly decisions: Decisions;
  readonly ledger: Ledger;
  readonly told: ToldRows;
  readonly scans: Scans;
  readonly failures: Failures;
  readonly skus: SkuRows;
  readonly prices: PriceRows;
  readonly spot: SpotRows;
  readonly maintenance: MaintenanceRows;
  readonly refreshes: Refreshes;
  readonly calendars: Calendars;
  readonly outbox: Outbox;
  readonly summaries: Summaries;
  readonly leases: Leases;
  readonly checks: Checks;
  readonly events: Events;
  readonly endsOfLife: EndsOfLife;
  readonly cursors: Cursors;
  readonly rolls: Rolls;
  readonly rooms: Rooms;
  readonly queues: Queues;
}

const QUEUES = ["scan-subscription", "check-cluster"];

/** Makes tables and queues that are not there yet, each queue with the poison queue of the Functions host. @throws StoreFailure */
export async function openStore(settings: StoreSettings): Promise<Store> {
  const { table, queue } = await connect(settings);
  const tables = {
    clusters: table("clusters"),
    observations: table("observations"),
    findings: table("findings"),
    decisions: table("decisions"),
    ledger: table("ledger"),
    told: table("told"),
    scans: table("scans"),
    failures: table("failures"),
    shared: table("shared"),
    outbox: table("outbox"),
    summaries: table("summaries"),
    checks: table("checks"),
    events: table("events"),
  };
  await createMissing(
    Object.values(tables),
    QUEUES.flatMap((name) => [queue(name), queue(`${name}-poison`)]),
  );

  return {
    snapshots: snapshots(tables.clusters),
    observations: observations(tables.observations),
    findings: findings(tables.findings),
    decisions: decisions(tables.decisions),
    ledger: ledger(tables.ledger),
    told: told(tables.told),
    scans: scans(tables.scans),
    failures: failures(tables.failures),
    skus: skus(tables.shared),
    prices: prices(tables.shared),
    spot: spot(tables.shared),
    maintenance: maintenance(tables.shared),
    refreshes: refreshes(tables.shared),
    calendars: calendars(tables.shared),
    outbox: outbox(tables.outbox),
    summaries: summaries(tables.summaries),
    leases: leases(tables.checks),
    checks: checks(tables.checks),
    events: events(tables.events),
    endsOfLife: endsOfLife(tables.shared),
    cursors: cursors(tables.shared),
    rolls: rolls(tables.observations),
    rooms: rooms(tables.shared),
    queues: queues(queue),
  };
}
