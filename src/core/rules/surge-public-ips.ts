import { LARGEST_PUBLIC_PREFIX, publicIpsNeeded, publicPrefixSize } from "../calc/public-ip.ts";
import { poolAtMost } from "../calc/room-nodes.ts";
import { sum } from "../calc/sums.ts";
import { surges } from "../calc/surge.ts";
import { type Missing, missing } from "../model/absence.ts";
import type { NodePool } from "../model/cluster.ts";
import { runningPools } from "./node-rungs.ts";
import { type Answer, defineRule, type Found } from "./rule.ts";
import { addressesText, counted, NO_MONEY, nodesText } from "./words.ts";

export const surgePublicIps = defineRule(
  {
    id: "surge-public-ips",
    code: "UPG-015",
    version: 1,
    category: "upgrade",
    summary: "No public IP prefix holds an address for every node and every surge node of the pools that share one.",
    severities: ["low", "medium"],
    source: "https://learn.microsoft.com/azure/aks/use-node-public-ips",
    needs: [],
    uses: [],
    needsRest: true,
    floor: 1,
    changes: [],
  },
  function* ({ cluster }) {
    const pools = runningPools(cluster).filter((pool) => pool.nodePublicIp !== undefined && surges(poolAtMost(pool)));
    const byPrefix = Map.groupBy(pools, ({ nodePublicIp }) => nodePublicIp?.prefixId?.toLowerCase());
    for (const [prefix, sharing] of byPrefix) {
      if (prefix === undefined) yield* sharing.map((pool) => ({ subject: pool.name, cannotTell: USAGE_NOT_READ }));
      else yield* ofPrefix(sharing);
    }
  },
);

const USAGE_NOT_READ: Missing = missing(
  "unsupported",
  "its nodes have public addresses, and how many the region has left is not read",
).missing;
const PREFIX_NOT_READ: Missing = missing("unsupported", "its nodes have public addresses of a prefix, whose size is not read").missing;

/** The size of the prefix is not in the answer; that of the largest there can be is known. */
function* ofPrefix(pools: readonly NodePool[]): Iterable<Answer> {
  const largest = publicPrefixSize(LARGEST_PUBLIC_PREFIX);
  if (typeof largest !== "number") return yield largest;
  for (const at of ["now", "maximum"] as const) {
    const needs: number[] = [];
    for (const pool of pools) {
      const need = publicIpsNeeded(pool, at);
      if (typeof need !== "number") return yield { subject: pool.name, ...need };
      needs.push(need);
    }
    const needed = sum(needs);
    if (needed > largest) return yield found(pools, { at, needs, needed, largest });
  }
  yield* pools.map((pool) => ({ subject: pool.name, cannotTell: PREFIX_NOT_READ }));
}

interface Above {
  readonly at: "now" | "maximum";
  readonly needs: readonly number[];
  readonly needed: number;
  readonly largest: number;
}

function found(pools: readonly NodePool[], { at, needs, needed, largest }: Above): Found {
  const [first] = pools;
  return {
    ...(first && pools.length === 1 ? { subject: first.name } : {}),
    severity: at === "now" ? "medium" : "low",
    magnitude: { value: needed - largest, unit: "address" },
    title: `No public IP prefix is as large: ${addressesText(needed - largest)} short`,
    detail: `${counted(pools.length, "pool")} with a public address for every node need ${needed} of one prefix${at === "now" ? "" : " at the autoscalers' maximum"}, surge included. The largest there is, of one's own range, has ${largest}.`,
    workings: [
      ...pools.map((pool, index) => ({ label: pool.name, formula: "nodes and surge", value: nodesText(needs[index] ?? 0) })),
      { label: "short", formula: `${needed} − ${largest}`, value: `${needed - largest}` },
    ],
    first: ["Whoever lets the nodes in by their addresses lets the new ones in too"],
    remedy: {
      steps: [{ text: "Give new pools prefixes of their own, and drain and delete the old: the prefix of a pool is fixed" }],
      restarts: "nothing until pods move to the new pools",
    },
    notKnown: ["how large the prefix is that they have, and what else takes from it"],
    worth: NO_MONEY,
  };
}
