import { z } from "zod";
import { type NodePool, type NodeShare, nodeShare, type SpotSettings, type UpgradeSettings } from "../../core/model/cluster.ts";
import { subnetId } from "../../core/model/names.ts";
import { gib } from "../../core/model/units.ts";
import { kubernetesVersion } from "../../core/model/version.ts";
import { given } from "../wire/decode.ts";
import { ArmPowerState, ArmProvisioningState, ArmTags } from "./arm-common.ts";
import { ArmKubeletConfig } from "./arm-kubelet.ts";
import { armPoolSizes, poolSizes } from "./arm-pool-sizes.ts";
import { ArmStatus } from "./arm-upkeep.ts";
import { inOrder, oneOf, optionalText } from "./decode.ts";

const texts = z
  .array(z.string())
  .nullish()
  .transform((list) => list ?? []);
const optionalSubnet = optionalText.transform((id) => (id === undefined ? undefined : subnetId(id)));
const flag = z
  .boolean()
  .nullish()
  .transform((value) => value ?? false);

/** `10%` or `2`; some clients send the number bare. */
const ArmNodeShare = z
  .union([z.string(), z.int().nonnegative()])
  .nullish()
  .transform((value, context): NodeShare | undefined => {
    if (value === null || value === undefined || value === "") return undefined;
    const share = nodeShare(String(value));
    if (!share) context.addIssue({ code: "custom", message: "expected a number of nodes or a percentage of at most 100" });
    return share;
  });

const ArmUpgradeSettings = z
  .object({
    maxSurge: ArmNodeShare,
    maxUnavailable: ArmNodeShare,
    drainTimeoutInMinutes: z.int().min(1).max(1440).nullish(),
    nodeSoakDurationInMinutes: z.int().min(0).max(30).nullish(),
    undrainableNodeBehavior: oneOf<"schedule" | "cordon" | "not-set">({ Schedule: "schedule", Cordon: "cordon" }, "not-set"),
    maxBlockedNodes: ArmNodeShare,
  })
  .nullish()
  .transform(
    (arm): UpgradeSettings => ({
      ...given("maxSurge", arm?.maxSurge),
      ...given("maxUnavailable", arm?.maxUnavailable),
      ...given("drainTimeoutMinutes", arm?.drainTimeoutInMinutes),
      ...given("nodeSoakMinutes", arm?.nodeSoakDurationInMinutes),
      ...given("undrainableNodes", arm?.undrainableNodeBehavior === "not-set" ? undefined : arm?.undrainableNodeBehavior),
      ...given("maxBlockedNodes", arm?.maxBlockedNodes),
    }),
  );

/** A node pool inside a cluster body. Enumerations are closed: a word we do not know makes the item odd, never guessed at. */
export const ArmAgentPool = z
  .object({
    name: z.string(),
    type: oneOf(
      { VirtualMachineScaleSets: "scale-set", VirtualMachines: "virtual-machines", AvailabilitySet: "availability-set" } as const,
      "scale-set",
    ),
    // Pools had no mode before 2020; all of them ran system pods.
    mode: oneOf({ System: "system", User: "user", Gateway: "gateway" } as const, "system"),
    osType: oneOf({ Linux: "linux", Windows: "windows" } as const, "linux"),
    osSKU: optionalText,
    ...armPoolSizes,
    scaleSetPriority: oneOf({ Regular: "regular", Spot: "spot" } as const, "regular"),
    scaleSetEvictionPolicy: oneOf({ Delete: "delete", Deallocate: "deallocate" } as const, "delete"),
    spotMaxPrice: z.number().nullish(),
    osDiskType: oneOf({ Managed: "managed", Ephemeral: "ephemeral" } as const, "managed"),
    osDiskSizeGB: z.number().positive(),
    kubeletDiskType: oneOf({ OS: "os", Temporary: "temporary" } as const, "os"),
    maxPods: z.int().positive().nullish(),
    orchestratorVersion: optionalText,
    currentOrchestratorVersion: optionalText,
    nodeImageVersion: optionalText,
    provisioningState: ArmProvisioningState,
    powerState: ArmPowerState,
    upgradeSettings: ArmUpgradeSettings,
    vnetSubnetID: optionalSubnet,
    podSubnetID: optionalSubnet,
    podIPAllocationMode: oneOf({ DynamicIndividual: "dynamic", StaticBlock: "static-block" } as const, "dynamic"),
    enableNodePublicIP: flag,
    nodePublicIPPrefixID: optionalText,
    availabilityZones: texts,
    nodeLabels: ArmTags,
    nodeTaints: texts,
    tags: ArmTags,
    scaleDownMode: oneOf({ Delete: "delete", Deallocate: "deallocate" } as const, "delete"),
    securityProfile: z.object({ enableSecureBoot: flag, enableVTPM: flag }).nullish(),
    enableFIPS: flag,
    enableEncryptionAtHost: flag,
    enableUltraSSD: flag,
    gpuInstanceProfile: optionalText,
    artifactStreamingProfile: z.object({ enabled: flag }).nullish(),
    status: ArmStatus,
    kubeletConfig: ArmKubeletConfig,
    capacityReservationGroupID: optionalText,
    hostGroupID: optionalText,
    proximityPlacementGroupID: optionalText,
    creationData: z.object({ sourceResourceId: optionalText }).nullish(),
    workloadRuntime: optionalText,
  })
  .transform((arm, context): NodePool => {
    const sizes = poolSizes(arm, arm.type === "virtual-machines");
    if ("field" in sizes) {
      context.addIssue({ code: "custom", path: [sizes.field], message: sizes.problem });
      return z.NEVER;
    }
    return {
      name: arm.name,
      mode: arm.mode,
      kind: arm.type,
      os: arm.osType,
      ...given("osSku", arm.osSKU),
      sizes,
      nodeCount: sizes.reduce((sum, size) => sum + size.nodeCount, 0),
      priority: arm.scaleSetPriority,
      ...given("spot", spotSettings(arm)),
      osDisk: { kind: arm.osDiskType, sizeGiB: gib(arm.osDiskSizeGB) },
      kubeletDisk: arm.kubeletDiskType,
      ...given("maxPods", arm.maxPods),
      ...given("version", runningVersion(arm)),
      ...given("nodeImageVersion", arm.nodeImageVersion),
      provisioningState: arm.provisioningState,
      powerState: arm.powerState,
      upgrade: arm.upgradeSettings,
      ...given("nodeSubnet", arm.vnetSubnetID),
      ...given("podSubnet", arm.podSubnetID),
      ...(arm.enableNodePublicIP ? { nodePublicIp: { ...given("prefixId", arm.nodePublicIPPrefixID) } } : {}),
      podIpAllocation: arm.podIPAllocationMode,
      zones: inOrder(arm.availabilityZones),
      labels: arm.nodeLabels,
      taints: arm.nodeTaints,
      tags: arm.tags,
      scaleDownMode: arm.scaleDownMode,
      security: { secureBoot: arm.securityProfile?.enableSecureBoot ?? false, vtpm: arm.securityProfile?.enableVTPM ?? false },
      ...(arm.enableFIPS ? { isFips: true } : {}),
      ...(arm.enableEncryptionAtHost ? { hasHostEncryption: true } : {}),
      ...(arm.enableUltraSSD ? { hasUltraDisk: true } : {}),
      ...given("gpuInstanceProfile", arm.gpuInstanceProfile),
      ...(arm.artifactStreamingProfile?.enabled ? { hasArtifactStreaming: true } : {}),
      ...given("failure", arm.status),
      ...given("kubeletOverrides", arm.kubeletConfig),
      ...given("capacityReservationGroupId", arm.capacityReservationGroupID),
      ...given("hostGroupId", arm.hostGroupID),
      ...given("proximityPlacementGroupId", arm.proximityPlacementGroupID),
      ...given("snapshotSourceId", arm.creationData?.sourceResourceId),
      ...given("workloadRuntime", arm.workloadRuntime === ORDINARY_RUNTIME ? undefined : arm.workloadRuntime),
    };
  });

const ORDINARY_RUNTIME = "OCIContainer";

interface ArmSpot {
  readonly scaleSetPriority: "regular" | "spot";
  readonly scaleSetEvictionPolicy: "delete" | "deallocate";
  readonly spotMaxPrice?: number | null | undefined;
}

/** -1 is ARM's word for "up to the pay-as-you-go price". */
function spotSettings({ scaleSetPriority, scaleSetEvictionPolicy, spotMaxPrice }: ArmSpot): SpotSettings | undefined {
  if (scaleSetPriority !== "spot") return undefined;
  return {
    evictionPolicy: scaleSetEvictionPolicy,
    ...given("maxPriceUsdHourly", typeof spotMaxPrice === "number" && spotMaxPrice > 0 ? spotMaxPrice : undefined),
  };
}

interface ArmVersions {
  readonly provisioningState: string;
  readonly orchestratorVersion?: string | undefined;
  readonly currentOrchestratorVersion?: string | undefined;
}

/** orchestratorVersion is what was asked for (`1.28`); old API versions have nothing else, and before a pool exists it runs nothing. */
function runningVersion({ provisioningState, orchestratorVersion, currentOrchestratorVersion }: ArmVersions): NodePool["version"] {
  const asked = provisioningState.toLowerCase() === "creating" ? undefined : orchestratorVersion;
  return kubernetesVersion(currentOrchestratorVersion ?? asked ?? "");
}
