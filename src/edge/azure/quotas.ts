import { z } from "zod";
import { type Region, type SubscriptionId, type VmFamily, vmFamily } from "../../core/model/names.ts";
import type { Quota, Quotas } from "../../core/model/region.ts";
import { ArmUsage } from "./arm-usage.ts";
import type { ComputeClients } from "./compute.ts";
import type { Connection } from "./connection.ts";
import { decodeEach } from "./decode.ts";
import { checkNames, checkRegion } from "./names.ts";
import { readAllPages } from "./pages.ts";

/** All regular vCPUs of the region; all of its spot vCPUs. */
const REGIONAL = "cores";
const SPOT = "lowprioritycores";

/**
 * The vCPU quotas of a region. Families are compared, never parsed, so rows that count other things (virtual machines,
 * availability sets, disks) stand among them and are never asked for.
 */
export async function readQuotas(
  connection: Connection,
  compute: ComputeClients,
  subscription: SubscriptionId,
  of: Region,
): Promise<Quotas> {
  const whose = `the vCPU quotas of ${of} in subscription ${subscription}`;
  const what = `read ${whose}`;
  checkNames(what, subscription);
  checkRegion(what, of);
  const client = await compute(subscription);
  const rows = await readAllPages(connection, what, () => client.usage.list(of));

  const byName = new Map<VmFamily, Quota>();
  const { good, odd } = decodeEach(ArmUsage, rows, nameOf);
  connection.tellOdd(whose, odd);
  for (const { name, quota } of good) byName.set(vmFamily(name), quota);
  const regional = take(byName, REGIONAL);
  const spot = take(byName, SPOT);
  return { byFamily: byName, ...(regional ? { regional } : {}), ...(spot ? { spot } : {}) };
}

const nameOf = (row: unknown): string | undefined =>
  z.object({ name: z.object({ value: z.string().min(1) }) }).safeParse(row).data?.name.value;

function take(quotas: Map<VmFamily, Quota>, name: string): Quota | undefined {
  const quota = quotas.get(vmFamily(name));
  quotas.delete(vmFamily(name));
  return quota;
}
