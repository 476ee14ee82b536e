import type { ArmBody } from "../arm/state.ts";
import { madeUpGuid } from "./made-up.ts";
import type { ClusterSpec, PoolSpec } from "./spec.ts";

/** A VM size as ARM names it. */
export const armSize = (size: string): string => (/^standard_/i.test(size) ? size : `Standard_${size}`);

export const maxPodsOf = ({ network }: ClusterSpec, { maxPods }: PoolSpec): number => maxPods ?? (network === "node-subnet" ? 30 : 110);

/** A pool as it stands in a cluster's `agentPoolProfiles`: every property the API of 2025 sends. */
export function poolBody(cluster: ClusterSpec, pool: PoolSpec): ArmBody {
  const version = pool.version ?? cluster.version;
  return {
    name: pool.name,
    ...scaleOf(pool, cluster.isStopped ? 0 : pool.nodes),
    osDiskSizeGB: pool.ephemeralGiB ?? pool.managedGiB ?? 128,
    osDiskType: pool.ephemeralGiB === undefined ? "Managed" : "Ephemeral",
    kubeletDiskType: "OS",
    workloadRuntime: "OCIContainer",
    ...subnetsOf(cluster, pool),
    maxPods: maxPodsOf(cluster, pool),
    scaleDownMode: "Delete",
    provisioningState: pool.state ?? "Succeeded",
    powerState: { code: cluster.isStopped ? "Stopped" : "Running" },
    orchestratorVersion: pool.state === "Upgrading" ? cluster.version : version,
    currentOrchestratorVersion: version,
    enableNodePublicIP: false,
    ...marksOf(pool),
    mode: pool.mode ?? "User",
    enableEncryptionAtHost: false,
    enableUltraSSD: false,
    ...imageOf(pool, version),
    upgradeStrategy: "Rolling",
    upgradeSettings: upgradeOf(pool),
    enableFIPS: false,
    networkProfile: {},
    securityProfile: { sshAccess: "LocalUser", enableVTPM: false, enableSecureBoot: false },
    eTag: madeUpGuid(`${cluster.name} ${JSON.stringify(pool)}`),
    ...pool.more,
  };
}

function scaleOf(pool: PoolSpec, nodes: number): ArmBody {
  if (pool.alsoSizes) return virtualMachines(pool, pool.alsoSizes);
  const { size, zones = [], autoscale } = pool;
  return {
    count: nodes,
    vmSize: armSize(size),
    type: "VirtualMachineScaleSets",
    ...(zones.length > 0 ? { availabilityZones: [...zones] } : {}),
    ...(autoscale ? { maxCount: autoscale[1], minCount: autoscale[0] } : {}),
    enableAutoScaling: autoscale !== undefined,
  };
}

/** No `count` and no `vmSize` there: both are in the profiles, and `enableAutoScaling` is false although they autoscale. */
function virtualMachines({ size, nodes, autoscale = [nodes, nodes] }: PoolSpec, others: NonNullable<PoolSpec["alsoSizes"]>): ArmBody {
  const all = [{ size, nodes, autoscale }, ...others];
  return {
    type: "VirtualMachines",
    enableAutoScaling: false,
    virtualMachinesProfile: {
      scale: { autoscale: all.map((each) => ({ size: armSize(each.size), minCount: each.autoscale[0], maxCount: each.autoscale[1] })) },
    },
    virtualMachineNodesStatus: all.map((each) => ({ size: armSize(each.size), count: each.nodes })),
  };
}

function subnetsOf(cluster: ClusterSpec, pool: PoolSpec): ArmBody {
  const subnet = pool.subnet ?? cluster.subnet;
  return {
    ...(subnet ? { vnetSubnetID: subnet } : {}),
    ...(cluster.podSubnet ? { podSubnetID: cluster.podSubnet, podIPAllocationMode: "DynamicIndividual" } : {}),
  };
}

const SPOT = "kubernetes.azure.com/scalesetpriority";

/** Priority, labels, taints and tags; AKS labels and taints spot nodes itself. */
function marksOf({ spot, labels = {}, taints = [], tags }: PoolSpec): ArmBody {
  const nodeLabels = { ...labels, ...(spot ? { [SPOT]: "spot" } : {}) };
  const nodeTaints = [...taints, ...(spot ? [`${SPOT}=spot:NoSchedule`] : [])];
  return {
    ...(spot ? { scaleSetPriority: "Spot", scaleSetEvictionPolicy: "Delete", spotMaxPrice: spot.maxPrice } : {}),
    ...(Object.keys(nodeLabels).length > 0 ? { nodeLabels } : {}),
    ...(nodeTaints.length > 0 ? { nodeTaints } : {}),
    ...(tags ? { tags: { ...tags } } : {}),
  };
}

/** AKS fills in 10 % from 1.32 on; a pool that was added before may have nothing. */
function upgradeOf({ spot, maxSurge = "10%" }: PoolSpec): ArmBody {
  return spot || maxSurge === null ? {} : { maxSurge, maxUnavailable: "0" };
}

function imageOf({ os }: PoolSpec, version: string): ArmBody {
  const linux = { osType: "Linux" };
  switch (os) {
    case "windows":
      return { osType: "Windows", osSKU: "Windows2022", nodeImageVersion: "AKSWindows-2022-containerd-20348.4405.261111" };
    case "azurelinux":
      return { ...linux, osSKU: "AzureLinux", nodeImageVersion: "AKSAzureLinux-V3gen2-202611.10.0" };
    default: {
      const minor = Number(version.split(".")[1]);
      const release = `${minor >= 35 ? "2404" : "2204"}gen2${os === "arm64" ? "arm64" : ""}`;
      return { ...linux, osSKU: "Ubuntu", nodeImageVersion: `AKSUbuntu-${release}containerd-202611.10.0` };
    }
  }
}
