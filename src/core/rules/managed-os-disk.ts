import { cannotTell, notListed } from "../calc/cannot-tell.ts";
import { type EphemeralFit, ephemeralFit } from "../calc/os-disk.ts";
import { diskSaving } from "../calc/saving-disk.ts";
import { missing } from "../model/absence.ts";
import type { NodePool } from "../model/cluster.ts";
import { findSku, type VmSku } from "../model/region.ts";
import { whyNever } from "./features.ts";
import { replacement, whyNotReplaced } from "./replacement.ts";
import { type Answer, type ClusterView, defineRule, type Found } from "./rule.ts";
import { counted } from "./words.ts";
import { monthly, priced } from "./worth.ts";

type View = ClusterView<"skus", "restrictions" | "quotas" | "subnets" | "prices">;

export const managedOsDisk = defineRule(
  {
    id: "managed-os-disk",
    code: "COST-004",
    version: 2,
    category: "cost",
    summary: "A node pool pays for managed OS disks although its VM size has room for ephemeral ones.",
    severities: ["medium", "medium"],
    source: "https://learn.microsoft.com/azure/aks/concepts-storage",
    needs: ["skus"],
    uses: ["restrictions", "quotas", "subnets", "prices"],
    needsRest: true,
    floor: 1,
    changes: ["pool"],
  },
  function* (view) {
    for (const pool of view.cluster.nodePools) {
      if (pool.osDisk.kind !== "managed" || pool.mode === "gateway") continue;
      const answer = answerFor(view, pool);
      if (answer) yield answer;
    }
  },
);

interface SizeFit {
  readonly sku: VmSku;
  readonly fit: EphemeralFit;
}
type Fitting = SizeFit & { readonly fit: Extract<EphemeralFit, { readonly kind: "fits" }> };

function answerFor(view: View, pool: NodePool): Answer | undefined {
  const subject = pool.name;
  const whyNot = whyManaged(view, pool);
  if (whyNot !== undefined) return { subject, notApplicable: whyNot };

  const fits: SizeFit[] = [];
  for (const { vmSize } of pool.sizes) {
    const sku = findSku(view.skus, vmSize);
    if (!sku) return { subject, ...notListed(vmSize) };
    fits.push({ sku, fit: ephemeralFit(pool.osDisk.sizeGiB, sku, pool.security) });
  }
  if (fits.some(({ fit }) => fit.kind === "too-large" || fit.kind === "unsupported")) return undefined;
  if (fits.some(({ fit }) => fit.kind === "ambiguous")) return { subject, cannotTell: AMBIGUOUS };

  const fitting = fits.filter((each): each is Fitting => each.fit.kind === "fits");
  const [first] = fitting;
  if (!first) return { subject, ...cannotTell("absent", "the VM size of its nodes is not in the answer") };
  if (fitting.some(({ fit }) => fit.placement !== first.fit.placement)) {
    return { subject, notApplicable: "its VM sizes would place the disk differently, which one pool cannot" };
  }
  if (pool.kubeletDisk === "temporary" && first.fit.placement === "temp") {
    return { subject, notApplicable: "its pods' storage takes the temp disk" };
  }
  return finding(view, pool, [first, ...fitting.slice(1)]);
}

/** Not advised, but not healthy either: asking Azure for such a disk is the only way to know. */
const AMBIGUOUS = missing(
  "unsupported",
  "the disk is too large for the cache of the VM size and has room on another local disk, which Azure may or may not take",
).missing;

function whyManaged(view: View, pool: NodePool): string | undefined {
  if (view.cluster.isAutomatic) return "AKS Automatic chooses its disks itself";
  return whyNever("ephemeral-os-disk", pool) ?? whyNotReplaced(view, pool);
}

function finding(view: View, pool: NodePool, fitting: readonly [Fitting, ...Fitting[]]): Found {
  const { sizeGiB } = pool.osDisk;
  const changed = replacement(view, pool, {
    ending: "eph",
    osDisk: { kind: "ephemeral", sizeGiB },
    bicep: "osDiskType: 'Ephemeral'",
    terraform: 'os_disk_type = "Ephemeral"',
  });
  return {
    subject: pool.name,
    severity: "medium",
    magnitude: { value: pool.nodeCount, unit: "node" },
    title: "Ephemeral OS disk has room",
    detail: `${counted(pool.nodeCount, "managed disk")} of ${sizeGiB} GiB can become local: ${leftText(fitting[0], sizeGiB)}. ${changed.sentence}`,
    workings: [
      ...fitting.map(({ sku, fit }) => ({
        label: `${fit.placement} disk of ${sku.vmSize}`,
        ...(fit.placement === "nvme" ? {} : { formula: `${fit.leftGiB + sizeGiB} − ${sizeGiB}` }),
        value: fit.placement === "nvme" ? "the OS takes whole NVMe disks" : `${fit.leftGiB} GiB stay`,
      })),
      ...changed.workings,
      { label: "target", value: `ephemeral, ${sizeGiB} GiB, placed on the ${fitting[0].fit.placement} disk` },
    ],
    first: [
      "Nothing is kept on the node: hostPath, local volumes and emptyDir are lost when it is healed, resized or stopped",
      ...(fitting[0].fit.placement === "cache" ? [] : [`Pods use no more of the local disk than stays: ${fitting[0].fit.leftGiB} GiB`]),
      ...changed.first,
    ],
    remedy: changed.remedy,
    notKnown: changed.notKnown,
    worth: monthly(priced(view, (facts) => diskSaving(pool, facts))),
  };
}

function leftText({ fit }: Fitting, sizeGiB: number): string {
  if (fit.placement === "nvme") return "the local NVMe disk takes them, and nothing of it stays for pods";
  return `${fit.leftGiB} of ${fit.leftGiB + sizeGiB} GiB ${fit.placement === "cache" ? "cache" : "temp disk"} stay`;
}
