import { type Names, placeOf, subscriptionName } from "../core/digest/places.ts";
import { plainName } from "../core/digest/plain.ts";
import { byText } from "../core/digest/words.ts";
import { fresh, type Missing } from "../core/model/absence.ts";
import type { Region } from "../core/model/names.ts";
import { type QuotaRoomRow, type RegionRoom, ROOM_READINGS, type RoomVerdict, roomVerdict } from "../core/model/room.ts";
import type { Instant } from "../core/model/time.ts";
import { type Filter, isSubscriptionShown } from "./filter.ts";

/** One quota of a subscription and region, and what the next upgrades need of it. */
export interface ReportRoom extends QuotaRoomRow {
  readonly subscription: string;
  readonly subscriptionName: string;
  readonly region: Region;
  readonly verdict: RoomVerdict;
  /** Whose needs they are: `prod-weu-1 / apps`, and `prod-weu-1`. */
  readonly pool: string;
  readonly cluster: string;
}

/** A region of which nothing is known. */
export interface UnknownRoom {
  readonly subscription: string;
  readonly subscriptionName: string;
  readonly region: Region;
  readonly reason: Missing;
}

export interface ReportRooms {
  /** Short ones first, the mildest reading before the others; then what cannot be told, then what has room, the tightest first. */
  readonly rows: readonly ReportRoom[];
  readonly unknown: readonly UnknownRoom[];
}

interface Shown {
  readonly at: Instant;
  readonly filter: Filter;
  readonly names: Names;
  /** Where the clusters are that are shown. */
  readonly places: ReadonlySet<string>;
}

export const placeKey = (subscription: string, region: string): string => `${subscription}/${region}`;

export function roomsOf(rooms: readonly RegionRoom[], { at, filter, names, places }: Shown): ReportRooms {
  const shown = rooms.filter(
    ({ subscription, region }) =>
      isSubscriptionShown(subscription, filter) && (filter.clusters === undefined || places.has(placeKey(subscription, region))),
  );
  const placed = shown.map((room) => ({
    room,
    place: { subscription: room.subscription, subscriptionName: subscriptionName(room.subscription, names), region: room.region },
  }));
  return {
    rows: placed
      .flatMap(({ room, place }) => room.rows.map((row): ReportRoom => rowOf(row, place, at, names)))
      .sort((a, b) => rank(a) - rank(b) || tightness(b) - tightness(a) || byText(nameOf(a), nameOf(b))),
    unknown: placed
      .flatMap(({ room, place }) => (room.missing ? [{ ...place, reason: room.missing }] : []))
      .sort((a, b) => byText(a.subscriptionName + a.region, b.subscriptionName + b.region)),
  };
}

/** What was read too long ago says nothing about the next upgrade. */
function rowOf(row: QuotaRoomRow, place: Omit<UnknownRoom, "reason">, at: Instant, names: Names): ReportRoom {
  const { quota } = row;
  const fact = "missing" in quota ? quota : fresh({ known: quota, at: quota.readAt }, at);
  const aged = { ...row, quota: "missing" in fact ? fact : fact.known };
  const { onePool, oneCluster } = row.needs;
  return {
    ...aged,
    ...place,
    verdict: roomVerdict(aged),
    pool: `${placeOf({ kind: "cluster", cluster: onePool.cluster }, names)} / ${plainName(onePool.pool)}`,
    cluster: placeOf({ kind: "cluster", cluster: oneCluster.cluster }, names),
  };
}

const nameOf = ({ subscriptionName: name, region, family = "" }: ReportRoom): string => `${name} ${region} ${family}`;

function rank({ verdict }: ReportRoom): number {
  if (verdict.kind === "short") return ROOM_READINGS.indexOf(verdict.reading);
  return verdict.kind === "cannot-tell" ? ROOM_READINGS.length : ROOM_READINGS.length + 1;
}

/** vCPUs that are short; for what has room, the share of the limit that is in use when all is taken. */
function tightness({ verdict, quota, needs }: ReportRoom): number {
  if (verdict.kind === "short") return verdict.by;
  return "missing" in quota || quota.limit === 0 ? 0 : (quota.used + needs.allAtOnce.vcpus) / quota.limit;
}
