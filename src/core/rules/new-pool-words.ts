import { type NodePool, nodeShareText, type OsDisk, type Tags } from "../model/cluster.ts";

/** What `az aks nodepool add` must be told so that the new pool is like the old one, save for what stands in `target`. */
export function likeWords(
  like: NodePool,
  target: { readonly osDisk: OsDisk; readonly zones: readonly string[]; readonly isSpot: boolean },
): string[] {
  const hasStaticBlocks = like.podSubnet !== undefined && like.podIpAllocation === "static-block";
  return [
    ...option("--mode", like.mode === "system" ? "System" : "User"),
    ...option("--os-type", like.os === "windows" ? "Windows" : "Linux"),
    ...option("--os-sku", like.osSku),
    ...(target.isSpot ? ["--priority", "Spot", "--eviction-policy", "Delete", "--spot-max-price", "-1"] : []),
    ...option("--node-osdisk-type", target.osDisk.kind === "ephemeral" ? "Ephemeral" : "Managed"),
    ...option("--node-osdisk-size", `${target.osDisk.sizeGiB}`),
    ...option("--max-pods", like.maxPods === undefined ? undefined : `${like.maxPods}`),
    ...option("--vnet-subnet-id", like.nodeSubnet),
    ...option("--pod-subnet-id", like.podSubnet),
    ...option("--pod-ip-allocation-mode", hasStaticBlocks ? "StaticBlock" : undefined),
    ...option("--zones", ...target.zones),
    ...option("--labels", ...pairs(like.labels)),
    ...option("--node-taints", like.taints.filter((taint) => !isOfAks(taint)).join(",") || undefined),
    ...option("--tags", ...pairs(like.tags)),
    ...option("--workload-runtime", like.workloadRuntime),
    ...option("--crg-id", like.capacityReservationGroupId),
    ...option("--host-group-id", like.hostGroupId),
    ...option("--ppg", like.proximityPlacementGroupId),
    ...option("--snapshot-id", like.snapshotSourceId),
    ...(like.security.secureBoot ? ["--enable-secure-boot"] : []),
    ...(like.security.vtpm ? ["--enable-vtpm"] : []),
    ...(like.nodePublicIp ? ["--enable-node-public-ip", ...option("--node-public-ip-prefix-id", like.nodePublicIp.prefixId)] : []),
    ...(like.hasHostEncryption ? ["--enable-encryption-at-host"] : []),
    ...(like.hasUltraDisk ? ["--enable-ultra-ssd"] : []),
    ...option("--gpu-instance-profile", like.gpuInstanceProfile),
    ...(like.isFips ? ["--enable-fips-image"] : []),
    ...option("--max-surge", like.upgrade.maxSurge && !target.isSpot ? nodeShareText(like.upgrade.maxSurge) : undefined),
  ];
}

/** Nothing when there is nothing to say. */
function option(name: string, ...values: readonly (string | undefined)[]): string[] {
  const said = values.filter((value) => value !== undefined);
  return said.length === 0 ? [] : [name, ...said];
}

/** Labels and taints that AKS sets itself; it refuses them from others. */
const isOfAks = (text: string): boolean => text.startsWith("kubernetes.azure.com/");

const pairs = (of: Tags): string[] =>
  Object.entries(of)
    .filter(([key]) => !isOfAks(key))
    .map(([key, value]) => `${key}=${value}`);
