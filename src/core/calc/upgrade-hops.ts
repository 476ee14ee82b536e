import type { Cluster, NodePool } from "../model/cluster.ts";
import { isAtLeast, type KubernetesVersion, minorsAhead, minorText } from "../model/version.ts";
import type { OfferedMinor, OfferedPatch, VersionCatalogue } from "../model/version-catalogue.ts";
import { type CannotTell, cannotTell } from "./cannot-tell.ts";
import { sum } from "./sums.ts";

/** One step of the control plane, and the node pools that go up with it or have to go up before it. */
export interface UpgradeHop {
  /** Pools that would be too far behind `to`: they are upgraded to `from` first. */
  readonly before: readonly NodePool[];
  readonly from: KubernetesVersion;
  readonly to: KubernetesVersion;
}

export interface HopPlan {
  readonly target: KubernetesVersion;
  /** In order. */
  readonly hops: readonly UpgradeHop[];
  /** Pools that are upgraded to the target after the last hop. */
  readonly last: readonly NodePool[];
  /** Nodes that are replaced on the way, each as often as its pool is upgraded. */
  readonly nodeRebuilds: number;
}

/** Three minors from control plane 1.28 on, two before; the API's own text still says two. Source: learn.microsoft.com/azure/aks/supported-kubernetes-versions */
export const allowedSkew = (controlPlane: KubernetesVersion): number => (isAtLeast(controlPlane, 1, 28) ? 3 : 2);

/** The newest minor that is offered for the cluster's plan; a preview is none. */
export function newestOffered({ supportPlan }: Cluster, { minors, isComplete }: VersionCatalogue): OfferedMinor | CannotTell {
  const offered = minors.filter(({ isPreview, plans }) => !isPreview && (plans.length === 0 || plans.includes(supportPlan)));
  const newest = offered.toSorted((a, b) => minorsAhead(b.version, a.version))[0];
  if (!isComplete) return cannotTell("unreadable", "the region's catalogue names a version that could not be read");
  return newest ?? cannotTell("absent", "the region's catalogue offers no version for its support plan");
}

/**
 * The way to the newest version that the cluster's plan supports, with the fewest hops that the regional catalogue allows and every
 * pool upgraded as seldom as skew allows. Nothing where the newest minor runs. Previews are no targets and no steps.
 */
export function upgradeHops(cluster: Cluster, catalogue: VersionCatalogue): HopPlan | CannotTell | undefined {
  const newest = newestOffered(cluster, catalogue);
  if ("cannotTell" in newest) return newest;
  if (minorsAhead(newest.version, cluster.version) <= 0) return undefined;
  const versions = shortestWay(cluster, newest.version, catalogue.minors);
  return "cannotTell" in versions ? versions : planOf(cluster, versions);
}

/** Breadth first over minors, each by its newest patch that can be reached. */
function shortestWay(
  cluster: Cluster,
  target: KubernetesVersion,
  minors: readonly OfferedMinor[],
): readonly KubernetesVersion[] | CannotTell {
  const steps = new Map(
    minors.filter(({ isPreview }) => !isPreview).flatMap(({ patches }) => patches.map((patch) => [keyOf(patch.version), patch] as const)),
  );
  const start = steps.get(keyOf(cluster.version)) ?? newestPatch(cluster.version, minors);
  if (!start)
    return cannotTell(
      "absent",
      `the region no longer offers ${minorText(cluster.version)}, so where it may go from there is not in the answer`,
    );
  const seen = new Set([keyOf(start.version)]);
  let ways: { readonly at: OfferedPatch; readonly way: readonly KubernetesVersion[] }[] = [{ at: start, way: [] }];
  while (ways.length > 0) {
    const next: typeof ways = [];
    for (const { at, way } of ways) {
      for (const version of nextMinors(at, cluster.supportPlan)) {
        if (minorsAhead(version, target) === 0) return [...way, version];
        const step = steps.get(keyOf(version));
        if (!step || seen.has(keyOf(version))) continue;
        seen.add(keyOf(version));
        next.push({ at: step, way: [...way, version] });
      }
    }
    ways = next;
  }
  return cannotTell("absent", `the region's catalogue has no way from ${minorText(cluster.version)} to ${minorText(target)}`);
}

/** A patch that is no longer offered goes where the newest of its minor goes. */
const newestPatch = (version: KubernetesVersion, minors: readonly OfferedMinor[]): OfferedPatch | undefined =>
  minors.find((minor) => minorsAhead(minor.version, version) === 0)?.patches[0];

/**
 * The farthest minor first, of each the newest patch; patches of the same minor are no hop. Long-term support alone may skip minors.
 * Source: learn.microsoft.com/azure/aks/long-term-support
 */
function nextMinors({ version: from, upgrades }: OfferedPatch, plan: Cluster["supportPlan"]): readonly KubernetesVersion[] {
  const byMinor = new Map<string, KubernetesVersion>();
  for (const version of upgrades) {
    const best = byMinor.get(minorText(version));
    const ahead = minorsAhead(version, from);
    const isHop = plan === "lts" ? ahead > 0 : ahead === 1;
    if (isHop && (!best || (version.patch ?? 0) > (best.patch ?? 0))) byMinor.set(minorText(version), version);
  }
  return [...byMinor.values()].sort((a, b) => minorsAhead(b, a));
}

const keyOf = ({ major, minor, patch = -1 }: KubernetesVersion): string => `${major}.${minor}.${patch}`;

function planOf(cluster: Cluster, versions: readonly KubernetesVersion[]): HopPlan {
  const runs = new Map(cluster.nodePools.map((pool) => [pool.name, pool.version]));
  const hops: UpgradeHop[] = [];
  let from = cluster.version;
  for (const to of versions) {
    const before = cluster.nodePools.filter(({ name }) => {
      const version = runs.get(name);
      return version !== undefined && minorsAhead(to, version) > allowedSkew(to);
    });
    for (const { name } of before) runs.set(name, from);
    hops.push({ before, from, to });
    from = to;
  }
  const upgraded = [...hops.flatMap(({ before }) => before), ...cluster.nodePools];
  return { target: from, hops, last: cluster.nodePools, nodeRebuilds: sum(upgraded.map(({ nodeCount }) => nodeCount)) };
}
