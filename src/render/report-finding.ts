import { linkOf, type Names, subscriptionName, whereOf } from "../core/digest/places.ts";
import type { Standing, Standings } from "../core/digest/standing.ts";
import { subscriptionNotChecked } from "../core/digest/unchecked.ts";
import { byText } from "../core/digest/words.ts";
import type { Decision, SetAside } from "../core/model/decision.ts";
import { compareSeverity } from "../core/model/finding.ts";
import type { LedgerEntry } from "../core/model/ledger.ts";
import { type ClusterRef, clusterRef, type SubscriptionId } from "../core/model/names.ts";
import type { FindingKey, FindingRecord } from "../core/model/record.ts";
import type { SubscriptionScan } from "../core/model/scan.ts";

/** A finding with its place in people's words and how its money stands among the others of its cluster. */
export interface ReportFinding {
  readonly record: FindingRecord;
  /** `prod-weu-1 / apps`, or `prod · westeurope` where it is about a region. */
  readonly where: string;
  readonly subscriptionName: string;
  /** With its names as Azure wrote them; absent where it is about a region. */
  readonly cluster?: ClusterRef;
  /** Closed findings have none. */
  readonly standing: Standing;
  /** Since when nobody could tell whether it is still so, and why. A closed finding has none. */
  readonly notChecked?: NotChecked;
  /** What the ledger says came of it; an open finding has none. */
  readonly booked?: LedgerEntry;
  /** Its place in the portal. */
  readonly portal?: string;
  /** Set where somebody decided that it counts for nothing, until a day or for good. */
  readonly setAside?: SetAside;
  /** All that was decided about it, the newest first. */
  readonly decisions: readonly Decision[];
}

export type NotChecked = NonNullable<FindingRecord["unknown"]>;

/** Of subscriptions that could not be read: nothing there was judged, so no record says it. */
export const unreadSubscriptions = (scans: readonly SubscriptionScan[]): ReadonlyMap<SubscriptionId, NotChecked> =>
  new Map(
    scans.flatMap((row) => subscriptionNotChecked(row) ?? []).map(({ subscription, since, reason }) => [subscription, { since, reason }]),
  );

/** What people decided, as far as it is known. */
export interface DecidedFindings {
  readonly setAside: ReadonlyMap<FindingKey, SetAside>;
  readonly decisions: ReadonlyMap<FindingKey, readonly Decision[]>;
}

/** A finding that is closed is not set aside any more. */
export const asideOf = ({ key, closed }: FindingRecord, { setAside }: DecidedFindings): SetAside | undefined =>
  closed ? undefined : setAside.get(key);

/** What the findings of a report share. */
export interface ReportContext {
  readonly names: Names;
  readonly decided: DecidedFindings;
  readonly unread: ReadonlyMap<SubscriptionId, NotChecked>;
  readonly booked: ReadonlyMap<FindingKey, LedgerEntry>;
}

export function reportFinding(
  record: FindingRecord,
  standings: Standings,
  { names, decided, unread, ...context }: ReportContext,
): ReportFinding {
  const setAside = asideOf(record, decided);
  const notChecked = notCheckedOf(record, unread);
  const portal = linkOf(record, names);
  const booked = bookedFor(record, context.booked);
  const { target } = record.finding;
  const cluster = target.kind === "cluster" ? (names.clusters.get(target.cluster) ?? clusterRef(target.cluster)) : undefined;
  return {
    record,
    where: whereOf(record, names),
    subscriptionName: subscriptionName(record.subscription, names),
    ...(cluster ? { cluster } : {}),
    standing: standings.get(record.key) ?? { kind: "none" },
    ...(notChecked ? { notChecked } : {}),
    ...(booked ? { booked } : {}),
    ...(portal === undefined ? {} : { portal }),
    ...(setAside ? { setAside } : {}),
    decisions: decided.decisions.get(record.key) ?? [],
  };
}

/** What ended otherwise booked nothing, and what was withdrawn at once is no saving: another finding has it. */
function bookedFor({ key, closed }: FindingRecord, booked: ReportContext["booked"]): LedgerEntry | undefined {
  const entry = closed?.reason === "fixed" || closed?.reason === "moved" ? booked.get(key) : undefined;
  return entry?.until === entry?.from ? undefined : entry;
}

/** What a check found after the subscription began to fail is known. */
function notCheckedOf({ closed, unknown, subscription, lastSeen }: FindingRecord, unread: ReportContext["unread"]): NotChecked | undefined {
  if (closed) return undefined;
  const failing = unread.get(subscription);
  return unknown ?? (failing && lastSeen < failing.since ? failing : undefined);
}

/** The gravest first, then the nearest date, what counts most, the largest, and by key: two reports compare line by line. */
export function byGravity(a: ReportFinding, b: ReportFinding): number {
  const [one, other] = [a.record.finding, b.record.finding];
  return (
    compareSeverity(other.severity, one.severity) ||
    byText(one.due ?? "9", other.due ?? "9") ||
    countedOf(b) - countedOf(a) ||
    other.magnitude.value - one.magnitude.value ||
    byText(a.record.key, b.record.key)
  );
}

const countedOf = ({ standing }: ReportFinding): number => (standing.kind === "counted" ? standing.saving.monthly.amount : 0);
