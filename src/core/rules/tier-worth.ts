import { notPriced } from "../calc/not-priced.ts";
import { tierSaving } from "../calc/saving-tier.ts";
import type { Fact } from "../model/absence.ts";
import type { Cluster } from "../model/cluster.ts";
import type { Worth } from "../model/finding.ts";
import type { RetailPrices } from "../model/price.ts";
import type { Instant } from "../model/time.ts";
import { updateCluster } from "./command.ts";
import { monthly, pricesUnknown } from "./worth.ts";

interface TierView {
  readonly at: Instant;
  readonly cluster: Cluster;
  readonly prices: Fact<RetailPrices>;
}

/** What a lower pricing tier saves. */
export const tierWorth = ({ at, cluster, prices }: TierView, to: "free" | "standard"): Worth =>
  monthly("missing" in prices ? notPriced(pricesUnknown(prices.missing)) : tierSaving(cluster, to, { at, prices }));

/** Tier and support plan are changed together: Azure takes neither alone on the way from or to Premium. */
export const leavePremium = (cluster: Cluster): string =>
  updateCluster(cluster, "--tier", "standard", "--k8s-support-plan", "KubernetesOfficial");
export const withLongTermSupport = (cluster: Cluster): string =>
  updateCluster(cluster, "--tier", "premium", "--k8s-support-plan", "AKSLongTermSupport");

/** As the page of the tiers promises it. */
export const NO_DOWNTIME = "nothing; the change takes several minutes";
