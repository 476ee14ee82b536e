import type { Fact, Missing } from "./absence.ts";
import type { Calendar } from "./calendar.ts";
import type { Cluster } from "./cluster.ts";
import type { ToldEnd } from "./event.ts";
import type { ClusterDay } from "./history.ts";
import type { Lock } from "./locks.ts";
import type { MaintenancePlans } from "./maintenance.ts";
import type { ClusterId, ClusterRef, Region, ScanId, SubscriptionId } from "./names.ts";
import type { NodeGroups } from "./node-group.ts";
import type { RetailPrices, SpotMarket } from "./price.ts";
import type { Quotas, Restrictions, Skus, Subnets } from "./region.ts";
import type { JudgeSettings } from "./rule-settings.ts";
import type { Instant } from "./time.ts";
import type { VersionCatalogue } from "./version-catalogue.ts";

/** What we last saw of a cluster, and how sure we are that it is still so. Quota and subnets are not in it: others share them. */
export interface Snapshot {
  readonly ref: ClusterRef;
  /** Missing only while a cluster has never been read. */
  readonly cluster: Fact<Cluster>;
  readonly presence: Presence;
  /** Set while the newest read failed; the cluster above is then older than that. */
  readonly readFailed?: { readonly since: Instant; readonly reason: Missing };
  /** The judging run that judged it first: what that run finds is the baseline, also when it is run again. */
  readonly firstRound?: string;
  /** The last scan that read it from a list or by id: who is behind is fetched by id on the subscription's last page. */
  readonly lastScan?: ScanId;
}

/** Not seen is not gone: lists leave out what one may not read. */
export type Presence =
  | { readonly kind: "present" }
  | { readonly kind: "not-seen"; readonly since: Instant; readonly reason: Missing }
  | { readonly kind: "gone"; readonly since: Instant };

/** What a subscription shares in one region, read in the run that judges. */
export interface RegionFacts {
  readonly skus: Fact<Skus>;
  readonly restrictions: Fact<Restrictions>;
  readonly quotas: Fact<Quotas>;
  readonly subnets: Fact<Subnets>;
  /** Read at most once a day, so they carry an age of their own. */
  readonly prices: Fact<RetailPrices>;
  readonly spot: Fact<SpotMarket>;
  readonly versions: Fact<VersionCatalogue>;
  readonly maintenance: Fact<MaintenancePlans>;
  /** Of the whole subscription. */
  readonly locks: Fact<readonly Lock[]>;
  readonly nodeGroups: Fact<NodeGroups>;
}

/** Everything rules judge by: the clusters of one subscription and region, and what they share. */
export interface RegionView {
  /** Now, as it entered once at the top. */
  readonly at: Instant;
  readonly subscription: SubscriptionId;
  readonly region: Region;
  /**
   * Present clusters and those not seen; never the ones that are gone. One that was never read has no region yet: it stands in
   * every view of its subscription.
   */
  readonly snapshots: readonly Snapshot[];
  readonly facts: RegionFacts;
  /** Node counts of the last 28 days, by cluster, oldest day first; a cluster without any is left out. */
  readonly history: ReadonlyMap<ClusterId, readonly ClusterDay[]>;
  readonly calendar: Calendar;
  /** The ends of support that Azure itself told; they beat the calendar's. */
  readonly endsOfLife?: ReadonlyMap<ClusterId, ToldEnd>;
  /** Minutes a wave of each node pool, without soak, where upgrades were measured. */
  readonly measured?: ReadonlyMap<ClusterId, ReadonlyMap<string, number>>;
  /** What people set; absent is nothing set. */
  readonly settings?: JudgeSettings;
}
