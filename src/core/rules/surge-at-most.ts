import { poolAtMost } from "../calc/room-nodes.ts";
import { surgeNodes } from "../calc/surge.ts";
import type { NodePool } from "../model/cluster.ts";
import type { Magnitude, Step, Working } from "../model/finding.ts";
import type { Found } from "./rule.ts";
import { alone, atMost, type Shortage, type Sources } from "./surge-ladder.ts";
import { nodesText } from "./words.ts";

/** What the words about one resource are. */
export interface AtMostWords {
  readonly title: string;
  readonly name: string;
  /** `28 free (limit 200, used 172)` */
  readonly free: string;
  readonly unit: Magnitude["unit"];
  readonly amount: (many: number) => string;
  readonly workings: readonly Working[];
  readonly steps: readonly Step[];
  readonly tail: Pick<Found, "notKnown" | "worth">;
}

/** Tonight's nodes have room for their surge; the most that the autoscaler may make of them have not. */
export function atMostFinding<K>(pool: NodePool, shortage: Shortage<K>, sources: Sources<K>, words: AtMostWords): Found {
  const most = poolAtMost(pool);
  const surge = surgeNodes(most) ?? 0;
  const roomy = mostWithRoom(pool, sources);
  return {
    subject: pool.name,
    severity: "low",
    magnitude: { value: shortage.short, unit: words.unit },
    title: words.title,
    detail: `Tonight's ${nodesText(pool.nodeCount)} have room. At the autoscaler's maximum of ${most.nodeCount}, ${most.nodeCount - pool.nodeCount} more and ${surge} of surge take ${words.amount(shortage.needed)}, and ${words.name} has ${words.free}.`,
    workings: [
      { label: "nodes more at maximum", formula: `${most.nodeCount} − ${pool.nodeCount}`, value: `${most.nodeCount - pool.nodeCount}` },
      { label: "surge nodes at maximum", value: `${surge}` },
      { label: "taken at maximum", value: words.amount(shortage.needed) },
      ...words.workings,
      ...(roomy === undefined ? [] : [{ label: "most nodes that have room for their surge", value: `${roomy}` }]),
    ],
    first: [],
    remedy: {
      steps: [{ text: `Upgrade while no more than ${nodesText(roomy ?? pool.nodeCount)} run` }, ...words.steps],
      restarts: "nothing",
    },
    ...words.tail,
  };
}

/** Beside a shortage of tonight, so that what is asked for is enough: what would be short at maximum. */
export function atMostWorking<K>(pool: NodePool, key: K, sources: Sources<K>, amount: (many: number) => string): Working[] {
  const verdict = atMost(pool, sources);
  const shortage = verdict.kind === "short" ? verdict.shortages.find((each) => each.key === key) : undefined;
  if (!shortage || poolAtMost(pool).nodeCount === pool.nodeCount) return [];
  return [{ label: `short at the autoscaler's maximum of ${poolAtMost(pool).nodeCount}`, value: amount(shortage.short) }];
}

/** Of pools of one size. */
function mostWithRoom<K>(pool: NodePool, sources: Sources<K>): number | undefined {
  const [size, ...others] = pool.sizes;
  if (!size?.autoscale || others.length > 0 || alone(pool, sources).kind !== "fits") return undefined;
  for (let max = size.autoscale.max; max > pool.nodeCount; max--) {
    const capped = { ...pool, sizes: [{ ...size, autoscale: { ...size.autoscale, max } }] };
    if (atMost(capped, sources).kind === "fits") return max;
  }
  return pool.nodeCount;
}
