import type { Calendar, OsImage, VmSeries } from "./calendar-data.ts";
import type { NodePool } from "./cluster.ts";
import type { VmSize } from "./names.ts";
import { type KubernetesVersion, kubernetesVersion, minorsAhead } from "./version.ts";

/** The retiring series a VM size is of; nothing when it is of none. A promotional size is of the series it is a promotion of. */
export function vmSeriesOf({ vmSeries }: Pick<Calendar, "vmSeries">, size: VmSize): VmSeries | undefined {
  const name = size.toLowerCase().replace(/_promo$/, "");
  // The vCPUs follow the letters of the family: DS11-1_v2 has 11, constrained to 1.
  const shape = name.replace(/^([a-z]+_[a-z]+)\d+(-\d+)?/, "$1#");
  return vmSeries.series.find(({ sizes }) => sizes.some((each) => [name, shape].includes(each.toLowerCase())));
}

/**
 * What a pool's nodes run: by the node image they have, else by an OS SKU that means only one system. Nothing when neither says
 * it: `Ubuntu` alone moves with the Kubernetes version, and FIPS and confidential VMs have defaults of their own.
 */
export function osImageOf(
  { osImages }: Pick<Calendar, "osImages">,
  { osSku, nodeImageVersion }: Pick<NodePool, "osSku" | "nodeImageVersion">,
): OsImage | undefined {
  if (nodeImageVersion !== undefined) {
    // Old answers write AKSUbuntu:1804:2020.03.11.
    const name = nodeImageVersion.toLowerCase().replaceAll(":", "-");
    return osImages.find(({ nodeImages }) => nodeImages.some((start) => name.startsWith(start.toLowerCase())));
  }
  return osImages.find(({ osSkus }) => osSkus.some((each) => each.toLowerCase() === osSku?.toLowerCase()));
}

/** What an OS SKU that moves with the Kubernetes version (`Ubuntu`, `AzureLinux`; `Windows`: none was asked for) means at one. */
export const defaultOsImage = ({ osImages }: Pick<Calendar, "osImages">, osSku: string, version: KubernetesVersion): OsImage | undefined =>
  osImages.find(({ defaultFor }) => {
    if (defaultFor?.osSku.toLowerCase() !== osSku.toLowerCase()) return false;
    return isFrom(defaultFor.from, version) && (defaultFor.to === undefined || !isBeyond(defaultFor.to, version));
  });

/** Whether node pools of a Kubernetes version may no longer use it. */
export const isRefused = ({ refusedFrom }: OsImage, version: KubernetesVersion): boolean =>
  refusedFrom !== undefined && isFrom(refusedFrom, version);

/** How many minors a row of a calendar (`1.34`) is ahead of a version. NaN where it is no minor. */
export function minorsFrom(version: KubernetesVersion, minor: string): number {
  const parsed = kubernetesVersion(minor);
  return parsed ? minorsAhead(parsed, version) : Number.NaN;
}
const isFrom = (minor: string, version: KubernetesVersion): boolean => minorsFrom(version, minor) <= 0;
const isBeyond = (minor: string, version: KubernetesVersion): boolean => minorsFrom(version, minor) < 0;
