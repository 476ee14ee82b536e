import { moneyText } from "../calc/bill.ts";
import { poolCost } from "../calc/pool-cost.ts";
import type { NodePool, Tags } from "../model/cluster.ts";
import { updatePool } from "./command.ts";
import { type ClusterView, defineRule, type Found } from "./rule.ts";
import { bicepPool, counted, listText, NO_MONEY, terraformPool } from "./words.ts";
import { priced } from "./worth.ts";

type View = ClusterView<never, "skus" | "prices">;

export const poolWithoutRequiredTags = defineRule(
  {
    id: "pool-without-required-tags",
    code: "COST-047",
    version: 1,
    category: "cost",
    summary: "A node pool lacks tags by which its cost is charged to somebody.",
    severities: ["low", "low"],
    source: "https://learn.microsoft.com/azure/aks/use-tags",
    needs: [],
    uses: ["skus", "prices"],
    needsRest: false,
    floor: 1,
    changes: ["tags"],
  },
  function* (view) {
    if (view.requiredTags.length === 0) {
      yield { notApplicable: "the setting REQUIRED_TAGS asks for no tags" };
      return;
    }
    for (const pool of view.cluster.nodePools) {
      const lacking = view.requiredTags.filter((name) => tagValue(pool.tags, name) === undefined);
      if (lacking.length > 0) yield finding(view, pool, lacking);
    }
  },
);

/** Azure compares names of tags without case. A tag without a value charges nobody. */
const tagValue = (tags: Tags, name: string): string | undefined =>
  Object.entries(tags).find(([key, value]) => key.toLowerCase() === name.toLowerCase() && value.trim() !== "")?.[1];

/** In a command, for what only people know. */
const UNKNOWN_VALUE = "VALUE";

function finding(view: View, pool: NodePool, lacking: readonly string[]): Found {
  const { cluster } = view;
  const wanted = lacking.map((name): [string, string] => [name, tagValue(cluster.tags, name) ?? UNKNOWN_VALUE]);
  const isLacking = new Set(lacking.map((name) => name.toLowerCase()));
  const kept = Object.entries(pool.tags).filter(([key]) => !isLacking.has(key.toLowerCase()));
  const isUnknown = wanted.some(([, value]) => value === UNKNOWN_VALUE);
  const cost = priced(view, (facts) => poolCost(pool, facts));
  const isOne = lacking.length === 1;
  const inherited = wanted.filter(([, value]) => value !== UNKNOWN_VALUE).map(([name]) => name);
  return {
    subject: pool.name,
    severity: "low",
    magnitude: { value: lacking.length, unit: "tag" },
    title: `${counted(lacking.length, "required tag")} missing: its cost is nobody's`,
    detail: `${listText(lacking)} ${isOne ? "is not set on the pool, so its nodes do not carry it" : "are not set on the pool, so its nodes do not carry them"}. ${inherited.length > 0 ? `The cluster has ${listText(inherited)}, but tags of a cluster do not reach its pools.` : "Tags of a cluster do not reach its pools."}`,
    workings: [
      { label: "required", value: view.requiredTags.join(", ") },
      { label: "missing", value: lacking.join(", ") },
      ...("notPriced" in cost ? [] : [{ label: "a month of the pool", value: moneyText(cost.total.amount, cost.total.currency) }]),
    ],
    first: [
      ...(isUnknown ? ["Somebody says who is to be charged: no tag of the cluster does"] : []),
      ...(inherited.length > 0 ? ["The cluster's value holds for this pool too"] : []),
    ],
    remedy: {
      steps: [
        {
          text: `Set all tags of the pool: the command replaces those it has${isUnknown ? ` (a value for each ${UNKNOWN_VALUE})` : ""}`,
          command: updatePool(cluster, pool, "--tags", ...[...kept, ...wanted].map(([key, value]) => `${key}=${value}`)),
        },
      ],
      bicep: bicepPool(pool, `tags, with ${listText(lacking.map((name) => `'${name}'`))}`),
      terraform: terraformPool(pool, `tags, with ${listText(lacking.map((name) => `"${name}"`))}`),
      restarts: "nothing",
    },
    notKnown: [
      "tags that a policy or a hand set on the scale set itself",
      ...("notPriced" in cost ? [`what the pool costs a month: ${cost.notPriced}`] : []),
    ],
    worth: NO_MONEY,
  };
}
