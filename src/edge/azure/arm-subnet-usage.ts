import { z } from "zod";
import { type SubnetId, subnetId } from "../../core/model/names.ts";
import type { SubnetUse } from "../../core/model/region.ts";

export interface SubnetRow {
  readonly id: SubnetId;
  /** Missing where Azure does not count (gateway subnets), which it writes as -1. */
  readonly use?: SubnetUse;
}

/** A row of `virtualNetworks.listUsage`. Whole numbers come as doubles; the limit is without the five addresses Azure keeps. */
export const ArmSubnetUsage = z
  .object({ id: z.string().regex(/\/subnets\/[^/]+$/i), currentValue: z.number(), limit: z.number() })
  .transform(({ id, currentValue, limit }): SubnetRow => {
    const isCounted = currentValue >= 0 && limit >= 0;
    return { id: subnetId(id), ...(isCounted ? { use: { limit, used: currentValue, free: limit - currentValue } } : {}) };
  });
