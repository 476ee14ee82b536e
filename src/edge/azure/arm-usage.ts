import { z } from "zod";
import type { Quota } from "../../core/model/region.ts";

export interface UsageRow {
  /** `cores`, `lowPriorityCores`, a family, or a count of things that are not vCPUs. */
  readonly name: string;
  readonly quota: Quota;
}

/** A row of compute `usage.list`. */
export const ArmUsage = z
  .object({ name: z.object({ value: z.string().min(1) }), currentValue: z.number().nonnegative(), limit: z.number().nonnegative() })
  .transform(
    ({ name, currentValue, limit }): UsageRow => ({ name: name.value, quota: { limit, used: currentValue, free: limit - currentValue } }),
  );
