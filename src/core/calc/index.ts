/**
 * Every calculation by one door, for rules, plans, pages and for anybody who wants to check a number. Quantities in, quantities
 * out: no clock, no look-ups. What is not known comes back as `{ cannotTell }` with the reason.
 */

// Units and the nouns that calculations take.
export { bytes, bytesToGib, gib, gibToBytes, gibToMib, mib, mibToBytes, millicores } from "../model/units.ts";
export { kubernetesVersion } from "../model/version.ts";
// Addresses, ports and public addresses.
export {
  addressesFor,
  clusterSurgeAddresses,
  defaultMaxPods,
  nodeSubnetAddresses,
  podCidrNodes,
  podSubnetAddresses,
  prefixFor,
  subnetSize,
  subnetUse,
  surgeAddresses,
} from "./addresses.ts";
export { ipv4Prefix, podCeiling, podPrefixFor, podRoom, rangeAround } from "./addresses-pods.ts";
export { sharedAddresses, subnetRoom } from "./addresses-region.ts";
// Money: prices, what there is costs, what advice saves, and what adds up.
export { automaticClass, automaticSurcharge } from "./automatic-surcharge.ts";
export { clusterCost } from "./cluster-cost.ts";
export { controlPlaneCost, tierFee } from "./control-plane-cost.ts";
export { LARGEST_EPHEMERAL_OS_DISK, localDisks, localStorageLeft, PLACEMENTS, placementFits, SMALLEST_OS_DISK } from "./disk-local.ts";
export { diskTier, nextLowerTier } from "./disk-tier.ts";
export { fallbackRoom } from "./fallback-room.ts";
// Room for a new pool beside the old one.
export { measuredWaves, rollsOf } from "./measured-waves.ts";
export { batchesFor } from "./new-pool.ts";
export { batchesWithin } from "./new-pool-batches.ts";
export { migrationRoom } from "./new-pool-migration.ts";
export { newPoolRoom } from "./new-pool-room.ts";
export { FEWEST_NIGHTS, nodeBasis, nodesAtEnd } from "./node-basis.ts";
export { nodeReserved, nodeShape, nodesNeeded, poolNode } from "./node-reserved.ts";
export { noRow, notPriced } from "./not-priced.ts";
// Where new nodes may still be made.
export { openZones } from "./open-zones.ts";
// Operating systems and disks of nodes.
export { osChange } from "./os-change.ts";
export { ephemeralFit, fullCacheFit } from "./os-disk.ts";
export {
  AUTO_PROVISIONED_OS_DISK,
  defaultEphemeralOsDisk,
  defaultManagedOsDisk,
  defaultOsDisk,
  defaultOsDiskKind,
  managedStorage,
} from "./os-disk-default.ts";
export { partsCost } from "./parts-cost.ts";
export { poolCost } from "./pool-cost.ts";
export { gpuMinimums, maxPodsMemory } from "./pool-facts.ts";
export { diskRate } from "./price-disk.ts";
export { nodeRate } from "./price-node.ts";
export { LARGEST_PUBLIC_PREFIX, publicIpRoom, publicIpsNeeded, publicPrefixSize } from "./public-ip.ts";
// Quota, and the highest max surge that has room.
export {
  clusterSurgeVcpus,
  familiesInMotion,
  familyQuota,
  fits,
  largestShareWithRoom,
  quotaInMotion,
  regionalQuota,
  shortBy,
  spotQuota,
  surgeVcpus,
} from "./quota.ts";
export { growthVcpus, heldVcpus } from "./quota-growth.ts";
export { quotaRoom, regionSurgeVcpus } from "./quota-region.ts";
export { regionRoom } from "./region-room.ts";
export { minorsBehind, nextMinor, releasedMinors } from "./released-minors.ts";
export { diskForPods } from "./reserved-disk.ts";
export { FEWEST_MAX_PODS, MOST_MAX_PODS, maxPodsEffect } from "./reserved-max-pods.ts";
export { poolReserved, reservedCost } from "./reserved-pool.ts";
// What nodes keep for Kubernetes, and what pods get.
export { askedByPods, isPublishedCoreCount, kubeReservedCpu } from "./reserved-rules.ts";
export { BY_VERSION, nodeShapeOf } from "./reserved-shape.ts";
export { clusterNodes, poolAtMost, poolNodes } from "./room-nodes.ts";
export { addressSaving } from "./saving-address.ts";
export { autoscaleSaving } from "./saving-autoscale.ts";
export { diskSaving } from "./saving-disk.ts";
export { keptDiskSaving, mostNodesSeen } from "./saving-kept-disk.ts";
export { licenceSaving } from "./saving-licence.ts";
export { otherDiskSaving } from "./saving-other-disk.ts";
export { profileSaving } from "./saving-profile.ts";
export { scheduleSaving } from "./saving-schedule.ts";
export { sizeSaving } from "./saving-size.ts";
export { spotSaving } from "./saving-spot.ts";
export { stoppedSaving } from "./saving-stopped.ts";
export { tierSaving } from "./saving-tier.ts";
export { excludes, partsOf } from "./savings.ts";
export { addTotals, chooseSavings, savingsTotal } from "./savings-choice.ts";
export { sizeAlternatives } from "./size-alternatives.ts";
// VM sizes that could stand in for another.
export { kinship, sameSizes } from "./size-candidates.ts";
export { addressesForPorts, clusterSnat, defaultPorts, nodesWithPorts, snatRoom } from "./snat.ts";
export { spotAlternatives, spotScore } from "./spot-alternatives.ts";
export { evictionsADay, isOpenEnded, maxPriceUsd, NO_MAX_PRICE } from "./spot-evictions.ts";
export { earlierEvictions, spotMarketOf } from "./spot-market.ts";
export { SPOT_DAYS, spotRange } from "./spot-range.ts";
export { spotTerms } from "./spot-terms.ts";
// Surge nodes, waves and time.
export {
  effectiveMaxSurge,
  hasValidSurge,
  isPossibleShare,
  shareFor,
  shareNodes,
  surgeBySize,
  surgeNodes,
  surges,
  upgradeWaves,
} from "./surge.ts";
export { clusterCeiling, SCALE_SET_INSTANCES, scaleSetCeiling } from "./surge-ceiling.ts";
export { surgeRoom } from "./surge-room.ts";
export { commonShare, surgesTogether } from "./surge-together.ts";
export { zoneBalance } from "./surge-zones.ts";
export { upgradeCost } from "./upgrade-cost.ts";
export { DEFAULT_DRAIN_TIMEOUT_MINUTES, DRAIN_TIMEOUT_MINUTES, SOAK_MINUTES, undrainableNodes } from "./upgrade-drain.ts";
export { allowedSkew, newestOffered, upgradeHops } from "./upgrade-hops.ts";
export { clusterUpgradeTime, DEFAULT_WAVE_MINUTES, poolUpgradeTime, wavesMinutes, windowsNeeded } from "./upgrade-time.ts";
export { peaksInWindows } from "./upgrade-windows.ts";
export { courseOf, poolWaves } from "./waves.ts";
export { weeklyWindows } from "./weekly-windows.ts";
