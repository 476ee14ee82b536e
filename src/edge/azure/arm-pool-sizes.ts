import { z } from "zod";
import type { PoolSize } from "../../core/model/cluster.ts";
import { type VmSize, type VmSizeKey, vmSize, vmSizeKey } from "../../core/model/names.ts";
import { given } from "../wire/decode.ts";
import { optionalText } from "./decode.ts";

const count = z.int().nonnegative();
const ArmManualProfile = z.object({ size: z.string(), count });
const ArmAutoscaleProfile = z.object({ size: z.string(), minCount: count, maxCount: count });
const ArmNodes = z.object({ size: z.string(), count });

/** A preview version sends one object where the stable one sends an array. */
const oneOrMore = (value: unknown): unknown => (value === null || value === undefined || Array.isArray(value) ? value : [value]);

/** The part of a pool that says which VM sizes it has, and how many nodes of each. */
export const armPoolSizes = {
  count: count.nullish(),
  vmSize: optionalText,
  enableAutoScaling: z.boolean().nullish(),
  minCount: count.nullish(),
  maxCount: count.nullish(),
  virtualMachinesProfile: z
    .object({
      scale: z
        .object({
          manual: z.array(ArmManualProfile).nullish(),
          autoscale: z.preprocess(oneOrMore, z.array(ArmAutoscaleProfile).nullish()),
        })
        .nullish(),
    })
    .nullish(),
  virtualMachineNodesStatus: z.array(ArmNodes).nullish(),
};

const ArmPoolSizes = z.object(armPoolSizes);
type ArmPoolSizes = z.infer<typeof ArmPoolSizes>;

export interface SizesProblem {
  readonly field: keyof ArmPoolSizes;
  readonly problem: string;
}

/** The sizes of a pool, or the field that keeps them from being known. */
export function poolSizes(arm: ArmPoolSizes, isVirtualMachines: boolean): readonly PoolSize[] | SizesProblem {
  const profiles = isVirtualMachines ? profileSizes(arm) : [];
  return profiles.length > 0 ? profiles : singleSize(arm);
}

/** Scale sets have one size. Absent enableAutoScaling means that it is off. */
function singleSize({
  vmSize: size,
  count: nodeCount,
  enableAutoScaling,
  minCount,
  maxCount,
}: ArmPoolSizes): readonly PoolSize[] | SizesProblem {
  if (size === undefined) return { field: "vmSize", problem: "is missing" };
  if (nodeCount === undefined || nodeCount === null) return { field: "count", problem: "is missing" };
  if (!enableAutoScaling) return [{ vmSize: vmSize(size), nodeCount }];
  if (typeof minCount !== "number") return { field: "minCount", problem: "is missing" };
  if (typeof maxCount !== "number") return { field: "maxCount", problem: "is missing" };
  return [{ vmSize: vmSize(size), nodeCount, autoscale: { min: minCount, max: maxCount } }];
}

/**
 * One entry a scale profile, with the nodes that are there (virtualMachineNodesStatus); nodes of a size that no profile
 * asks for any more get an entry of their own. Without a status a manual profile has the nodes it asks for.
 */
function profileSizes({ virtualMachinesProfile, virtualMachineNodesStatus }: ArmPoolSizes): readonly PoolSize[] {
  const running = nodesBySize(virtualMachineNodesStatus ?? []);
  const hasStatus = running.size > 0;
  const { manual, autoscale } = virtualMachinesProfile?.scale ?? {};

  const profiles = [
    ...(manual ?? []).map(({ size, count: wanted }) => ({ size, wanted, autoscale: undefined })),
    ...(autoscale ?? []).map(({ size, minCount, maxCount }) => ({ size, wanted: 0, autoscale: { min: minCount, max: maxCount } })),
  ];
  const asked = profiles.map((profile): PoolSize => {
    const key = vmSizeKey(vmSize(profile.size));
    const nodes = running.get(key);
    running.delete(key);
    return {
      vmSize: nodes?.vmSize ?? vmSize(profile.size),
      nodeCount: nodes?.nodeCount ?? (hasStatus ? 0 : profile.wanted),
      ...given("autoscale", profile.autoscale),
    };
  });
  return [...asked, ...running.values()];
}

/** The status writes sizes as Azure does; profiles keep what the user typed. */
function nodesBySize(status: readonly z.infer<typeof ArmNodes>[]): Map<VmSizeKey, { vmSize: VmSize; nodeCount: number }> {
  const bySize = new Map<VmSizeKey, { vmSize: VmSize; nodeCount: number }>();
  for (const { size, count: nodes } of status) {
    const key = vmSizeKey(vmSize(size));
    bySize.set(key, { vmSize: vmSize(size), nodeCount: nodes + (bySize.get(key)?.nodeCount ?? 0) });
  }
  return bySize;
}
