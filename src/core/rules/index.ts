import type { Outcome } from "../model/finding.ts";
import type { RegionView } from "../model/snapshot.ts";
import { withSettings } from "./apply-settings.ts";
import { autoProvisioningBesideAutoscaler } from "./auto-provisioning-beside-autoscaler.ts";
import { autoUpgradeOff } from "./auto-upgrade-off.ts";
import { costlyUpgrade } from "./costly-upgrade.ts";
import { deallocatedNodesKeepDisks } from "./deallocated-nodes-keep-disks.ts";
import { dearerScaleProfile } from "./dearer-scale-profile.ts";
import { defaultPoolUnderTwoNodes } from "./default-pool-under-two-nodes.ts";
import { defaultSizeOsDisk } from "./default-size-os-disk.ts";
import { evictedNodesKept } from "./evicted-nodes-kept.ts";
import { fixedSizePool } from "./fixed-size-pool.ts";
import { invalidSurge } from "./invalid-surge.ts";
import { lastChangeFailed } from "./last-change-failed.ts";
import { legacyNodeImageChannel } from "./legacy-node-image-channel.ts";
import { locksStopUpgrades } from "./locks-stop-upgrades.ts";
import { ltsBeforeItIsNeeded } from "./lts-before-it-is-needed.ts";
import { ltsPatchLag } from "./lts-patch-lag.ts";
import { managedOsDisk } from "./managed-os-disk.ts";
import { mergeIntoVirtualMachinesPool } from "./merge-into-virtual-machines-pool.ts";
import { noMaintenanceWindow } from "./no-maintenance-window.ts";
import { nodeCeiling } from "./node-ceiling.ts";
import { nodeOsChannelOff } from "./node-os-channel-off.ts";
import { nodeReservedShare } from "./node-reserved-share.ts";
import { olderVmGeneration } from "./older-vm-generation.ts";
import { osChangesWithUpgrade } from "./os-changes-with-upgrade.ts";
import { paidTierOnTinyCluster } from "./paid-tier-on-tiny-cluster.ts";
import { pinnedAutoscaler } from "./pinned-autoscaler.ts";
import { podCidrFull } from "./pod-cidr-full.ts";
import { poolBehindControlPlane } from "./pool-behind-control-plane.ts";
import { poolBlocksNextHop } from "./pool-blocks-next-hop.ts";
import { poolLeftOver } from "./pool-left-over.ts";
import { poolWithoutRequiredTags } from "./pool-without-required-tags.ts";
import { premiumWithoutLts } from "./premium-without-lts.ts";
import { publicIpPerNode } from "./public-ip-per-node.ts";
import { REMEDIES } from "./remedies.ts";
import type { Rule } from "./rule.ts";
import { directoryOf } from "./rule-directory.ts";
import { settled } from "./settle.ts";
import { spotCandidate } from "./spot-candidate.ts";
import { spotMarketWorsened } from "./spot-market-worsened.ts";
import { spotMaxPrice } from "./spot-max-price.ts";
import { spotPoolUnderAutoUpgrade } from "./spot-pool-under-auto-upgrade.ts";
import { spotWithoutAutoscaler } from "./spot-without-autoscaler.ts";
import { spotWithoutFallback } from "./spot-without-fallback.ts";
import { stoppedClusterAges } from "./stopped-cluster-ages.ts";
import { stoppedClusterPays } from "./stopped-cluster-pays.ts";
import { supportEndsSoon } from "./support-ends-soon.ts";
import { surgeFamilyQuota } from "./surge-family-quota.ts";
import { surgePodSubnetAddresses } from "./surge-pod-subnet-addresses.ts";
import { surgePublicIps } from "./surge-public-ips.ts";
import { surgeRegionalQuota } from "./surge-regional-quota.ts";
import { surgeSnatPorts } from "./surge-snat-ports.ts";
import { surgeSubnetAddresses } from "./surge-subnet-addresses.ts";
import { unsuitableMaxSurge } from "./unsuitable-max-surge.ts";
import { unusableMaintenanceWindow } from "./unusable-maintenance-window.ts";
import { upgradeExceedsWindow } from "./upgrade-exceeds-window.ts";
import { upgradeHopPlan } from "./upgrade-hop-plan.ts";
import { upgradeProtectionOverridden } from "./upgrade-protection-overridden.ts";
import { upgradedByAks } from "./upgraded-by-aks.ts";
import { upgradesShareQuota } from "./upgrades-share-quota.ts";
import { versionOutOfSupport } from "./version-out-of-support.ts";
import { withTheirSettings } from "./view-settings.ts";
import { vmSizeRestricted } from "./vm-size-restricted.ts";
import { windowsLicencePaidTwice } from "./windows-licence-paid-twice.ts";

/** All there are, by code. */
export const rules: readonly Rule[] = [
  nodeReservedShare,
  managedOsDisk,
  defaultSizeOsDisk,
  spotCandidate,
  spotMaxPrice,
  evictedNodesKept,
  spotWithoutAutoscaler,
  spotWithoutFallback,
  spotMarketWorsened,
  fixedSizePool,
  pinnedAutoscaler,
  mergeIntoVirtualMachinesPool,
  dearerScaleProfile,
  autoProvisioningBesideAutoscaler,
  olderVmGeneration,
  stoppedClusterPays,
  deallocatedNodesKeepDisks,
  premiumWithoutLts,
  ltsBeforeItIsNeeded,
  paidTierOnTinyCluster,
  windowsLicencePaidTwice,
  publicIpPerNode,
  poolWithoutRequiredTags,
  poolLeftOver,
  defaultPoolUnderTwoNodes,
  versionOutOfSupport,
  supportEndsSoon,
  poolBehindControlPlane,
  upgradeHopPlan,
  poolBlocksNextHop,
  surgeFamilyQuota,
  surgeRegionalQuota,
  upgradesShareQuota,
  surgeSubnetAddresses,
  surgePodSubnetAddresses,
  podCidrFull,
  nodeCeiling,
  surgePublicIps,
  surgeSnatPorts,
  unsuitableMaxSurge,
  invalidSurge,
  upgradeExceedsWindow,
  autoUpgradeOff,
  legacyNodeImageChannel,
  nodeOsChannelOff,
  noMaintenanceWindow,
  unusableMaintenanceWindow,
  upgradeProtectionOverridden,
  locksStopUpgrades,
  vmSizeRestricted,
  lastChangeFailed,
  stoppedClusterAges,
  upgradedByAks,
  ltsPatchLag,
  osChangesWithUpgrade,
  costlyUpgrade,
  spotPoolUnderAutoUpgrade,
];

/** By people's names for them: what settings and tags may say. */
export const ruleDirectory = directoryOf(rules);

/** Every rule's answer, as people set it, with remedies that do not contradict each other; what tags say in vain stands at the end. */
export function judge(view: RegionView): Outcome[] {
  const { view: set, misread } = withTheirSettings(view, ruleDirectory);
  const heard = rules.map((rule) => withSettings(rule.judge(set), set.settings));
  return [...settled(heard, rules, REMEDIES, set), ...misread];
}
