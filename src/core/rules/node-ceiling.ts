import { largestShareWithRoom } from "../calc/quota.ts";
import { poolAtMost, poolNodes } from "../calc/room-nodes.ts";
import { surgeNodes, UNKNOWN_SURGE } from "../calc/surge.ts";
import { clusterCeiling, scaleSetCeiling } from "../calc/surge-ceiling.ts";
import { missing } from "../model/absence.ts";
import { type Cluster, type NodePool, nodeShareText } from "../model/cluster.ts";
import { updateCluster } from "./command.ts";
import { runningPools } from "./node-rungs.ts";
import { type Answer, defineRule, type Found } from "./rule.ts";
import { maxSurgeCode, setMaxSurge, surgeText } from "./surge-words.ts";
import { NO_MONEY, nodesText } from "./words.ts";

export const nodeCeiling = defineRule(
  {
    id: "node-ceiling",
    code: "UPG-014",
    version: 1,
    category: "upgrade",
    summary: "A scale set or the cluster's tier allows fewer nodes than an upgrade or the autoscaler comes to.",
    severities: ["low", "medium"],
    source: "https://learn.microsoft.com/azure/aks/quotas-skus-regions",
    needs: [],
    uses: [],
    needsRest: true,
    floor: 1,
    changes: ["surge", "tier"],
  },
  function* ({ cluster }) {
    for (const pool of runningPools(cluster)) yield* ofScaleSet(cluster, pool);
    yield* ofTier(cluster);
  },
);

/** Azure refuses the upgrade before it starts: there is no fallback to fewer surge nodes. */
function* ofScaleSet(cluster: Cluster, pool: NodePool): Iterable<Answer> {
  const ceiling = scaleSetCeiling(pool);
  if (!ceiling) return;
  const most = poolAtMost(pool);
  const surge = surgeNodes(pool);
  const surgeAtMost = surgeNodes(most);
  if (surge === undefined || surgeAtMost === undefined) {
    yield { subject: pool.name, cannotTell: UNKNOWN_SURGE.cannotTell };
  } else if (surge > 0 && surge > ceiling.free) yield scaleSetFinding(cluster, pool, { surge, limit: ceiling.limit, isTonight: true });
  else if (most.nodeCount + surgeAtMost > ceiling.limit)
    yield scaleSetFinding(cluster, most, { surge: surgeAtMost, limit: ceiling.limit, isTonight: false });
}

interface Above {
  readonly surge: number;
  readonly limit: number;
  readonly isTonight: boolean;
}

function scaleSetFinding(cluster: Cluster, pool: NodePool, { surge, limit, isTonight }: Above): Found {
  const short = pool.nodeCount + surge - limit;
  const room = largestShareWithRoom(pool, (nodes) => pool.nodeCount + nodes <= limit);
  return {
    subject: pool.name,
    severity: isTonight ? "medium" : "low",
    magnitude: { value: short, unit: "node" },
    title: `${isTonight ? "Surge goes above what a scale set holds" : "At maximum size surge goes above the scale set"}: by ${nodesText(short)}`,
    detail: `A scale set holds ${nodesText(limit)}, surge included. ${isTonight ? "Tonight's" : "The autoscaler's maximum of"} ${nodesText(pool.nodeCount)} and ${surgeText(pool)} of surge are more, and AKS refuses such an upgrade before it starts.`,
    workings: [{ label: "needed", formula: `${pool.nodeCount} + ${surge}`, value: `${pool.nodeCount + surge} of ${limit}` }],
    first: [],
    remedy: {
      steps: [
        ...(room
          ? [
              {
                text: `Set max surge to ${nodeShareText(room.share)}, which has room`,
                command: setMaxSurge(cluster, pool, room.share),
              },
            ]
          : []),
        { text: `${room ? "Or spread" : "Spread"} the load over two pools` },
      ],
      ...(room ? maxSurgeCode(pool, room.share) : {}),
      restarts: "nothing; the setting counts at the next upgrade",
    },
    notKnown: [],
    worth: NO_MONEY,
  };
}

/** Whether surge nodes count against it is not documented, so they are left out. */
function* ofTier(cluster: Cluster): Iterable<Answer> {
  const { limit, free } = clusterCeiling(cluster);
  const most = cluster.nodePools.reduce((all, pool) => all + poolNodes(pool, "maximum"), 0);
  const isTonight = free < 0;
  const nodes = isTonight ? limit - free : most;
  if (nodes > limit) {
    yield {
      severity: isTonight ? "medium" : "low",
      magnitude: { value: nodes - limit, unit: "node" },
      title: `${isTonight ? "More nodes" : "Autoscalers allow more nodes"} than the ${cluster.tier} tier supports`,
      detail: `The ${cluster.tier} tier supports ${nodesText(limit)} in a cluster; ${isTonight ? "tonight there are" : "the autoscalers' maximum comes to"} ${nodes}.`,
      workings: [
        ...cluster.nodePools.map((pool) => ({
          label: pool.name,
          value: nodesText(isTonight ? pool.nodeCount : poolNodes(pool, "maximum")),
        })),
        { label: "above", formula: `${nodes} − ${limit}`, value: `${nodes - limit}` },
      ],
      first: [],
      remedy: {
        steps: [
          ...(cluster.tier === "free"
            ? [{ text: "Move to the Standard tier, which supports 5000 nodes", command: updateCluster(cluster, "--tier", "standard") }]
            : []),
          { text: `${cluster.tier === "free" ? "Or spread" : "Spread"} the load over two clusters` },
        ],
        restarts: "nothing",
      },
      notKnown: cluster.hasNodeAutoProvisioning ? ["nodes that auto-provisioning made: they count too"] : [],
      worth: NO_MONEY,
    };
  } else if (cluster.hasNodeAutoProvisioning) yield { cannotTell: UNSEEN_NODES };
}

const UNSEEN_NODES = missing("unsupported", "nodes of auto-provisioning count too, and stand in no pool").missing;
