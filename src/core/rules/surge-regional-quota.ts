import { regionalQuota } from "../calc/quota.ts";
import { defineRule } from "./rule.ts";
import { judgeSurgeQuota } from "./surge-quota.ts";
import { type QuotaKind, quotaMoving, vcpusGrown, vcpusTaken } from "./surge-quota-kind.ts";

export const surgeRegionalQuota = defineRule(
  {
    id: "surge-regional-quota",
    code: "UPG-008",
    version: 2,
    category: "upgrade",
    summary: "The regional vCPU quota has no room for the surge nodes of an upgrade.",
    severities: ["low", "high"],
    source: "https://learn.microsoft.com/azure/aks/upgrade-aks-node-pools-rolling",
    needs: ["skus", "quotas"],
    uses: ["subnets"],
    needsRest: true,
    floor: 1,
    changes: ["surge"],
  },
  (view) => judgeSurgeQuota(view, REGIONAL),
);

/** ARM's name for the total of regular vCPUs of a region. */
type Cores = "cores";

const REGIONAL: QuotaKind<Cores> = {
  sources: (view) => {
    const isMoving = quotaMoving(view);
    const takes = vcpusTaken(view);
    const grows = vcpusGrown(view);
    return {
      takes: (pool, share) => {
        const need = takes(pool, share);
        return "cannotTell" in need ? need : new Map<Cores, number>([["cores", need.total]]);
      },
      grows: (pool) => {
        const growth = grows(pool);
        return "cannotTell" in growth ? growth : new Map<Cores, number>([["cores", growth.regional]]);
      },
      room: () => regionalQuota(view.quotas),
      isMoving: () => isMoving(),
    };
  },
  name: ({ cluster }) => `the regional quota of ${cluster.region}`,
  where: () => "in the regional quota",
  resource: (_, key) => key,
};
