import type { NodePool, NodeShare } from "../model/cluster.ts";
import { type CannotTell, impossible, isCount } from "./cannot-tell.ts";
import { type PoolSizeAt, poolNodes } from "./room-nodes.ts";
import { surgeNodes, UNKNOWN_SURGE } from "./surge.ts";

/** IPv4 prefixes as Azure sells them are 24 to 31; one's own range may be as large as a /21. */
const PREFIXES = { least: 21, most: 31 } as const;

/** No prefix has more addresses. */
export const LARGEST_PUBLIC_PREFIX = PREFIXES.least;

/** Addresses of a public IP prefix: all of them, as Azure keeps none. */
export const publicPrefixSize = (prefix: number): number | CannotTell =>
  isCount(prefix) && prefix >= PREFIXES.least && prefix <= PREFIXES.most
    ? 2 ** (32 - prefix)
    : impossible(`a public IP prefix of /${prefix}`);

/** Public addresses that a pool takes: one a node, surge included, where it has any. */
export function publicIpsNeeded(pool: NodePool, at: PoolSizeAt, share?: NodeShare): number | CannotTell {
  if (!pool.nodePublicIp) return 0;
  const nodes = poolNodes(pool, at);
  const surge = surgeNodes({ ...pool, nodeCount: nodes }, share);
  return surge === undefined ? UNKNOWN_SURGE : nodes + surge;
}

export interface PublicIpRoom {
  readonly available: number;
  readonly short: number;
  /** Of the smallest prefix that has room; missing where none that Azure makes has. */
  readonly prefixWithRoom?: number;
}

/** Whether a prefix has an address for so many nodes; `others` are those it gives to anything else. */
export function publicIpRoom(prefix: number, nodes: number, others = 0): PublicIpRoom | CannotTell {
  const size = publicPrefixSize(prefix);
  if (typeof size !== "number") return size;
  if (!isCount(nodes) || !isCount(others) || others > size) return impossible(`${nodes} nodes beside ${others} of ${size} addresses`);
  const needed = nodes + others;
  const fitting = Math.min(PREFIXES.most, 32 - Math.ceil(Math.log2(Math.max(1, needed))));
  return {
    available: size - others,
    short: Math.max(0, needed - size),
    ...(fitting >= PREFIXES.least ? { prefixWithRoom: fitting } : {}),
  };
}
