import { type Calendar, defaultOsImage, isRefused, osImageOf } from "../model/calendar.ts";
import type { OsImage } from "../model/calendar-data.ts";
import type { NodePool } from "../model/cluster.ts";
import { isAtLeast, type KubernetesVersion } from "../model/version.ts";
import { type CannotTell, cannotTell } from "./cannot-tell.ts";

/** What an upgrade of a pool to a Kubernetes minor does to the operating system of its nodes. */
export type OsChange =
  | { readonly kind: "stays" }
  /** The OS SKU moves with Kubernetes: the nodes get another system. */
  | { readonly kind: "moves"; readonly from: OsImage; readonly to: OsImage }
  /** The OS SKU means one system, and that minor does not take it. */
  | { readonly kind: "refused"; readonly image: OsImage };

export type ChangedOs = Exclude<OsChange, { readonly kind: "stays" }>;

const STAYS: OsChange = { kind: "stays" };

export function osChange(calendar: Calendar, pool: NodePool, to: KubernetesVersion): OsChange | CannotTell {
  const moving = movingSku(calendar, pool);
  const image = osImageOf(calendar, pool);
  if (moving === undefined) return image && isRefused(image, to) ? { kind: "refused", image } : STAYS;

  const from = image ?? (pool.version && defaultFor(calendar, { pool, moving, version: pool.version }));
  if (!from) return cannotTell("absent", "neither the node image nor the OS SKU says which system its nodes run");
  // FIPS pools have it too; in others it is the default of confidential VMs, which has other steps.
  if (from.id === "ubuntu-20.04" && !pool.isFips)
    return cannotTell("unsupported", "what confidential nodes on Ubuntu 20.04 change to is not known");
  const then = defaultFor(calendar, { pool, moving, version: to });
  return !then || then.id === from.id ? STAYS : { kind: "moves", from, to: then };
}

/** `Ubuntu` and `AzureLinux`, whose system depends on the Kubernetes version. Linux pools without an OS SKU are Ubuntu. */
function movingSku({ osImages }: Calendar, { os, osSku }: NodePool): string | undefined {
  if (os === "windows") return undefined;
  const sku = osSku ?? "Ubuntu";
  return osImages.some(({ defaultFor }) => defaultFor?.osSku.toLowerCase() === sku.toLowerCase()) ? sku : undefined;
}

interface Asked {
  readonly pool: NodePool;
  readonly moving: string;
  readonly version: KubernetesVersion;
}

/** Ubuntu with FIPS is one release behind: 20.04 before 1.35, 22.04 from there. Source: Azure/karpenter-provider-azure#1843 */
function defaultFor(calendar: Calendar, { pool, moving, version }: Asked): OsImage | undefined {
  if (!pool.isFips || moving.toLowerCase() !== "ubuntu") return defaultOsImage(calendar, moving, version);
  const id = isAtLeast(version, 1, 35) ? "ubuntu-22.04" : "ubuntu-20.04";
  return calendar.osImages.find((image) => image.id === id);
}
