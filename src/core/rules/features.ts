import type { NodePool } from "../model/cluster.ts";
import type { VmSku } from "../model/region.ts";
import { isAutoscaled } from "./autoscale-range.ts";
import { CONFLICTS, type Conflict, FEATURES, type Feature } from "./feature-table.ts";

export type { Feature } from "./feature-table.ts";

/** What a pool is and has. SKUs are those of its sizes; without them only what Azure says of the pool itself counts. */
export function featuresOf(pool: NodePool, ...skus: readonly VmSku[]): ReadonlySet<Feature> {
  const image = (pool.nodeImageVersion ?? "").toLowerCase();
  const osSku = (pool.osSku ?? "").toLowerCase();
  const has: Record<Feature, boolean> = {
    arm64: skus.some(({ architecture }) => architecture === "arm64") || image.includes("arm64"),
    "artifact-streaming": pool.hasArtifactStreaming === true,
    "availability-set": pool.kind === "availability-set",
    "capacity-group": pool.capacityReservationGroupId !== undefined,
    "cluster-autoscaler": isAutoscaled(pool),
    "confidential-vm": skus.some(({ isConfidential }) => isConfidential) || image.includes("cvm"),
    "dedicated-host": pool.hostGroupId !== undefined,
    "ephemeral-os-disk": pool.osDisk.kind === "ephemeral",
    "evicted-deallocated": pool.spot?.evictionPolicy === "deallocate",
    fips: pool.isFips === true || image.includes("fips"),
    flatcar: osSku === "flatcar",
    gpu: skus.some(({ gpus }) => gpus > 0) || pool.gpuInstanceProfile !== undefined,
    "gpu-partition": pool.gpuInstanceProfile !== undefined,
    "host-encryption": pool.hasHostEncryption === true,
    infiniband: skus.some(({ hasInfiniband }) => hasInfiniband),
    "node-public-ip": pool.nodePublicIp !== undefined,
    "os-guard": osSku.includes("osguard"),
    "pod-sandboxing": pool.workloadRuntime?.toLowerCase().startsWith("kata") === true,
    "proximity-group": pool.proximityPlacementGroupId !== undefined,
    "scaled-down-deallocated": pool.scaleDownMode === "deallocate",
    "several-zones": pool.zones.length > 1,
    snapshot: pool.snapshotSourceId !== undefined,
    spot: pool.priority === "spot",
    "system-mode": pool.mode === "system",
    "trusted-launch": pool.security.secureBoot || pool.security.vtpm,
    "ultra-disk": pool.hasUltraDisk === true,
    "virtual-machines": pool.kind === "virtual-machines",
    windows: pool.os === "windows",
    zones: pool.zones.length > 0,
  };
  return new Set(FEATURE_NAMES.filter((feature) => has[feature]));
}

const FEATURE_NAMES = Object.keys(FEATURES) as readonly Feature[];

/** Why a pool like this one cannot have what is wanted for it, what Azure refuses first. Empty: nothing known stands against it. */
export function conflictsOf(wanted: Feature, pool: NodePool, ...skus: readonly VmSku[]): readonly Conflict[] {
  const all = new Set([...featuresOf(pool, ...skus), wanted]);
  const image = pool.nodeImageVersion ?? "";
  return CONFLICTS.filter(
    ({ of, exceptOn = [] }) => of.includes(wanted) && of.every((each) => all.has(each)) && !exceptOn.some((part) => image.includes(part)),
  ).toSorted((a, b) => VERDICTS.indexOf(a.verdict) - VERDICTS.indexOf(b.verdict));
}

const VERDICTS: readonly Conflict["verdict"][] = ["refused", "defeated", "unproven"];

/** The first of them, for rules: `const whyNot = whyNever("spot", pool, sku)`. */
export const whyNever = (wanted: Feature, pool: NodePool, ...skus: readonly VmSku[]): string | undefined =>
  conflictsOf(wanted, pool, ...skus)[0]?.why;

/** Whether an existing pool can get it, or lose it, without a new one in its place. */
export const isSwitchable = (feature: Feature): boolean => FEATURES[feature].change === "switchable";
