import { routeForSubscription, snapshotRoute, targetRoutes } from "../core/digest/route.ts";
import type { Decision } from "../core/model/decision.ts";
import type { Route, Summary } from "../core/model/delivery.ts";
import type { Target } from "../core/model/finding.ts";
import type { SubscriptionId } from "../core/model/names.ts";
import type { FindingRecord } from "../core/model/record.ts";
import type { SubscriptionScan } from "../core/model/scan.ts";
import type { Snapshot } from "../core/model/snapshot.ts";
import { all } from "../edge/wire/all.ts";
import type { Reader } from "./access.ts";
import { allSnapshots } from "./all-snapshots.ts";
import type { Run } from "./compose.ts";
import { type ClosedScan, lastNight } from "./nights.ts";
import { readable, readableEach } from "./readable.ts";

/** What is stored and may be read by one reader. Nothing here asks Azure. */
export interface Estate {
  readonly snapshots: readonly Snapshot[];
  /** Open and closed. */
  readonly records: readonly FindingRecord[];
  /** All about those findings, the oldest first. */
  readonly decisions: readonly Decision[];
  readonly summaries: readonly Summary[];
  /** The newest night that closed, and its rows. */
  readonly scan?: ClosedScan;
  readonly rows: readonly SubscriptionScan[];
  /** With their names; the id where there is none. */
  readonly subscriptions: ReadonlyMap<SubscriptionId, string>;
  readonly mayRead: (target: Target) => boolean;
  /** How it is written for this reader. */
  readonly locale: string;
  readonly timeZone: string;
}

const LOCALE = "en-GB";

export async function estateOf(run: Run, { routes: granted }: Reader): Promise<Estate> {
  const { store, settings } = run;
  const { routes } = settings.routing;
  const isRead = (route: Route | undefined): boolean => granted === "all" || (route !== undefined && granted.has(route.name));

  const [everything, scan, decisions, summaries] = await all([
    allSnapshots(run),
    lastNight(run),
    readable(run, store.decisions.all()),
    readable(run, store.summaries.list()),
  ]);
  const rows = scan ? (await readable(run, store.scans.subscriptions(scan.id))).map(({ value }) => value) : [];

  const routeOf = targetRoutes(everything, routes);
  const mayRead = (target: Target): boolean => isRead(routeOf(target));
  const snapshots = everything.filter((snapshot) => isRead(snapshotRoute(snapshot, routes)));
  const records: FindingRecord[] = [];
  for await (const record of readableEach(run, store.findings.all())) if (mayRead(record.finding.target)) records.push(record);

  const inside = new Set(snapshots.flatMap(({ ref, presence }) => (presence.kind === "gone" ? [] : [ref.subscription])));
  const mine = rows.filter(({ subscription }) => inside.has(subscription) || isRead(routeForSubscription(subscription, routes)));
  const keys = new Set(records.map(({ key }) => key));
  const only = granted === "all" ? undefined : routes.filter(({ name }) => granted.has(name));
  const written = only?.length === 1 ? only[0] : undefined;
  return {
    snapshots,
    records,
    decisions: decisions.filter(({ finding }) => keys.has(finding)),
    summaries: summaries.filter(({ route }) => granted === "all" || granted.has(route)),
    ...(scan ? { scan } : {}),
    rows: mine,
    subscriptions: namesOf(mine, snapshots, records),
    mayRead,
    locale: written?.locale ?? LOCALE,
    timeZone: written?.timeZone ?? "UTC",
  };
}

function namesOf(
  rows: readonly SubscriptionScan[],
  snapshots: readonly Snapshot[],
  records: readonly FindingRecord[],
): ReadonlyMap<SubscriptionId, string> {
  const seen = [...snapshots.map(({ ref }) => ref.subscription), ...records.map(({ subscription }) => subscription)];
  return new Map([...seen.map((id) => [id, id] as const), ...rows.map(({ subscription, name }) => [subscription, name] as const)]);
}
