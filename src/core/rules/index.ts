import type { Outcome } from "../model/finding.ts";
import type { RegionView } from "../model/snapshot.ts";
import { defaultPoolUnderTwoNodes } from "./default-pool-under-two-nodes.ts";
import { fixedSizePool } from "./fixed-size-pool.ts";
import { invalidSurge } from "./invalid-surge.ts";
import { managedOsDisk } from "./managed-os-disk.ts";
import { mergeIntoVirtualMachinesPool } from "./merge-into-virtual-machines-pool.ts";
import { nodeReservedShare } from "./node-reserved-share.ts";
import { poolBehindControlPlane } from "./pool-behind-control-plane.ts";
import type { Rule } from "./rule.ts";
import { spotCandidate } from "./spot-candidate.ts";
import { spotWithoutAutoscaler } from "./spot-without-autoscaler.ts";
import { supportEndsSoon } from "./support-ends-soon.ts";
import { surgeFamilyQuota } from "./surge-family-quota.ts";
import { surgeRegionalQuota } from "./surge-regional-quota.ts";
import { surgeSubnetAddresses } from "./surge-subnet-addresses.ts";
import { versionOutOfSupport } from "./version-out-of-support.ts";

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
  surgeFamilyQuota,
  surgeRegionalQuota,
  surgeSubnetAddresses,
  invalidSurge,
];

export const judge = (view: RegionView): Outcome[] => rules.map((rule) => rule.judge(view));
