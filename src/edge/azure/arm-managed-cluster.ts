import { z } from "zod";
import type { Cluster, ClusterNetwork, NetworkModel, OutboundLoadBalancer } from "../../core/model/cluster.ts";
import { clusterRef, region } from "../../core/model/names.ts";
import { kubernetesVersion } from "../../core/model/version.ts";
import { given } from "../wire/decode.ts";
import { ArmAgentPool } from "./arm-agent-pool.ts";
import { ArmPowerState, ArmProvisioningState, ArmTags } from "./arm-common.ts";
import { ArmAutoscaler, ArmAutoUpgrade, ArmStatus, ArmUpgradeOverride } from "./arm-upkeep.ts";
import { oneOf, optionalText } from "./decode.ts";

const ArmClusterId = z.string().transform((id, context) => {
  const ref = clusterRef(id);
  if (ref) return ref;
  context.addIssue({ code: "custom", message: "expected the id of a managed cluster" });
  return z.NEVER;
});

/** What pods get their addresses from; IPv4 or IPv6. */
const AddressRange = z.union([z.cidrv4(), z.cidrv6(), z.literal("")], "expected an address range such as 10.244.0.0/16");

/** Addresses are named one by one, or as prefixes, which are none the less one entry each. */
const ArmLoadBalancer = z
  .object({
    allocatedOutboundPorts: z.int().min(0).max(64_000).nullish(),
    managedOutboundIPs: z.object({ countIPv6: z.int().nonnegative().nullish() }).nullish(),
    effectiveOutboundIPs: z.array(z.object({ id: optionalText })).nullish(),
  })
  .nullish()
  .transform((arm): OutboundLoadBalancer | undefined => {
    if (!arm) return undefined;
    const { allocatedOutboundPorts: ports, managedOutboundIPs: managed, effectiveOutboundIPs: effective } = arm;
    const isCounted = effective?.every(({ id }) => id?.toLowerCase().includes("/publicipaddresses/"));
    const ipv4 = (effective?.length ?? 0) - (managed?.countIPv6 ?? 0);
    return { portsPerNode: ports ?? 0, ...(isCounted && ipv4 > 0 ? { outboundIps: ipv4 } : {}) };
  });

const ArmNetworkProfile = z
  .object({
    networkPlugin: optionalText,
    networkPluginMode: optionalText,
    podCidr: AddressRange.nullish(),
    podCidrs: z.array(AddressRange).nullish(),
    outboundType: optionalText,
    loadBalancerProfile: ArmLoadBalancer,
  })
  .nullish()
  .transform(
    (arm): ClusterNetwork => ({
      model: networkModel(arm?.networkPlugin, arm?.networkPluginMode),
      podCidrs: arm?.podCidrs ?? (arm?.podCidr ? [arm.podCidr] : []),
      outboundType: arm?.outboundType ?? "loadBalancer",
      ...given("loadBalancer", arm?.loadBalancerProfile),
    }),
  );

function networkModel(plugin = "", mode = ""): NetworkModel {
  if (plugin.toLowerCase() === "kubenet") return "kubenet";
  if (plugin.toLowerCase() !== "azure") return "other";
  return mode.toLowerCase() === "overlay" ? "overlay" : "node-subnet";
}

/** Preview: a `ManagedSystem` pool runs on nodes of AKS's own, without size or count. There is nothing in it to judge or to change. */
const withoutHostedPools = (list: unknown): unknown =>
  Array.isArray(list) ? list.filter((pool: unknown) => !ArmHostedPool.safeParse(pool).success) : list;
const ArmHostedPool = z.object({ mode: z.literal("ManagedSystem") });

/** A cluster body of managedClusters.list or get. Names only what is used: bodies may hold secrets (httpProxyConfig). */
export const ArmManagedCluster = z
  .object({
    id: ArmClusterId,
    location: z.string().min(1),
    tags: ArmTags,
    // Paid is the older word for Standard.
    sku: z
      .object({
        name: optionalText,
        tier: oneOf({ Free: "free", Paid: "standard", Standard: "standard", Premium: "premium" } as const, "free"),
      })
      .nullish(),
    properties: z.object({
      resourceUID: optionalText,
      provisioningState: ArmProvisioningState,
      powerState: ArmPowerState,
      kubernetesVersion: optionalText,
      currentKubernetesVersion: optionalText,
      supportPlan: oneOf({ KubernetesOfficial: "community", AKSLongTermSupport: "lts" } as const, "community"),
      nodeProvisioningProfile: z.object({ mode: optionalText }).nullish(),
      networkProfile: ArmNetworkProfile,
      autoUpgradeProfile: ArmAutoUpgrade,
      upgradeSettings: ArmUpgradeOverride,
      status: ArmStatus,
      nodeResourceGroup: optionalText,
      windowsProfile: z.object({ licenseType: oneOf({ None: false, Windows_Server: true }, false) }).nullish(),
      autoScalerProfile: ArmAutoscaler,
      // Absent or null where AKS hosts the system pool itself.
      agentPoolProfiles: z.preprocess(withoutHostedPools, z.array(ArmAgentPool).nullish()),
    }),
  })
  .transform(({ id, location, tags, sku, properties }, context): Cluster => {
    // kubernetesVersion is what was asked for (`1.28`), currentKubernetesVersion what runs (`1.28.5`).
    const version = kubernetesVersion(properties.currentKubernetesVersion ?? properties.kubernetesVersion ?? "");
    if (!version) {
      context.addIssue({ code: "custom", path: ["properties", "currentKubernetesVersion"], message: "expected a version" });
      return z.NEVER;
    }
    return {
      ...id,
      region: region(location),
      ...given("resourceUid", properties.resourceUID),
      provisioningState: properties.provisioningState,
      powerState: properties.powerState,
      version,
      tier: sku?.tier ?? "free",
      supportPlan: properties.supportPlan,
      isAutomatic: sku?.name?.toLowerCase() === "automatic",
      hasNodeAutoProvisioning: properties.nodeProvisioningProfile?.mode?.toLowerCase() === "auto",
      network: properties.networkProfile,
      autoUpgrade: properties.autoUpgradeProfile,
      ...given("upgradesForcedUntil", properties.upgradeSettings),
      ...given("failure", properties.status),
      ...given("nodeResourceGroup", properties.nodeResourceGroup),
      ...(properties.windowsProfile?.licenseType ? { hasHybridBenefit: true } : {}),
      ...given("autoscaler", properties.autoScalerProfile),
      tags,
      nodePools: properties.agentPoolProfiles ?? [],
    };
  });
