import type { ChangedOs } from "../calc/os-change.ts";
import { isRefused } from "../model/calendar.ts";
import type { OsImage } from "../model/calendar-data.ts";
import type { Cluster, NodePool } from "../model/cluster.ts";
import type { Remedy, Step } from "../model/finding.ts";
import type { KubernetesVersion } from "../model/version.ts";
import { updatePool } from "./command.ts";
import { addSteps, type NewPool, newPoolName } from "./new-pool.ts";
import { bicepPool, terraformPool } from "./words.ts";

/** The system that moves with Kubernetes, and the one that Windows pools have to be made anew for. */
const MOVING = "Ubuntu";
const NEXT_WINDOWS = "Windows2025";

export function osRemedy(cluster: Cluster, pool: NodePool, change: ChangedOs, target: KubernetesVersion): Remedy {
  const setSku = (sku: string) => updatePool(cluster, pool, "--os-sku", sku);
  if (change.kind === "refused" && pool.os === "windows") {
    return {
      steps: newWindowsPool(cluster, pool),
      // Terraform's azurerm knows no such OS SKU yet (hashicorp/terraform-provider-azurerm#33451, looked at on 2026-11-21).
      bicep: bicepPool(pool, `osSKU: '${NEXT_WINDOWS}'`),
      restarts: "every node of the pool: another one takes its place",
    };
  }
  if (change.kind === "refused") {
    const text = "Go to the OS SKU that moves with Kubernetes, before the upgrade";
    return { steps: [{ text, command: setSku(MOVING) }], ...asCode(pool, MOVING), restarts: "every node of the pool, with a new image" };
  }
  const restarts = "every node of the pool, as with any upgrade";
  // Images of one release alone are not offered with FIPS.
  if (pool.isFips)
    return { steps: [{ text: "Try the upgrade where it may break: with FIPS no OS SKU keeps or previews a release" }], restarts };

  const newer = skuOf(change.to);
  const older = isRefused(change.from, target) ? undefined : skuOf(change.from);
  return {
    steps: [
      ...(newer ? [{ text: `Try ${change.to.name} first, without a new Kubernetes version`, command: setSku(newer) }] : []),
      ...(older ? [{ text: `Or stay on ${change.from.name} through the upgrade, for a while`, command: setSku(older) }] : []),
    ],
    ...(newer ? asCode(pool, newer) : {}),
    restarts,
  };
}

/** The OS SKU that asks for a system by name; not every system has one. */
const skuOf = ({ osSkus }: OsImage): string | undefined => osSkus[0];

const asCode = (pool: NodePool, sku: string): Pick<Remedy, "bicep" | "terraform"> => ({
  bicep: bicepPool(pool, `osSKU: '${sku}'`),
  terraform: terraformPool(pool, `os_sku = "${sku}"`),
});

/** A Windows pool cannot go to another Windows Server: one like it is made, with the images built anew. */
function newWindowsPool(cluster: Cluster, pool: NodePool): Step[] {
  const { kind, sizes, osDisk, zones, priority } = pool;
  const target: NewPool = {
    name: newPoolName(cluster, pool, "25"),
    kind: kind === "virtual-machines" ? kind : "scale-set",
    ...{ sizes, osDisk, zones, isSpot: priority === "spot" },
  };
  return [
    { text: "Build the images for the next Windows Server" },
    ...addSteps(cluster, { ...pool, osSku: NEXT_WINDOWS }, target),
    { text: "Move what runs on the old pool to the new one, delete the old one, then upgrade" },
  ];
}
