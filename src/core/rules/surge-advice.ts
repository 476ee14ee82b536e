import { addressesFor, clusterSurgeAddresses } from "../calc/addresses.ts";
import { clusterSurgeVcpus, largestShareWithRoom, type ShareWithRoom, shortBy, surgeVcpus } from "../calc/quota.ts";
import { surgeNodes, upgradeWaves } from "../calc/surge.ts";
import type { Fact } from "../model/absence.ts";
import { type Cluster, type NodePool, nodeShareText } from "../model/cluster.ts";
import type { Step, Working } from "../model/finding.ts";
import type { Quotas, Skus, Subnets } from "../model/region.ts";
import { azCommand, poolWords } from "./command.ts";
import { subnetText } from "./subnet-name.ts";
import { shareText, wavesText } from "./surge-words.ts";
import { addressesText, bicepPool, nodesText, terraformPool, vcpusText } from "./words.ts";

export interface AdviceFacts {
  readonly skus: Fact<Skus>;
  readonly quotas: Fact<Quotas>;
  readonly subnets: Fact<Subnets>;
}

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

/** One thing that surge nodes take from. */
interface Claim {
  readonly name: string;
  readonly amount: (value: number) => string;
  readonly free: number;
  /** What the surge of the other pools takes at once; not known when one of them is not. */
  readonly others: number | undefined;
  readonly takes: (nodes: number) => number;
}

export function surgeAdvice(cluster: Cluster, pool: NodePool, facts: AdviceFacts): SurgeAdvice {
  const quota = pool.capacityReservationGroupId === undefined ? quotaClaims(cluster, pool, facts) : NOTHING;
  const subnet = subnetClaims(cluster, pool, facts);
  const claims = [...quota.claims, ...subnet.claims];
  const unchecked = [...quota.unchecked, ...subnet.unchecked];

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
  const setSurge = (...words: readonly string[]) => azCommand("aks", "nodepool", "update", ...poolWords(cluster, pool), ...words);
  const steps: Step[] = [];
  if (together) {
    const text = `Set max surge to ${shareText(together.share)}: has room in any order`;
    steps.push({ text, command: setSurge("--max-surge", nodeShareText(together.share)) });
  }
  if (alone && alone.nodes > (together?.nodes ?? 0)) {
    const text = `${together ? "Or to" : "Set max surge to"} ${shareText(alone.share)}, and upgrade the pools one after another`;
    steps.push({ text, command: setSurge("--max-surge", nodeShareText(alone.share)) });
  }
  if (pool.mode !== "system") {
    const text = `${steps.length > 0 ? "Or replace" : "Replace"} nodes in place, one at a time, without any more`;
    steps.push({ text, command: setSurge("--max-surge", "0", "--max-unavailable", "1") });
  }
  const best = together ?? alone;
  if (!best) return { steps };
  return {
    steps,
    bicep: bicepPool(pool, `upgradeSettings.maxSurge: '${nodeShareText(best.share)}'`),
    terraform: terraformPool(pool, `upgrade_settings.max_surge = "${nodeShareText(best.share)}"`),
  };
}

interface Claims {
  readonly claims: readonly Claim[];
  readonly unchecked: readonly string[];
}
const NOTHING: Claims = { claims: [], unchecked: [] };

function quotaClaims(cluster: Cluster, pool: NodePool, { skus, quotas }: AdviceFacts): Claims {
  if ("missing" in skus) return { claims: [], unchecked: [`room in the vCPU quotas: ${skus.missing.why}`] };
  if ("missing" in quotas) return { claims: [], unchecked: [`room in the vCPU quotas: ${quotas.missing.why}`] };
  const most = surgeVcpus(pool, skus.known, { kind: "count", nodes: pool.nodeCount });
  if ("cannotTell" in most) return { claims: [], unchecked: [`room in the vCPU quotas: ${most.cannotTell.why}`] };

  const others = clusterSurgeVcpus(
    withoutPool(cluster, pool, ({ capacityReservationGroupId: id }) => id === undefined),
    skus.known,
  );
  const need = (nodes: number) => {
    const vcpus = surgeVcpus(pool, skus.known, { kind: "count", nodes });
    return "cannotTell" in vcpus ? most : vcpus;
  };
  const claims: Claim[] = [];
  const unchecked: string[] = [];
  for (const family of most.byFamily.keys()) {
    const quota = quotas.known.byFamily.get(family);
    if (!quota) unchecked.push("room in the family quota: it is not in the usage list of the region");
    else {
      const taken = "cannotTell" in others ? undefined : (others.together.byFamily.get(family) ?? 0);
      claims.push({
        name: "the family quota",
        amount: vcpusText,
        free: quota.free,
        others: taken,
        takes: (nodes) => need(nodes).byFamily.get(family) ?? 0,
      });
    }
  }
  const { regional } = quotas.known;
  if (!regional) unchecked.push("room in the regional quota: it is not in the usage list of the region");
  else {
    const taken = "cannotTell" in others ? undefined : others.together.total;
    claims.push({ name: "the regional quota", amount: vcpusText, free: regional.free, others: taken, takes: (nodes) => need(nodes).total });
  }
  return { claims, unchecked };
}

function subnetClaims(cluster: Cluster, pool: NodePool, { subnets }: AdviceFacts): Claims {
  const perNode = addressesFor(cluster, pool, 1);
  if ("cannotTell" in perNode) return { claims: [], unchecked: [`room in the subnet: ${perNode.cannotTell.why}`] };
  const others = clusterSurgeAddresses(withoutPool(cluster, pool, () => true));
  const claims: Claim[] = [];
  const unchecked: string[] = [];
  for (const [id, addresses] of perNode) {
    const use = "missing" in subnets ? subnets : subnets.known.byId.get(id);
    if (!use || "missing" in use) unchecked.push(`room in subnet ${subnetText(id)}: ${use?.missing.why ?? "it was not read"}`);
    else {
      const taken = "cannotTell" in others ? undefined : (others.together.get(id) ?? 0);
      claims.push({
        name: `subnet ${subnetText(id)}`,
        amount: addressesText,
        free: use.known.free,
        others: taken,
        takes: (nodes) => nodes * addresses,
      });
    }
  }
  return { claims, unchecked };
}

const withoutPool = (cluster: Cluster, pool: NodePool, counts: (other: NodePool) => boolean): Cluster => ({
  ...cluster,
  nodePools: cluster.nodePools.filter((other) => other.name !== pool.name && counts(other)),
});

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
