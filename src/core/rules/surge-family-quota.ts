import { cannotTell } from "../calc/cannot-tell.ts";
import type { VmFamily } from "../model/names.ts";
import { familyName, shortFamily } from "./quota-words.ts";
import { defineRule } from "./rule.ts";
import { judgeSurgeQuota } from "./surge-quota.ts";
import { type QuotaKind, quotaMoving, vcpusGrown, vcpusTaken } from "./surge-quota-kind.ts";

export const surgeFamilyQuota = defineRule(
  {
    id: "surge-family-quota",
    code: "UPG-007",
    version: 2,
    category: "upgrade",
    summary: "The vCPU quota of a VM family has no room for the surge nodes of an upgrade.",
    severities: ["low", "high"],
    source: "https://learn.microsoft.com/azure/aks/upgrade-aks-node-pools-rolling",
    needs: ["skus", "quotas"],
    uses: ["subnets"],
    needsRest: true,
    floor: 1,
    changes: ["surge"],
  },
  (view) => judgeSurgeQuota(view, FAMILY),
);

const FAMILY: QuotaKind<VmFamily> = {
  sources: (view) => {
    const takes = vcpusTaken(view);
    const grows = vcpusGrown(view);
    return {
      takes: (pool, share) => {
        const need = takes(pool, share);
        return "cannotTell" in need ? need : need.byFamily;
      },
      grows: (pool) => {
        const growth = grows(pool);
        return "cannotTell" in growth ? growth : growth.byFamily;
      },
      room: (family) =>
        view.quotas.byFamily.get(family) ??
        cannotTell("absent", `family ${familyName(view.skus, family)} is not in the usage list of the region`),
      isMoving: quotaMoving(view),
    };
  },
  name: (view, family) => familyName(view.skus, family),
  where: (view, family) => `in the ${shortFamily(familyName(view.skus, family))} quota`,
  resource: (view, family) => familyName(view.skus, family),
};
