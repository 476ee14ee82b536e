import type { Cluster } from "../model/cluster.ts";
import { type CannotTell, cannotTell, impossible, isCount } from "./cannot-tell.ts";
import { clusterNodes, type PoolSizeAt } from "./room-nodes.ts";
import type { Shares } from "./surge.ts";

/** SNAT ports of one outbound address. */
const PORTS_AN_ADDRESS = 64_000;
/** With the default allocation no node gets more, however many addresses there are. */
const MOST_DEFAULT_PORTS = 1024;

/** What Azure gives a node of each outbound address, up to so many nodes. Source: learn.microsoft.com/azure/load-balancer/load-balancer-outbound-connections */
const DEFAULT_STEPS = [
  { upTo: 50, ports: 1024 },
  { upTo: 100, ports: 512 },
  { upTo: 200, ports: 256 },
  { upTo: 400, ports: 128 },
  { upTo: 800, ports: 64 },
  { upTo: 1000, ports: 32 },
] as const;

/**
 * Ports a node when Azure gives them by size, up to 1000 nodes, where its table ends. AKS's own page names one address only; with
 * several, each gives as many until a node has 1024, which the load balancer's page says and AKS's does not contradict.
 */
export function defaultPorts(nodes: number, outboundIps: number): number | CannotTell {
  if (!isCount(nodes) || !isCount(outboundIps)) return impossible(`${nodes} nodes behind ${outboundIps} addresses`);
  const step = DEFAULT_STEPS.find(({ upTo }) => nodes <= upTo);
  if (!step) return cannotTell("unsupported", `Azure documents default ports for up to 1000 nodes, not for ${nodes}`);
  return Math.min(MOST_DEFAULT_PORTS, step.ports * outboundIps);
}

/** How many outbound addresses give each of so many nodes at least so many ports, where Azure gives them by size. */
export function addressesForPorts(ports: number, nodes: number): number | CannotTell {
  const each = defaultPorts(nodes, 1);
  if (typeof each !== "number") return each;
  return isCount(ports) && ports <= MOST_DEFAULT_PORTS ? Math.ceil(ports / each) : impossible(`${ports} ports a node by size`);
}

/**
 * How many nodes have so many ports each. AKS's formula is of the product: a node may draw on several addresses.
 * Source: learn.microsoft.com/azure/aks/configure-load-balancer-standard
 */
export function nodesWithPorts(portsPerNode: number, outboundIps: number): number | CannotTell {
  if (!isCount(portsPerNode) || portsPerNode === 0 || portsPerNode > PORTS_AN_ADDRESS) return impossible(`${portsPerNode} ports a node`);
  return isCount(outboundIps) ? Math.floor((PORTS_AN_ADDRESS * outboundIps) / portsPerNode) : impossible(`${outboundIps} addresses`);
}

export type SnatRoom =
  /** Ports a node are fixed; where they are short, nodes above `mostNodes` cannot be made. */
  | {
      readonly kind: "fixed";
      readonly needed: number;
      readonly available: number;
      readonly short: number;
      readonly mostNodes: number;
      /** Outbound addresses that would have room. */
      readonly addressesWithRoom: number;
    }
  /** Azure gives them by size: nodes that are there lose ports, and connections, when `atSurge` is lower. */
  | { readonly kind: "by-size"; readonly now: number; readonly atSurge: number };

export interface SnatPlan {
  /** 0: Azure gives them by size. */
  readonly portsPerNode: number;
  readonly outboundIps: number;
  readonly nodes: number;
  readonly surge: number;
}

/** SNAT ports at a size and with surge nodes. Counts, all of them. */
export function snatRoom({ portsPerNode, outboundIps, nodes, surge }: SnatPlan): SnatRoom | CannotTell {
  if (!isCount(nodes) || !isCount(surge)) return impossible(`${surge} surge nodes beside ${nodes}`);
  if (portsPerNode === 0) {
    const now = defaultPorts(nodes, outboundIps);
    const atSurge = defaultPorts(nodes + surge, outboundIps);
    if (typeof now !== "number") return now;
    return typeof atSurge === "number" ? { kind: "by-size", now, atSurge } : atSurge;
  }
  const mostNodes = nodesWithPorts(portsPerNode, outboundIps);
  if (typeof mostNodes !== "number") return mostNodes;
  const needed = portsPerNode * (nodes + surge);
  const available = PORTS_AN_ADDRESS * outboundIps;
  return {
    kind: "fixed",
    needed,
    available,
    short: Math.max(0, needed - available),
    mostNodes,
    addressesWithRoom: Math.ceil(needed / PORTS_AN_ADDRESS),
  };
}

export interface ClusterSnat {
  readonly oneAfterAnother: SnatRoom;
  readonly together: SnatRoom;
}

/** Of all pools of a cluster, which share the outbound addresses. Nothing where nodes do not leave through a load balancer. */
export function clusterSnat(cluster: Cluster, at: PoolSizeAt, shares: Shares = new Map()): ClusterSnat | CannotTell | undefined {
  const { outboundType, loadBalancer } = cluster.network;
  if (outboundType.toLowerCase() !== "loadbalancer") return undefined;
  if (!loadBalancer) return cannotTell("absent", "the load balancer's settings are not in the answer");
  const { portsPerNode, outboundIps } = loadBalancer;
  if (outboundIps === undefined) return cannotTell("absent", "how many outbound addresses there are is not in the answer");
  const count = clusterNodes(cluster, at, shares);
  if ("cannotTell" in count) return count;

  const roomFor = (withSurge: number) => snatRoom({ portsPerNode, outboundIps, nodes: count.nodes, surge: withSurge - count.nodes });
  const oneAfterAnother = roomFor(count.oneAfterAnother);
  const together = roomFor(count.together);
  if ("cannotTell" in oneAfterAnother) return oneAfterAnother;
  return "cannotTell" in together ? together : { oneAfterAnother, together };
}
