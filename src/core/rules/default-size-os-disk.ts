import { cannotTell, notListed } from "../calc/cannot-tell.ts";
import { diskTier } from "../calc/disk-tier.ts";
import { ephemeralFit } from "../calc/os-disk.ts";
import { defaultManagedOsDisk, managedStorage } from "../calc/os-disk-default.ts";
import { otherDiskSaving } from "../calc/saving-other-disk.ts";
import type { NodePool, OsDisk } from "../model/cluster.ts";
import type { Working } from "../model/finding.ts";
import { findSku, type VmSku } from "../model/region.ts";
import { gib } from "../model/units.ts";
import { whyNever } from "./features.ts";
import { replacement, whyNotReplaced } from "./replacement.ts";
import { type Answer, type ClusterView, defineRule, type Found } from "./rule.ts";
import { counted } from "./words.ts";
import { monthly, priced } from "./worth.ts";

type View = ClusterView<"skus", "restrictions" | "quotas" | "subnets" | "prices", "enoughGiB">;

export const defaultSizeOsDisk = defineRule(
  {
    id: "default-size-os-disk",
    code: "COST-006",
    version: 1,
    category: "cost",
    summary: "A node pool pays for managed OS disks that are only as large as they are because its VM size has many vCPUs.",
    severities: ["low", "low"],
    source: "https://learn.microsoft.com/azure/aks/concepts-storage",
    needs: ["skus"],
    uses: ["restrictions", "quotas", "subnets", "prices"],
    needsRest: true,
    floor: 1,
    changes: ["pool"],
    thresholds: {
      enoughGiB: { standard: 128, min: 32, max: 1024, unit: "GiB", says: "a disk is enough for the system, images and logs" },
    },
  },
  function* (view) {
    for (const pool of view.cluster.nodePools) {
      if (pool.osDisk.kind !== "managed" || pool.mode === "gateway" || pool.osDisk.sizeGiB <= view.thresholds.enoughGiB) continue;
      const answer = answerFor(view, pool);
      if (answer) yield answer;
    }
  },
);

function answerFor(view: View, pool: NodePool): Answer | undefined {
  const subject = pool.name;
  const skus: VmSku[] = [];
  for (const { vmSize } of pool.sizes) {
    const sku = findSku(view.skus, vmSize);
    if (!sku) return { subject, ...notListed(vmSize) };
    skus.push(sku);
  }
  const [first] = skus;
  if (!first) return { subject, ...cannotTell("absent", "the VM size of its nodes is not in the answer") };
  const enough: OsDisk = { kind: "managed", sizeGiB: gib(view.thresholds.enoughGiB) };
  if (!skus.every((sku) => isDefault(pool.osDisk, sku) && tierName(enough, sku) !== tierName(pool.osDisk, sku))) return undefined;

  const whyNot = whyNotReplaced(view, pool);
  if (whyNot !== undefined) return { subject, notApplicable: whyNot };
  return finding(view, pool, [first, ...skus.slice(1)]);
}

/** Constrained sizes show the guest fewer vCPUs than they are charged for; which of the two AKS goes by is not documented. */
const isDefault = ({ sizeGiB }: OsDisk, { vcpus, vcpusAvailable }: VmSku): boolean =>
  [vcpus, vcpusAvailable].some((count) => defaultManagedOsDisk(count) === sizeGiB);

function finding(view: View, pool: NodePool, skus: readonly [VmSku, ...VmSku[]]): Found {
  const { sizeGiB } = pool.osDisk;
  const osDisk = targetFor(pool, skus, gib(view.thresholds.enoughGiB));
  const isLocal = osDisk.kind === "ephemeral";
  const type = isLocal ? { bicep: "osDiskType: 'Ephemeral', ", terraform: 'os_disk_type = "Ephemeral", ' } : { bicep: "", terraform: "" };
  const changed = replacement(view, pool, {
    ending: "disk",
    osDisk,
    bicep: `${type.bicep}osDiskSizeGB: ${osDisk.sizeGiB}`,
    terraform: `${type.terraform}os_disk_size_gb = ${osDisk.sizeGiB}`,
  });
  return {
    subject: pool.name,
    severity: "low",
    magnitude: { value: pool.nodeCount, unit: "node" },
    title: "OS disks grew with the VM size",
    detail: `${counted(pool.nodeCount, "managed disk")} of ${sizeGiB} GiB, what AKS makes for so many vCPUs unless a size is asked for; ${isLocal ? `${osDisk.sizeGiB} GiB have room on the local disk` : `${osDisk.sizeGiB} GiB are billed as a lower tier`}. ${changed.sentence}`,
    workings: [
      ...skus.map((sku): Working => ({ label: `default for ${sku.vmSize}`, formula: `${sku.vcpus} vCPUs`, value: `${sizeGiB} GiB` })),
      { label: "disk now", value: tierText(pool.osDisk, skus[0]) },
      { label: "target", value: isLocal ? `ephemeral, ${osDisk.sizeGiB} GiB` : tierText(osDisk, skus[0]) },
      ...changed.workings,
    ],
    first: [
      `System, images, logs and what pods write beside their volumes stay within ${osDisk.sizeGiB} GiB`,
      isLocal
        ? "Nothing is kept on the node: hostPath, local volumes and emptyDir are lost when it is healed, resized or stopped"
        : "The lower tier's operations a second are enough, also while images are pulled",
      ...changed.first,
    ],
    remedy: changed.remedy,
    notKnown: ["how much of the disks is used: that takes metrics", ...changed.notKnown],
    worth: monthly(priced(view, (facts) => otherDiskSaving(pool, osDisk, facts))),
  };
}

/** Local where that has room on every size of the pool alike; it then costs nothing. */
function targetFor(pool: NodePool, skus: readonly VmSku[], sizeGiB: OsDisk["sizeGiB"]): OsDisk {
  const placements = skus.map((sku) => {
    const fit = ephemeralFit(sizeGiB, sku, pool.security);
    return fit.kind === "fits" ? fit.placement : undefined;
  });
  const isLocal =
    placements[0] !== undefined &&
    placements.every((placement) => placement === placements[0]) &&
    pool.kubeletDisk === "os" &&
    whyNever("ephemeral-os-disk", pool, ...skus) === undefined;
  return { kind: isLocal ? "ephemeral" : "managed", sizeGiB };
}

function tierOf({ sizeGiB }: OsDisk, sku: VmSku) {
  const tier = diskTier(sizeGiB, managedStorage(sku));
  return "cannotTell" in tier ? undefined : tier;
}

const tierName = (disk: OsDisk, sku: VmSku): string | undefined => tierOf(disk, sku)?.name;

function tierText(disk: OsDisk, sku: VmSku): string {
  const tier = tierOf(disk, sku);
  const speed = tier?.iops === undefined ? "" : `, ${tier.iops} operations a second`;
  return `managed, ${disk.sizeGiB} GiB, billed as ${tier?.name ?? "no tier"}${speed}`;
}
