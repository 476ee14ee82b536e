import type { Change } from "./change.ts";

/**
 * `withdrawn`: one would undo or exclude the other; only the winner is advised. `waits`: both hold, the winner goes first, and what
 * the other is worth is not firm until then. `joins`: one piece of work does both.
 */
export type Loser = "withdrawn" | "waits" | "joins";

/** How the remedies of some rules go together that change the same thing of the same pool or cluster. */
export type RemedyRow =
  | { readonly change: Change; readonly agree: readonly string[]; readonly why: string }
  | {
      readonly change: Change;
      readonly winners: readonly string[];
      readonly losers: readonly string[];
      readonly loser: Loser;
      /** A clause, behind the winner's title. */
      readonly why: string;
    };

const NO_ROOM_FOR_SURGE = [
  "surge-family-quota",
  "surge-regional-quota",
  "surge-subnet-addresses",
  "surge-pod-subnet-addresses",
  "pod-cidr-full",
  "node-ceiling",
];
const VERSION_TOO_OLD = ["version-out-of-support", "support-ends-soon", "stopped-cluster-ages", "upgraded-by-aks"];

/** Each about another state of tier and support plan: never two of them on one cluster. */
const LOWER_TIER = ["premium-without-lts", "lts-before-it-is-needed", "paid-tier-on-tiny-cluster"];

/**
 * Every two rules whose `changes` share a word stand in exactly one row of it, by id; a test holds the table to that. The stronger
 * stand first: what is withdrawn withdraws nothing itself.
 */
export const REMEDIES: readonly RemedyRow[] = [
  {
    change: "pool",
    winners: ["pool-left-over"],
    losers: [
      ...["spot-candidate", "node-reserved-share", "older-vm-generation", "managed-os-disk", "default-size-os-disk"],
      ...["spot-max-price", "evicted-nodes-kept", "public-ip-per-node"],
    ],
    loser: "withdrawn",
    why: "a pool that nobody needs is deleted, and not made anew",
  },
  {
    change: "pool",
    winners: ["spot-candidate"],
    losers: ["node-reserved-share", "older-vm-generation", "merge-into-virtual-machines-pool"],
    loser: "withdrawn",
    why: "it replaces the pool with one of another kind",
  },
  {
    change: "pool",
    winners: ["node-reserved-share"],
    losers: ["older-vm-generation"],
    loser: "withdrawn",
    why: "it gives the pool another VM size, of which a newer generation is looked for then",
  },
  {
    change: "pool",
    winners: ["node-reserved-share"],
    losers: ["merge-into-virtual-machines-pool"],
    loser: "withdrawn",
    why: "it gives the pool another VM size",
  },
  {
    change: "pool",
    winners: ["older-vm-generation"],
    losers: ["merge-into-virtual-machines-pool"],
    loser: "joins",
    why: "the profiles of the new pool can be of the newer generation",
  },
  {
    change: "pool",
    winners: ["managed-os-disk"],
    losers: ["default-size-os-disk"],
    loser: "withdrawn",
    why: "the disks then cost nothing, whatever their size",
  },
  {
    change: "pool",
    winners: ["managed-os-disk", "default-size-os-disk"],
    losers: ["merge-into-virtual-machines-pool"],
    loser: "withdrawn",
    why: "it gives the pool another disk, and pools merge only where their disks are alike",
  },
  {
    change: "pool",
    winners: ["spot-candidate", "node-reserved-share"],
    losers: ["managed-os-disk", "default-size-os-disk"],
    loser: "joins",
    why: "one new pool can have both",
  },
  {
    change: "pool",
    winners: ["vm-size-restricted"],
    losers: [
      ...["spot-candidate", "node-reserved-share", "managed-os-disk", "merge-into-virtual-machines-pool"],
      ...["default-size-os-disk", "spot-max-price", "evicted-nodes-kept", "public-ip-per-node", "older-vm-generation"],
    ],
    loser: "joins",
    why: "a new pool needs a size that may still be made there",
  },
  {
    change: "pool",
    winners: ["managed-os-disk", "default-size-os-disk"],
    losers: ["older-vm-generation"],
    loser: "joins",
    why: "one new pool can have both, where the newer size has room for the disk",
  },
  {
    change: "pool",
    winners: ["node-reserved-share", "managed-os-disk", "default-size-os-disk"],
    losers: ["spot-max-price"],
    loser: "joins",
    why: "one new pool can have both",
  },
  {
    change: "pool",
    winners: ["node-reserved-share", "default-size-os-disk", "spot-max-price"],
    losers: ["evicted-nodes-kept"],
    loser: "joins",
    why: "one new pool can have both",
  },
  {
    change: "pool",
    winners: [
      ...["spot-candidate", "node-reserved-share", "managed-os-disk", "default-size-os-disk", "spot-max-price", "evicted-nodes-kept"],
      "older-vm-generation",
    ],
    losers: ["public-ip-per-node"],
    loser: "joins",
    why: "one new pool can have both",
  },
  { change: "pool", agree: ["evicted-nodes-kept", "managed-os-disk"], why: "a pool that deallocates evicted nodes has no ephemeral disks" },
  { change: "pool", agree: ["spot-candidate", "spot-max-price"], why: "one speaks about regular pools, the other about spot pools" },
  { change: "pool", agree: ["spot-candidate", "evicted-nodes-kept"], why: "one speaks about regular pools, the other about spot pools" },
  { change: "pool", agree: ["merge-into-virtual-machines-pool", "spot-max-price"], why: "no spot pool is merged" },
  { change: "pool", agree: ["merge-into-virtual-machines-pool", "evicted-nodes-kept"], why: "no spot pool is merged" },
  { change: "pool", agree: ["older-vm-generation", "spot-max-price"], why: "one speaks about regular pools, the other about spot pools" },
  {
    change: "pool",
    agree: ["older-vm-generation", "evicted-nodes-kept"],
    why: "one speaks about regular pools, the other about spot pools",
  },
  { change: "pool", agree: ["merge-into-virtual-machines-pool", "pool-left-over"], why: "a pool that is merged leaves its place as well" },
  { change: "pool", agree: ["vm-size-restricted", "pool-left-over"], why: "who keeps the pool needs a size that may still be made there" },
  { change: "pool", agree: ["merge-into-virtual-machines-pool", "public-ip-per-node"], why: "no pool with public addresses is merged" },
  {
    change: "surge",
    winners: NO_ROOM_FOR_SURGE,
    losers: ["unsuitable-max-surge"],
    loser: "withdrawn",
    why: "the surge must have room before it can be made faster or more even",
  },
  {
    change: "surge",
    winners: ["invalid-surge"],
    losers: [...NO_ROOM_FOR_SURGE, "unsuitable-max-surge", "upgrade-exceeds-window"],
    loser: "waits",
    why: "AKS refuses every upgrade until its values are valid",
  },
  {
    change: "surge",
    winners: NO_ROOM_FOR_SURGE,
    losers: ["upgrade-exceeds-window"],
    loser: "waits",
    why: "the surge must have room before it can be made faster",
  },
  {
    change: "surge",
    winners: ["unsuitable-max-surge"],
    losers: ["upgrade-exceeds-window"],
    loser: "joins",
    why: "more surge for the pool that takes longest is part of both",
  },
  { change: "surge", agree: NO_ROOM_FOR_SURGE, why: "each names the surge that has room by its own measure: the smallest holds for all" },
  {
    change: "nodes",
    winners: ["auto-provisioning-beside-autoscaler"],
    losers: ["fixed-size-pool", "spot-without-autoscaler", "pinned-autoscaler", "dearer-scale-profile"],
    loser: "withdrawn",
    why: "it takes the autoscaler away",
  },
  {
    change: "nodes",
    winners: ["default-pool-under-two-nodes"],
    losers: ["auto-provisioning-beside-autoscaler"],
    loser: "waits",
    why: "without an autoscaler the system pools keep the nodes they have then",
  },
  {
    change: "nodes",
    winners: ["pinned-autoscaler"],
    losers: ["dearer-scale-profile"],
    loser: "waits",
    why: "its ranges are opened before one size gives way to the other",
  },
  {
    change: "nodes",
    agree: ["pinned-autoscaler", "fixed-size-pool"],
    why: "one speaks about pools with an autoscaler, the other about those without",
  },
  {
    change: "nodes",
    agree: ["pinned-autoscaler", "spot-without-autoscaler"],
    why: "one speaks about pools with an autoscaler, the other about those without",
  },
  {
    change: "nodes",
    agree: ["dearer-scale-profile", "fixed-size-pool"],
    why: "one speaks about pools with an autoscaler, the other about those without",
  },
  { change: "nodes", agree: ["dearer-scale-profile", "spot-without-autoscaler"], why: "no Virtual Machines pool is a spot pool" },
  {
    change: "nodes",
    winners: ["default-pool-under-two-nodes"],
    losers: ["fixed-size-pool", "pinned-autoscaler", "dearer-scale-profile"],
    loser: "waits",
    why: "the range starts at the nodes that a system pool should have",
  },
  {
    change: "nodes",
    agree: ["fixed-size-pool", "spot-without-autoscaler"],
    why: "one speaks about regular pools, the other about spot pools",
  },
  { change: "nodes", agree: ["default-pool-under-two-nodes", "spot-without-autoscaler"], why: "no system pool is a spot pool" },
  {
    change: "version",
    winners: ["pool-blocks-next-hop"],
    losers: VERSION_TOO_OLD,
    loser: "waits",
    why: "the control plane cannot go on before this pool has caught up",
  },
  {
    change: "version",
    agree: ["pool-blocks-next-hop", "pool-behind-control-plane"],
    why: "the same upgrade of the pool does both",
  },
  {
    change: "version",
    agree: [...VERSION_TOO_OLD, "pool-behind-control-plane", "lts-patch-lag"],
    why: "all of them upgrade; the control plane goes first, and its pools follow",
  },
  { change: "version", agree: ["pool-blocks-next-hop", "lts-patch-lag"], why: "a patch stays within its minor: no pool blocks it" },
  {
    change: "version",
    winners: ["os-changes-with-upgrade"],
    losers: [...VERSION_TOO_OLD, "pool-behind-control-plane", "pool-blocks-next-hop"],
    loser: "waits",
    why: "the upgrade changes what the nodes run on, or is refused because of it",
  },
  {
    change: "version",
    winners: [...VERSION_TOO_OLD, "pool-behind-control-plane", "pool-blocks-next-hop", "os-changes-with-upgrade", "lts-patch-lag"],
    losers: ["upgrade-hop-plan"],
    loser: "joins",
    why: "it is part of the same way",
  },
  { change: "version", agree: ["os-changes-with-upgrade", "lts-patch-lag"], why: "a patch changes no OS SKU" },
  {
    change: "tier",
    agree: [...VERSION_TOO_OLD, "node-ceiling"],
    why: "each asks for a higher tier, and Premium with long-term support holds for all",
  },
  {
    change: "tier",
    winners: VERSION_TOO_OLD,
    losers: LOWER_TIER,
    loser: "waits",
    why: "long-term support is one of the ways out, and it needs the Premium tier",
  },
  { change: "tier", agree: [...LOWER_TIER, "node-ceiling"], why: "none leaves a tier that the number of nodes needs" },
  {
    change: "channel",
    winners: ["legacy-node-image-channel"],
    losers: ["node-os-channel-off"],
    loser: "joins",
    why: "one command sets both channels",
  },
  {
    change: "channel",
    agree: ["auto-upgrade-off", "legacy-node-image-channel"],
    why: "a cluster has one auto-upgrade channel: only one of them speaks",
  },
  { change: "channel", agree: ["auto-upgrade-off", "node-os-channel-off"], why: "the two channels are set apart from each other" },
  { change: "channel", agree: ["lts-patch-lag", "auto-upgrade-off"], why: "both set the channel patch" },
  { change: "channel", agree: ["lts-patch-lag", "legacy-node-image-channel"], why: "both set the channel patch" },
  { change: "channel", agree: ["lts-patch-lag", "node-os-channel-off"], why: "the two channels are set apart from each other" },
  {
    change: "maintenance",
    winners: ["unusable-maintenance-window"],
    losers: ["upgrade-exceeds-window"],
    loser: "joins",
    why: "one command sets the days of a window and its hours",
  },
  {
    change: "maintenance",
    agree: ["no-maintenance-window", "unusable-maintenance-window"],
    why: "one speaks about schedules that are not there, the other about those that are",
  },
  {
    change: "maintenance",
    agree: ["no-maintenance-window", "upgrade-exceeds-window"],
    why: "one speaks about schedules that are not there, the other about those that are",
  },
];
