import type { Missing } from "./absence.ts";
import type { ClusterId, Region, SubscriptionId } from "./names.ts";
import type { Instant } from "./time.ts";

/** What the next upgrades of one subscription and region need of its vCPU quotas, as it was when the region was judged. */
export interface RegionRoom {
  readonly subscription: SubscriptionId;
  readonly region: Region;
  /** When it was judged. */
  readonly at: Instant;
  /** A row a quota that surge nodes take from; nothing where all is not known. */
  readonly rows: readonly QuotaRoomRow[];
  /** Why there are no rows although there are clusters. */
  readonly missing?: Missing;
}

export interface QuotaRoomRow {
  /** As Azure writes the VM family; absent for all regular vCPUs of the region. */
  readonly family?: string;
  readonly quota: QuotaStanding | { readonly missing: Missing };
  readonly needs: RoomNeeds;
  /** Why a need may be larger than it says, so that room cannot be told: a cluster that was not read, a size without SKU. */
  readonly mayBeMore?: Missing;
  /** Why use may already hold surge nodes, so that a shortage cannot be told: a cluster in motion. */
  readonly mayBeLess?: Missing;
}

/** vCPUs, when they were read. */
export interface QuotaStanding {
  readonly limit: number;
  readonly used: number;
  readonly readAt: Instant;
}

/**
 * vCPUs of surge nodes with max surge as it is set, in three readings. Whether AKS takes the pools of a cluster one after another is not
 * documented, and whether clusters fall together depends on who upgrades them, and when.
 */
export interface RoomNeeds {
  /** One pool at a time, and no two clusters together: the pool that needs most. */
  readonly onePool: RoomNeed & { readonly pool: string };
  /** All pools of a cluster at once, and no two clusters together: the cluster that needs most. */
  readonly oneCluster: RoomNeed;
  /** All pools of all clusters at once. */
  readonly allAtOnce: { readonly vcpus: number; readonly clusters: number };
}

export interface RoomNeed {
  readonly vcpus: number;
  readonly cluster: ClusterId;
}

/** From the least to the most. */
export const ROOM_READINGS = ["onePool", "oneCluster", "allAtOnce"] as const;
export type RoomReading = (typeof ROOM_READINGS)[number];

/** What can be said of a quota: what it is short of in the mildest reading that is short, that all have room, or that nobody can tell. */
export type RoomVerdict =
  | { readonly kind: "short"; readonly reading: RoomReading; readonly by: number }
  | { readonly kind: "has-room" }
  | { readonly kind: "cannot-tell"; readonly reason: Missing };

/** A shortage stands beside what may be more, room beside what may be less. */
export function roomVerdict({ quota, needs, mayBeMore, mayBeLess }: QuotaRoomRow): RoomVerdict {
  if ("missing" in quota) return { kind: "cannot-tell", reason: quota.missing };
  const free = quota.limit - quota.used;
  const reading = ROOM_READINGS.find((each) => needs[each].vcpus > Math.max(0, free));
  if (reading === undefined) return mayBeMore ? { kind: "cannot-tell", reason: mayBeMore } : { kind: "has-room" };
  return mayBeLess ? { kind: "cannot-tell", reason: mayBeLess } : { kind: "short", reading, by: needs[reading].vcpus - free };
}
