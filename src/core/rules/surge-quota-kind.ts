import { quotaInMotion, surgeVcpus } from "../calc/quota.ts";
import { growthVcpus } from "../calc/quota-growth.ts";
import type { NodePool, NodeShare } from "../model/cluster.ts";
import type { ClusterView } from "./rule.ts";
import type { Sources } from "./surge-ladder.ts";

export type SurgeQuotaView = ClusterView<"skus" | "quotas", "subnets">;

/** What the two quota rules differ in: which quotas they look at, and what they call them. */
export interface QuotaKind<K> {
  readonly sources: (view: SurgeQuotaView) => Sources<K>;
  /** `the family standardDDSv5Family` */
  readonly name: (view: SurgeQuotaView, key: K) => string;
  /** At the end of titles: `in the DDSv5 quota`. */
  readonly where: (view: SurgeQuotaView, key: K) => string;
  /** What a request for more is made for. */
  readonly resource: (view: SurgeQuotaView, key: K) => string;
}

/** Of the finding about all pools together: pools come and go, so none of them lends it a name. */
export const ALL_POOLS = "all pools";

export const vcpusTaken =
  ({ skus }: SurgeQuotaView) =>
  (pool: NodePool, share?: NodeShare) =>
    surgeVcpus(pool, skus, share);
export const vcpusGrown =
  ({ skus }: SurgeQuotaView) =>
  (pool: NodePool) =>
    growthVcpus(pool, skus);
export const quotaMoving = ({ movers, skus }: SurgeQuotaView) => quotaInMotion(movers, skus);
