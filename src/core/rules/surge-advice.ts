import { largestShareWithRoom, type ShareWithRoom, shortBy } from "../calc/quota.ts";
import { add, mergeMaps } from "../calc/sums.ts";
import { surgeNodes, upgradeWaves } from "../calc/surge.ts";
import { claimKey, type SurgeFacts, type SurgeResource, surgeClaims, takenBy, type UnknownRoom } from "../calc/surge-claims.ts";
import type { Cluster, NodePool } from "../model/cluster.ts";
import type { Step, Working } from "../model/finding.ts";
import { updatePool } from "./command.ts";
import { subnetText } from "./subnet-name.ts";
import { maxSurgeCode, setMaxSurge, shareText, wavesText } from "./surge-words.ts";
import { addressesText, nodesText, vcpusText } from "./words.ts";

/** The max surge that has room in quota and subnet alike, whichever of the two was found short. */
export interface SurgeAdvice {
  readonly pool: NodePool;
  /** With the other pools of the cluster upgraded before or after. */
  readonly alone?: ShareWithRoom;
  /** With all of them upgraded at once too. */
  readonly together?: ShareWithRoom;
  readonly workings: readonly Working[];
  /** What it could not be compared with. */
  readonly unchecked: readonly string[];
}

/** A quota or subnet that surge nodes take from. */
interface Claim extends Words {
  readonly free: number;
  /** What the surge of the other pools takes at once; not known when one of them is not. */
  readonly others: number | undefined;
  readonly takes: (nodes: number) => number;
}

interface Words {
  readonly name: string;
  readonly amount: (value: number) => string;
}

export function surgeAdvice(cluster: Cluster, pool: NodePool, facts: SurgeFacts): SurgeAdvice {
  const own = surgeClaims({ cluster, pool }, facts);
  const others = othersOf(cluster, pool, facts);
  const claims = own.claims.flatMap(({ of, free, takes }): Claim[] => {
    const words = wordsFor(of);
    return words ? [{ ...words, free, takes, others: others(of) }] : [];
  });
  const unchecked = own.unknown.flatMap(({ of, why }) => {
    const words = wordsFor(of);
    return words ? [`room in ${words.name}: ${why.cannotTell.why}`] : [];
  });

  const aloneRoom = largestShareWithRoom(pool, (nodes) => claims.every((claim) => shortBy(claim.takes(nodes), claim) === 0));
  const togetherRoom = largestShareWithRoom(pool, (nodes) =>
    claims.every((claim) => claim.others !== undefined && shortBy(claim.takes(nodes) + claim.others, claim) === 0),
  );
  const isOthersKnown = claims.every(({ others }) => others !== undefined);
  const inAnyOrder = togetherRoom ? roomText(pool, claims, togetherRoom, true) : "no node";
  return {
    pool,
    workings: [
      {
        label: "most that has room, pools one after another",
        value: aloneRoom ? `${roomText(pool, claims, aloneRoom, false)}${insteadOf(pool)}` : "no node",
      },
      { label: "most that has room in any order", value: isOthersKnown ? inAnyOrder : "not known, as another pool's surge is not" },
      ...whatStops(claims, (togetherRoom?.nodes ?? 0) + 1),
    ],
    unchecked,
    ...(aloneRoom ? { alone: aloneRoom } : {}),
    ...(togetherRoom ? { together: togetherRoom } : {}),
  };
}

/** Steps that lower the surge, best first, and the setting as code. */
export function surgeSteps(
  cluster: Cluster,
  { pool, alone, together }: SurgeAdvice,
): { readonly steps: readonly Step[]; readonly bicep?: string; readonly terraform?: string } {
  const steps: Step[] = [];
  if (together) {
    const text = `Set max surge to ${shareText(together.share)}: has room in any order`;
    steps.push({ text, command: setMaxSurge(cluster, pool, together.share) });
  }
  if (alone && alone.nodes > (together?.nodes ?? 0)) {
    const text = `${together ? "Or to" : "Set max surge to"} ${shareText(alone.share)}, and upgrade the pools one after another`;
    steps.push({ text, command: setMaxSurge(cluster, pool, alone.share) });
  }
  if (pool.mode !== "system") {
    const text = `${steps.length > 0 ? "Or replace" : "Replace"} nodes in place, one at a time, without any more`;
    steps.push({ text, command: updatePool(cluster, pool, "--max-surge", "0", "--max-unavailable", "1") });
  }
  const best = together ?? alone;
  return { steps, ...(best ? maxSurgeCode(pool, best.share) : {}) };
}

/** Other limits on nodes have findings of their own. */
function wordsFor(of: UnknownRoom["of"]): Words | undefined {
  switch (of.kind) {
    case "quotas":
      return { name: "the vCPU quotas", amount: vcpusText };
    case "family-quota":
      return { name: "the family quota", amount: vcpusText };
    case "regional-quota":
      return { name: "the regional quota", amount: vcpusText };
    case "subnets":
      return { name: "the subnet", amount: addressesText };
    case "subnet":
      return { name: `subnet ${subnetText(of.subnet)}`, amount: addressesText };
    default:
      return undefined;
  }
}

/** What the other pools take at once of each thing, as their surge is set. */
function othersOf(cluster: Cluster, pool: NodePool, facts: SurgeFacts): (of: SurgeResource) => number | undefined {
  const taken: ReadonlyMap<string, number>[] = [];
  const untold = new Set<UnknownRoom["of"]["kind"]>();
  for (const other of cluster.nodePools.filter(({ name }) => name !== pool.name)) {
    const nodes = surgeNodes(other);
    if (nodes === undefined) return () => undefined;
    if (nodes === 0) continue;
    const { claims, unknown } = surgeClaims({ cluster, pool: other }, facts);
    taken.push(takenBy(claims, nodes));
    for (const { of } of unknown) untold.add(of.kind);
  }
  const all = mergeMaps(taken, add);
  return (of) => (untold.has(of.kind === "subnet" ? "subnets" : "quotas") ? undefined : (all.get(claimKey(of)) ?? 0));
}

/** `2 nodes: max surge 10 %, 16 + 4 vCPUs, 10 waves` */
function roomText(pool: NodePool, claims: readonly Claim[], { nodes, share }: ShareWithRoom, isTogether: boolean): string {
  const amounts = claims.map(({ amount, takes, others = 0 }) =>
    isTogether && others > 0 ? `${takes(nodes)} + ${amount(others)}` : amount(takes(nodes)),
  );
  return [`${nodesText(nodes)}: max surge ${shareText(share)}`, ...new Set(amounts), wavesText(pool, nodes)].join(", ");
}

const insteadOf = (pool: NodePool): string => ` instead of ${upgradeWaves(pool.nodeCount, surgeNodes(pool) ?? 0)}`;

/** Why not one node more in any order. */
function whatStops(claims: readonly Claim[], nodes: number): Working[] {
  return claims
    .filter(({ takes, others, free }) => others !== undefined && shortBy(takes(nodes) + others, { free }) > 0)
    .map(({ name, amount, takes, others = 0, free }) => ({
      label: `${nodesText(nodes)} in any order`,
      formula: others > 0 ? `${takes(nodes)} + ${others}` : `${takes(nodes)}`,
      value: `${takes(nodes) + others} of ${amount(free)} free in ${name}`,
    }));
}
