import { type CannotTell, cannotTell } from "../calc/cannot-tell.ts";
import { releasedMinors } from "../calc/released-minors.ts";
import { allowedSkew, newestOffered, upgradeHops } from "../calc/upgrade-hops.ts";
import type { Cluster, NodePool } from "../model/cluster.ts";
import { dayOf } from "../model/time.ts";
import { type KubernetesVersion, minorsAhead, versionText } from "../model/version.ts";
import type { OfferedMinor, VersionCatalogue } from "../model/version-catalogue.ts";
import type { PlanInput } from "./input.ts";

/** What is upgraded in one go: a step of the control plane and pools after it, or only pools that are behind it (`from` is `to`). */
export interface Stage {
  readonly from: KubernetesVersion;
  readonly to: KubernetesVersion;
  /** Pools that go to `to`. */
  readonly pools: readonly string[];
  /** The step skips so many minors that pools cannot come after: they go with the control plane. */
  readonly isAtOnce: boolean;
}

export const movesControlPlane = ({ from, to }: Pick<Stage, "from" | "to">): boolean => versionText(from) !== versionText(to);

export interface Way {
  readonly target: KubernetesVersion;
  readonly stages: readonly Stage[];
  /** Why the target cannot be had. */
  readonly refusal?: TargetRefusal;
  /** Why the steps are only those of the support policy, not of the region's catalogue. */
  readonly unknown?: CannotTell;
}

export type TargetRefusal = "older-than-control-plane" | "not-offered" | "preview" | "other-support-plan";

/** Cannot tell where neither the catalogue nor the calendar names a target. */
export function wayTo(input: PlanInput): Way | CannotTell {
  const { cluster, target: asked, facts, options } = input;
  const versions = "known" in facts.versions ? facts.versions.known : undefined;
  const newest = asked ?? newestFor(input);
  if ("cannotTell" in newest) return newest;
  const target = minorsAhead(newest, cluster.version) === 0 && newest.patch === undefined ? cluster.version : newest;
  if (isOlder(target, cluster.version)) return { target, stages: [], refusal: "older-than-control-plane" };

  const refusal = asked && versions ? refusalOf(target, cluster, versions) : undefined;
  const steps = minorsAhead(target, cluster.version) === 0 ? samePath(target, cluster) : pathTo(target, cluster, facts.versions);
  return {
    target,
    stages: stagesOf(cluster, steps.versions, options?.poolUpgrades ?? "every-hop"),
    ...(refusal ? { refusal } : {}),
    ...(steps.unknown ? { unknown: steps.unknown } : {}),
  };
}

/** Without a catalogue it is the newest minor that the calendar calls generally available. */
function newestFor({ at, cluster, facts, calendar }: PlanInput): KubernetesVersion | CannotTell {
  if ("known" in facts.versions) {
    const offered = newestOffered(cluster, facts.versions.known);
    if (!("cannotTell" in offered)) return minorsAhead(offered.version, cluster.version) < 0 ? cluster.version : offered.version;
  }
  const released = releasedMinors(calendar, dayOf(at)).at(-1);
  if (!released) return cannotTell("absent", "neither the region's catalogue nor the calendar names a version to go to");
  return minorsAhead(released, cluster.version) < 0 ? cluster.version : released;
}

const isOlder = (a: KubernetesVersion, b: KubernetesVersion): boolean => {
  const ahead = minorsAhead(a, b);
  return ahead < 0 || (ahead === 0 && a.patch !== undefined && b.patch !== undefined && a.patch < b.patch);
};

function refusalOf(
  target: KubernetesVersion,
  { supportPlan }: Cluster,
  { minors, isComplete }: VersionCatalogue,
): TargetRefusal | undefined {
  const minor = minors.find(({ version }) => minorsAhead(version, target) === 0);
  if (!minor) return isComplete ? "not-offered" : undefined;
  if (minor.isPreview) return "preview";
  if (minor.plans.length > 0 && !minor.plans.includes(supportPlan)) return "other-support-plan";
  const hasPatch = target.patch === undefined || minor.patches.some(({ version }) => version.patch === target.patch);
  return hasPatch ? undefined : "not-offered";
}

interface Path {
  readonly versions: readonly KubernetesVersion[];
  readonly unknown?: CannotTell;
}

/** A newer patch is a step of the control plane; else only pools may have to come after. */
const samePath = (target: KubernetesVersion, { version }: Cluster): Path => ({ versions: target.patch === version.patch ? [] : [target] });

/** By the catalogue; where it leads nowhere, minor by minor, as the support policy has it. */
function pathTo(target: KubernetesVersion, cluster: Cluster, versions: PlanInput["facts"]["versions"]): Path {
  const minorByMinor = Array.from({ length: minorsAhead(target, cluster.version) }, (_, step) => ({
    major: cluster.version.major,
    minor: cluster.version.minor + step + 1,
  }));
  const path = (found: readonly KubernetesVersion[]): readonly KubernetesVersion[] =>
    target.patch === undefined ? found : [...found.slice(0, -1), target];
  if ("missing" in versions) return { versions: path(minorByMinor), unknown: { cannotTell: versions.missing } };
  // What is newer than the target is no way to it.
  const minors = versions.known.minors.filter(({ version }) => minorsAhead(version, target) <= 0);
  const leap = outOfSupport(cluster, minors);
  if (leap) {
    const after = minorsAhead(target, leap) > 0 ? pathTo(target, { ...cluster, version: leap }, versions) : { versions: [] };
    return { versions: path([leap, ...after.versions]), unknown: LEAP };
  }
  const hops = upgradeHops(cluster, { ...versions.known, minors, isComplete: true });
  if (hops && "cannotTell" in hops) return { versions: path(minorByMinor), unknown: hops };
  const found = hops?.hops.map(({ to }) => to) ?? [];
  const end = found.at(-1);
  if (end && minorsAhead(end, target) === 0) return { versions: path(found) };
  return { versions: path(minorByMinor), unknown: cannotTell("absent", "the region's catalogue does not lead to that version") };
}

const LEAP = cannotTell(
  "unsupported",
  "AKS lets a version that is no longer offered skip to the oldest that is, and does not warrant that it works",
);

/** The oldest version that is offered for the plan, where all of them are newer. Source: learn.microsoft.com/azure/aks/upgrade-aks-faq */
function outOfSupport({ version, supportPlan }: Cluster, minors: readonly OfferedMinor[]): KubernetesVersion | undefined {
  if (minors.some((minor) => minorsAhead(minor.version, version) <= 0)) return undefined;
  const offered = minors.filter(({ isPreview, plans }) => !isPreview && (plans.length === 0 || plans.includes(supportPlan)));
  const [oldest] = offered.toSorted((a, b) => minorsAhead(a.version, b.version));
  return oldest && minorsAhead(oldest.version, version) > 1 ? (oldest.patches[0]?.version ?? oldest.version) : undefined;
}

/** Pools that would be too far behind the next step go to the version before it first. */
function stagesOf(cluster: Cluster, versions: readonly KubernetesVersion[], mode: "every-hop" | "as-seldom"): readonly Stage[] {
  const runs = new Map(cluster.nodePools.map((pool) => [pool.name, pool.version]));
  const behind = (pool: NodePool, to: KubernetesVersion): boolean => {
    const version = runs.get(pool.name);
    return version === undefined || isOlder(version, to);
  };
  const movable = cluster.nodePools.filter(({ powerState }) => powerState === "running");
  const stages: Stage[] = [];
  let from = cluster.version;
  for (const [index, to] of versions.entries()) {
    const late = movable.filter((pool) => isTooFar(runs.get(pool.name), to) && behind(pool, from)).map(({ name }) => name);
    for (const name of late) runs.set(name, from);
    if (late.length > 0) stages.push({ from, to: from, pools: late, isAtOnce: false });
    const isAtOnce = movable.some(({ name }) => isTooFar(runs.get(name), to));
    const goNow = mode === "every-hop" || index === versions.length - 1 || isAtOnce;
    const pools = goNow ? movable.filter((pool) => behind(pool, to)).map(({ name }) => name) : [];
    for (const name of pools) runs.set(name, to);
    stages.push({ from, to, pools, isAtOnce });
    from = to;
  }
  if (versions.length > 0) return stages;
  const late = movable.filter((pool) => behind(pool, from)).map(({ name }) => name);
  return late.length > 0 ? [{ from, to: from, pools: late, isAtOnce: false }] : [];
}

const isTooFar = (version: KubernetesVersion | undefined, controlPlane: KubernetesVersion): boolean =>
  version !== undefined && minorsAhead(controlPlane, version) > allowedSkew(controlPlane);
