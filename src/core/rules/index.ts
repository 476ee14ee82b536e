import type { Outcome } from "../model/finding.ts";
import type { RegionView } from "../model/snapshot.ts";
import { withSettings } from "./apply-settings.ts";
import { autoUpgradeOff } from "./auto-upgrade-off.ts";
import { costlyUpgrade } from "./costly-upgrade.ts";
import { defaultPoolUnderTwoNodes } from "./default-pool-under-two-nodes.ts";
import { fixedSizePool } from "./fixed-size-pool.ts";
import { invalidSurge } from "./invalid-surge.ts";
import { lastChangeFailed } from "./last-change-failed.ts";
import { legacyNodeImageChannel } from "./legacy-node-image-channel.ts";
import { locksStopUpgrades } from "./locks-stop-upgrades.ts";
import { ltsPatchLag } from "./lts-patch-lag.ts";
import { managedOsDisk } from "./managed-os-disk.ts";
import { mergeIntoVirtualMachinesPool } from "./merge-into-virtual-machines-pool.ts";
import { noMaintenanceWindow } from "./no-maintenance-window.ts";
import { nodeCeiling } from "./node-ceiling.ts";
import { nodeOsChannelOff } from "./node-os-channel-off.ts";
import { nodeReservedShare } from "./node-reserved-share.ts";
import { osChangesWithUpgrade } from "./os-changes-with-upgrade.ts";
import { podCidrFull } from "./pod-cidr-full.ts";
import { poolBehindControlPlane } from "./pool-behind-control-plane.ts";
import { poolBlocksNextHop } from "./pool-blocks-next-hop.ts";
import { REMEDIES } from "./remedies.ts";
import type { Rule } from "./rule.ts";
import { directoryOf } from "./rule-directory.ts";
import { settled } from "./settle.ts";
import { spotCandidate } from "./spot-candidate.ts";
import { spotPoolUnderAutoUpgrade } from "./spot-pool-under-auto-upgrade.ts";
import { spotWithoutAutoscaler } from "./spot-without-autoscaler.ts";
import { stoppedClusterAges } from "./stopped-cluster-ages.ts";
import { supportEndsSoon } from "./support-ends-soon.ts";
import { surgeFamilyQuota } from "./surge-family-quota.ts";
import { surgePodSubnetAddresses } from "./surge-pod-subnet-addresses.ts";
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

/** All there are, by code. */
export const rules: readonly Rule[] = [
  nodeReservedShare,
  managedOsDisk,
  spotCandidate,
  spotWithoutAutoscaler,
  fixedSizePool,
  mergeIntoVirtualMachinesPool,
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
