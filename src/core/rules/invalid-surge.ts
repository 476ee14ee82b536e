import { hasValidSurge, type SurgeValidity } from "../calc/surge.ts";
import { type Cluster, type NodePool, type NodeShare, nodeShareText } from "../model/cluster.ts";
import type { Remedy, Step } from "../model/finding.ts";
import { updatePool } from "./command.ts";
import { defineRule } from "./rule.ts";
import { maxSurgeCode, setMaxSurge } from "./surge-words.ts";
import { bicepPool, NO_MONEY } from "./words.ts";

/** What AKS itself takes from 1.32 on. */
const MAX_SURGE: NodeShare = { kind: "percent", percent: 10 };

export const invalidSurge = defineRule(
  {
    id: "invalid-surge",
    code: "UPG-023",
    version: 1,
    category: "upgrade",
    summary: "Max surge and max unavailable are set so that AKS refuses to upgrade the node pool.",
    severities: ["high", "high"],
    source: "https://learn.microsoft.com/azure/aks/upgrade-aks-node-pools-rolling",
    needs: [],
    uses: [],
    needsRest: false,
    floor: 1,
    changes: ["surge"],
  },
  function* ({ cluster }) {
    for (const pool of cluster.nodePools) {
      // Spot pools are upgraded without either setting.
      if (pool.priority === "spot") continue;
      const validity = hasValidSurge(pool);
      if (validity.kind === "valid") continue;
      yield {
        subject: pool.name,
        severity: "high",
        magnitude: { value: 1, unit: "pool" },
        title: validity.kind === "both-zero" ? "Max surge and max unavailable are both 0" : "Max unavailable is set on a system pool",
        detail: detailOf(validity),
        workings: [
          { label: "max surge", value: pool.upgrade.maxSurge ? nodeShareText(pool.upgrade.maxSurge) : "not set" },
          { label: "max unavailable", value: pool.upgrade.maxUnavailable ? nodeShareText(pool.upgrade.maxUnavailable) : "not set" },
          { label: "mode", value: pool.mode },
        ],
        first: ["Quota and addresses have room for the surge nodes"],
        remedy: remedyFor(cluster, pool, validity),
        notKnown: [],
        worth: NO_MONEY,
      };
    }
  },
);

type Invalid = Exclude<SurgeValidity, { readonly kind: "valid" }>;

const detailOf = (invalid: Invalid): string =>
  invalid.kind === "both-zero"
    ? "An upgrade may neither add a node nor take one away, so AKS refuses it: with max surge 0, max unavailable must be at least 1."
    : `Max unavailable is ${nodeShareText(invalid.maxUnavailable)}, which takes nodes away without a replacement. AKS does not allow that on system pools.`;

function remedyFor(cluster: Cluster, pool: NodePool, invalid: Invalid): Remedy {
  const keptSurge = nodeShareText(pool.upgrade.maxSurge && hasSurge(pool) ? pool.upgrade.maxSurge : MAX_SURGE);
  if (invalid.kind === "unavailable-on-system-pool") {
    return {
      steps: [
        {
          text: `Surge by ${keptSurge} instead of taking nodes away`,
          command: updatePool(cluster, pool, "--max-surge", keptSurge, "--max-unavailable", "0"),
        },
      ],
      bicep: bicepPool(pool, `upgradeSettings: { maxSurge: '${keptSurge}', maxUnavailable: '0' }`),
      // The default pool of Terraform has no such argument: a pool that was given one stands in a resource of its own.
      terraform: `azurerm_kubernetes_cluster_node_pool.upgrade_settings: max_surge = "${keptSurge}", max_unavailable = "0"`,
      restarts: "nothing; the setting counts at the next upgrade",
    };
  }
  const inPlace: Step[] =
    pool.mode === "system"
      ? []
      : [
          {
            text: "Or go without more nodes: one node at a time is drained and replaced in place",
            command: updatePool(cluster, pool, "--max-unavailable", "1"),
          },
        ];
  return {
    steps: [
      { text: `Surge by ${nodeShareText(MAX_SURGE)}, as AKS does by default`, command: setMaxSurge(cluster, pool, MAX_SURGE) },
      ...inPlace,
    ],
    ...maxSurgeCode(pool, MAX_SURGE),
    restarts: "nothing; the setting counts at the next upgrade",
  };
}

const hasSurge = ({ upgrade: { maxSurge } }: NodePool): boolean =>
  maxSurge !== undefined && (maxSurge.kind === "count" ? maxSurge.nodes : maxSurge.percent) > 0;
