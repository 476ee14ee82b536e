import type { Cluster } from "../model/cluster.ts";
import { podCidrNodes } from "./addresses.ts";
import { type CannotTell, cannotTell, impossible, isCount } from "./cannot-tell.ts";

/** Azure takes no route table with more routes, and kubenet needs one a node. */
const KUBENET_ROUTES = 400;
/** What a node takes of a pod CIDR, fixed: 256 addresses, whatever max pods are. */
const NODE_PREFIX = 24;

const IPV4_RANGE = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/;

/**
 * The prefix length of the IPv4 range among pod CIDRs. Dual-stack clusters have one of each family, and the IPv4 one decides: an
 * IPv6 range holds a /64 for far more nodes. AKS allows one range a family; two of IPv4 cannot be told apart.
 */
export function ipv4Prefix(cidrs: readonly string[]): number | CannotTell {
  const [range, other] = cidrs.filter((cidr) => !cidr.includes(":"));
  if (range === undefined) return cannotTell("absent", "the cluster names no IPv4 range for its pods");
  if (other !== undefined) return cannotTell("unsupported", `the cluster names several IPv4 ranges for its pods: ${range} and ${other}`);
  const [, ...parts] = IPV4_RANGE.exec(range) ?? [];
  const [prefix = 33, ...octets] = parts.map(Number).reverse();
  return octets.length === 4 && octets.every((octet) => octet <= 255) && prefix <= 32 ? prefix : impossible(`the pod range ${range}`);
}

/** How many nodes a cluster can ever have by the addresses of its pods, surge included. */
export type PodCeiling =
  /** Pods take addresses of a subnet, or the network is not AKS's. */
  | { readonly kind: "none" }
  | { readonly kind: "nodes"; readonly nodes: number; readonly by: "pod-cidr" | "routes"; readonly prefix: number };

/** Source: learn.microsoft.com/azure/aks/concepts-network-azure-cni-overlay and configure-kubenet (400 nodes, a route each). */
export function podCeiling({ network }: Pick<Cluster, "network">): PodCeiling | CannotTell {
  if (network.model !== "overlay" && network.model !== "kubenet") return { kind: "none" };
  const prefix = ipv4Prefix(network.podCidrs);
  if (typeof prefix !== "number") return prefix;
  const nodes = podCidrNodes(prefix);
  if (typeof nodes !== "number") return nodes;
  return network.model === "kubenet" && nodes > KUBENET_ROUTES
    ? { kind: "nodes", nodes: KUBENET_ROUTES, by: "routes", prefix }
    : { kind: "nodes", nodes, by: "pod-cidr", prefix };
}

export interface PodRoom {
  readonly ceiling: number;
  readonly by: "pod-cidr" | "routes";
  readonly needed: number;
  readonly short: number;
  /** The prefix length of the range that has room; missing where more addresses do not help. */
  readonly prefixWithRoom?: number;
  /** Overlay on Linux alone, with one range, can grow to a larger range around it; all others need a new cluster. */
  readonly canGrow: boolean;
}

/** Whether so many nodes have room, surge included. Nothing where pods' addresses set no ceiling. */
export function podRoom(cluster: Cluster, nodes: number): PodRoom | CannotTell | undefined {
  if (!isCount(nodes)) return impossible(`${nodes} nodes`);
  const ceiling = podCeiling(cluster);
  if ("cannotTell" in ceiling) return ceiling;
  if (ceiling.kind === "none") return undefined;
  const isBeyondRoutes = cluster.network.model === "kubenet" && nodes > KUBENET_ROUTES;
  return {
    ceiling: ceiling.nodes,
    by: ceiling.by,
    needed: nodes,
    short: Math.max(0, nodes - ceiling.nodes),
    ...(isBeyondRoutes ? {} : { prefixWithRoom: Math.min(ceiling.prefix, podPrefixFor(nodes)) }),
    canGrow: canGrow(cluster),
  };
}

/** The prefix length of the smallest pod CIDR for so many nodes. */
export const podPrefixFor = (nodes: number): number => NODE_PREFIX - Math.ceil(Math.log2(Math.max(1, nodes)));

/** The IPv4 range of a prefix length, no longer than its own, that holds the first of these ranges. */
export function rangeAround(cidrs: readonly string[], prefix: number): string {
  const [, ...parts] = IPV4_RANGE.exec(cidrs.find((cidr) => !cidr.includes(":")) ?? "") ?? [];
  const address = parts.slice(0, 4).reduce((all, octet) => all * 256 + Number(octet), 0);
  const start = address - (address % 2 ** (32 - prefix));
  return `${[24, 16, 8, 0].map((shift) => Math.floor(start / 2 ** shift) % 256).join(".")}/${prefix}`;
}

/** Source: learn.microsoft.com/azure/aks/azure-cni-overlay-pod-expand */
const canGrow = ({ network, nodePools }: Cluster): boolean =>
  network.model === "overlay" && network.podCidrs.length === 1 && nodePools.every(({ os }) => os === "linux");
