import type { CannotTell } from "../calc/cannot-tell.ts";
import { clusterNodes } from "../calc/room-nodes.ts";
import type { Cluster, NodePool } from "../model/cluster.ts";

/** Where a cluster first goes above a number of nodes; surge counts in all of them. */
export type NodeRung = "one-pool" | "all-pools" | "maximum";

export interface NodesShort {
  readonly rung: NodeRung;
  readonly nodes: number;
  readonly surge: number;
  readonly short: number;
}

/** Tonight one pool after another, tonight all at once, then with all that autoscalers may add. Stopped pools count at maximum only. */
export function nodesAbove(cluster: Cluster, limit: number): NodesShort | CannotTell | undefined {
  const running = { ...cluster, nodePools: runningPools(cluster) };
  const now = clusterNodes(running, "now");
  const most = clusterNodes({ ...cluster, nodePools: cluster.nodePools.map(started) }, "maximum");
  if ("cannotTell" in now) return now;
  if ("cannotTell" in most) return most;
  const rungs = [
    { rung: "one-pool", nodes: now.nodes, all: now.oneAfterAnother },
    { rung: "all-pools", nodes: now.nodes, all: now.together },
    { rung: "maximum", nodes: most.nodes, all: most.together },
  ] as const;
  const first = rungs.find(({ all }) => all > limit);
  return first && { rung: first.rung, nodes: first.nodes, surge: first.all - first.nodes, short: first.all - limit };
}

export const runningPools = ({ nodePools }: Cluster): NodePool[] => nodePools.filter(({ powerState }) => powerState === "running");

const started = (pool: NodePool): NodePool => ({ ...pool, powerState: "running" });
