import { type Region, type SubscriptionId, type VmSizeKey, vmSizeKey } from "../../core/model/names.ts";
import type { Restriction, Restrictions, Skus, VmSku } from "../../core/model/region.ts";
import type { OddItem } from "../../core/model/scan.ts";
import { problemOf } from "../wire/decode.ts";
import { ArmSkuKind, armSku } from "./arm-sku.ts";
import type { ComputeClients } from "./compute.ts";
import type { Connection } from "./connection.ts";
import { decodeEach, textAt } from "./decode.ts";
import { checkNames, checkRegion } from "./names.ts";
import { readAllPages } from "./pages.ts";

export interface RegionSkus {
  readonly skus: Skus;
  readonly restrictions: Restrictions;
}

/** The VM sizes of one region. Without the filter the answer has more than 20 MiB and takes half a minute. */
export async function readSkus(
  connection: Connection,
  compute: ComputeClients,
  subscription: SubscriptionId,
  of: Region,
): Promise<RegionSkus> {
  const whose = `the VM sizes of ${of} for subscription ${subscription}`;
  const what = `list ${whose}`;
  checkNames(what, subscription);
  checkRegion(what, of);
  const client = await compute(subscription);
  const rows = await readAllPages(connection, what, () => client.resourceSkus.list({ filter: `location eq '${of}'` }));

  const { sizes, odd: strangers } = vmSizes(rows, of);
  const { good, odd } = decodeEach(armSku(of), sizes, nameOf);
  connection.tellOdd(whose, [...strangers, ...odd]);
  const skus = new Map<VmSizeKey, VmSku>();
  const restrictions = new Map<VmSizeKey, Restriction>();
  for (const { sku, restriction } of good) {
    skus.set(vmSizeKey(sku.vmSize), sku);
    if (restriction) restrictions.set(vmSizeKey(sku.vmSize), restriction);
  }
  return { skus: { byKey: skus }, restrictions: { byKey: restrictions } };
}

/** The rows that are VM sizes of the region, also where the filter was not applied. */
function vmSizes(rows: readonly unknown[], of: Region): { readonly sizes: readonly unknown[]; readonly odd: readonly OddItem[] } {
  const sizes: unknown[] = [];
  const odd: OddItem[] = [];
  for (const [index, row] of rows.entries()) {
    const kind = ArmSkuKind.safeParse(row);
    if (!kind.success) odd.push({ id: nameOf(row) ?? `item ${index + 1}`, problem: problemOf(kind.error) });
    else if (kind.data.isVmSize && kind.data.regions.includes(of)) sizes.push(row);
  }
  return { sizes, odd };
}

const nameOf = textAt("name");
