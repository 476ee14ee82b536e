import { type PodRoom, podCeiling, podRoom, rangeAround } from "../calc/addresses-pods.ts";
import { largestShareWithRoom } from "../calc/quota.ts";
import { surgeNodes } from "../calc/surge.ts";
import { missing } from "../model/absence.ts";
import { type Cluster, nodeShareText } from "../model/cluster.ts";
import type { Severity, Step } from "../model/finding.ts";
import { azCommand, clusterWords } from "./command.ts";
import { type NodesShort, nodesAbove, runningPools } from "./node-rungs.ts";
import { defineRule, type Found } from "./rule.ts";
import { setMaxSurge, surgeText } from "./surge-words.ts";
import { NO_MONEY, nodesText } from "./words.ts";

export const podCidrFull = defineRule(
  {
    id: "pod-cidr-full",
    code: "UPG-013",
    version: 1,
    category: "upgrade",
    summary: "The pod address range of the cluster has no room for the nodes that an upgrade adds.",
    severities: ["low", "high"],
    source: "https://learn.microsoft.com/azure/aks/concepts-network-azure-cni-overlay",
    needs: [],
    uses: [],
    needsRest: true,
    floor: 1,
    changes: ["surge"],
  },
  function* ({ cluster }) {
    const ceiling = podCeiling(cluster);
    if ("cannotTell" in ceiling) yield ceiling;
    else if (ceiling.kind === "nodes") {
      const above = nodesAbove(cluster, ceiling.nodes);
      if (above === undefined) {
        if (cluster.hasNodeAutoProvisioning) yield { cannotTell: UNSEEN_NODES };
      } else if ("cannotTell" in above) yield above;
      else {
        const room = podRoom(cluster, above.nodes + above.surge);
        if (room && !("cannotTell" in room)) yield found(cluster, above, room);
      }
    }
  },
);

/** A shortage stands without them. */
const UNSEEN_NODES = missing("unsupported", "nodes of auto-provisioning take from the range too, and stand in no pool").missing;

function found(cluster: Cluster, above: NodesShort, room: PodRoom): Found {
  const pools = runningPools(cluster);
  const free = room.ceiling - above.nodes;
  return {
    severity: severityOf(above, free),
    magnitude: { value: above.short, unit: "node" },
    title: `${TITLES[above.rung]}: ${nodesText(above.short)} short`,
    detail: `${rangeText(cluster, room)} has room for ${nodesText(room.ceiling)}. ${RUNGS[above.rung]} come to ${above.nodes + above.surge}, ${above.surge} of them surge.`,
    workings: [
      room.by === "routes"
        ? { label: "room", formula: "a route a node", value: nodesText(room.ceiling) }
        : { label: "room", formula: "a /24 a node", value: `${cluster.network.podCidrs.join(", ")}: ${nodesText(room.ceiling)}` },
      ...pools.map((pool) => ({ label: pool.name, formula: `${pool.nodeCount} and a surge of`, value: surgeText(pool) })),
      { label: "needed", formula: `${above.nodes} + ${above.surge}`, value: `${room.needed}` },
      { label: "short", formula: `${room.needed} − ${room.ceiling}`, value: `${above.short}` },
    ],
    first: room.canGrow ? ["The larger range overlaps no virtual network, peered network or service range that the cluster reaches"] : [],
    remedy: {
      steps: [
        ...lowerSurge(cluster, above, free),
        ...(above.rung === "all-pools" ? [{ text: "Upgrade the control plane alone, then the pools one after another" }] : []),
        ...(above.rung === "maximum"
          ? [{ text: `Upgrade while fewer nodes run: with a surge of ${above.surge}, up to ${room.ceiling - above.surge}` }]
          : []),
        moreRoom(cluster, room),
      ],
      ...(room.canGrow && room.prefixWithRoom !== undefined
        ? { bicep: `networkProfile.podCidr: '${rangeAround(cluster.network.podCidrs, room.prefixWithRoom)}'` }
        : {}),
      restarts: "nothing; the range counts for nodes that are made from then on",
    },
    notKnown: cluster.hasNodeAutoProvisioning ? ["nodes that auto-provisioning made: they take from the range too"] : [],
    worth: NO_MONEY,
  };
}

const TITLES = {
  "one-pool": "No pod addresses for surge nodes",
  "all-pools": "No pod addresses for surge of all pools at once",
  maximum: "No pod addresses for nodes at maximum size",
} as const satisfies Record<NodesShort["rung"], string>;
const RUNGS = {
  "one-pool": "Tonight's nodes",
  "all-pools": "One pool at a time has room; all at once, tonight's nodes",
  maximum: "Tonight's have room; at the autoscalers' maximum they",
} as const satisfies Record<NodesShort["rung"], string>;

/** Whether AKS goes on with one surge node where pods' addresses are short is not documented. */
function severityOf({ rung }: NodesShort, free: number): Severity {
  if (rung !== "one-pool") return "low";
  return free < 1 ? "high" : "medium";
}

function lowerSurge(cluster: Cluster, { rung }: NodesShort, free: number): Step[] {
  if (rung !== "one-pool") return [];
  return runningPools(cluster).flatMap((pool) => {
    const room = (surgeNodes(pool) ?? 0) > free ? largestShareWithRoom(pool, (nodes) => nodes <= free) : undefined;
    if (!room) return [];
    const text = `Set max surge of ${pool.name} to ${nodeShareText(room.share)}, which has room`;
    return [{ text, command: setMaxSurge(cluster, pool, room.share) }];
  });
}

function moreRoom(cluster: Cluster, { canGrow, prefixWithRoom }: PodRoom): Step {
  if (prefixWithRoom === undefined) return { text: "Or move to Azure CNI overlay, which needs no routes: kubenet ends on 400 nodes" };
  if (!canGrow) return { text: `Or move to a new cluster with a pod range of at least /${prefixWithRoom}: this one cannot be grown` };
  const range = rangeAround(cluster.network.podCidrs, prefixWithRoom);
  return { text: `Or grow the pod range to ${range}`, command: azCommand("aks", "update", ...clusterWords(cluster), "--pod-cidr", range) };
}

const rangeText = ({ network }: Cluster, { by }: PodRoom): string =>
  by === "routes" ? "The route table" : `Pod range ${network.podCidrs.join(", ")}`;
