import { type Missing, missing } from "../model/absence.ts";
import { hasMotion } from "../model/cluster.ts";
import type { HopRun, Taker } from "./hop-run.ts";
import type { PlanInput } from "./input.ts";
import type { SilentChanges } from "./silent-changes.ts";

/** Something that would make the plan surer, by name, and why it is not there. */
export interface NotKnown {
  readonly what: string;
  readonly pool?: string;
  readonly missing: Missing;
  /** Without it nobody can tell whether there is room. */
  readonly isAboutRoom: boolean;
}

const note = (what: string, of: Missing, pool?: string): NotKnown => ({
  what,
  missing: of,
  isAboutRoom: false,
  ...(pool === undefined ? {} : { pool }),
});

const because = (why: string): Missing => missing("unsupported", why).missing;
const NOT_IN_ARM = because("Azure Resource Manager does not show it");

const IN_MOTION = missing("in-motion", "nodes of it come or go; it is read again when they rest").missing;

export function hopNotKnown(
  { cluster, facts }: PlanInput,
  run: HopRun,
  takers: readonly Taker[],
  silent: SilentChanges,
): readonly NotKnown[] {
  const room = takers.flatMap(({ pool, claims }) =>
    claims.unknown.map(({ cannotTell }) => ({ ...note("whether surge nodes have room", cannotTell, pool.name), isAboutRoom: true })),
  );
  const surges = run.pools.flatMap(({ pool, waves }) =>
    "cannotTell" in waves ? [{ ...note("how many nodes it replaces at a time", waves.cannotTell, pool), isAboutRoom: true }] : [],
  );
  return [
    ...(hasMotion(cluster) ? [{ ...note("whether surge nodes have room", IN_MOTION), isAboutRoom: true }] : []),
    ...room,
    ...surges,
    ...silent.unknown.map(({ pool, what, why }) => note(what, why.cannotTell, pool)),
    ...run.pools.flatMap(({ pool, publicIps }) =>
      publicIps
        ? [note("whether there are public addresses for surge nodes", missing("absent", "how many are free is not read").missing, pool)]
        : [],
    ),
    ...(run.snat && "cannotTell" in run.snat ? [note("SNAT ports with surge nodes", run.snat.cannotTell)] : []),
    ...("cannotTell" in run.window ? [note("maintenance windows", run.window.cannotTell)] : []),
    ...("missing" in facts.restrictions ? [note("whether the VM sizes may still be made", facts.restrictions.missing)] : []),
    ...("missing" in facts.locks ? [note("locks that stop an upgrade", facts.locks.missing)] : []),
  ];
}

/** Of the plan as a whole. */
export function planNotKnown({ cluster, measured }: PlanInput): readonly NotKnown[] {
  const unmeasured = cluster.nodePools.some(({ name, priority }) => priority === "regular" && !measured?.has(name));
  return [
    note("pod disruption budgets", NOT_IN_ARM),
    note("use of APIs that a version removes", NOT_IN_ARM),
    note("free capacity in the zones", because("Azure tells nobody before nodes are made")),
    ...(unmeasured ? [note("minutes a wave", missing("absent", "no upgrade was measured yet").missing)] : []),
    ...(cluster.hasNodeAutoProvisioning
      ? [note("nodes of node auto-provisioning", because("they stand in no pool, and are replaced by its own rules"))]
      : []),
    ...(cluster.isAutomatic ? [note("which max surge AKS Automatic takes", because("it chooses pools and their settings by itself"))] : []),
  ];
}
