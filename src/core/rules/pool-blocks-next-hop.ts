import { allowedSkew } from "../calc/upgrade-hops.ts";
import type { Cluster, NodePool } from "../model/cluster.ts";
import { dayOf } from "../model/time.ts";
import { type KubernetesVersion, minorsAhead, minorText, versionText } from "../model/version.ts";
import { upgradePool } from "./command.ts";
import { type Environment, environmentOf, environmentText, severityIn } from "./environment.ts";
import { defineRule, type Found } from "./rule.ts";
import { blockedHop } from "./skew.ts";
import { calendarDoubt } from "./support.ts";
import { upgradeWorth } from "./upgrade-worth.ts";
import { poolUpgradeFirst, poolUpgradeRestarts } from "./upkeep.ts";
import { bicepPool, counted, terraformPool } from "./words.ts";

export const poolBlocksNextHop = defineRule(
  {
    id: "pool-blocks-next-hop",
    code: "UPG-006",
    version: 1,
    category: "upgrade",
    summary: "The control plane cannot go to its next minor before this node pool is upgraded.",
    severities: ["low", "medium"],
    source: "https://learn.microsoft.com/azure/aks/supported-kubernetes-versions",
    needs: [],
    uses: ["skus", "prices"],
    needsRest: true,
    floor: 1,
    changes: ["version"],
  },
  function* (view) {
    const { at, cluster, calendar } = view;
    const today = dayOf(at);
    for (const pool of cluster.nodePools) {
      const next = blockedHop(cluster, pool, calendar, today);
      if (!next || !pool.version) continue;
      yield {
        ...found({
          cluster,
          pool,
          nodes: pool.version,
          next,
          environment: environmentOf(cluster),
          doubts: calendarDoubt(calendar, cluster, today),
        }),
        worth: upgradeWorth(view, 1, [pool]),
      };
    }
  },
);

interface Blocked {
  readonly cluster: Cluster;
  readonly pool: NodePool;
  readonly nodes: KubernetesVersion;
  readonly next: KubernetesVersion;
  readonly environment: Environment;
  readonly doubts: readonly string[];
}

function found({ cluster, pool, nodes, next, environment, doubts }: Blocked): Omit<Found, "worth"> {
  const target = versionText(cluster.version);
  const then = minorsAhead(next, nodes);
  return {
    subject: pool.name,
    severity: severityIn(environment, "medium"),
    magnitude: { value: then, unit: "minor" },
    title: `Nodes on ${minorText(nodes)} block the control plane's way to ${minorText(next)}`,
    detail: `With the control plane on ${minorText(next)} the nodes, on ${versionText(nodes)}, would be ${counted(then, "minor")} behind; ${allowedSkew(next)} are allowed.`,
    workings: [
      { label: "control plane", value: target },
      { label: "next minor", value: minorText(next) },
      { label: "nodes", value: versionText(nodes) },
      { label: "behind then", formula: `${next.minor} − ${nodes.minor}`, value: counted(then, "minor") },
      { label: "allowed", value: counted(allowedSkew(next), "minor") },
      { label: "environment", value: environmentText(environment) },
    ],
    first: [poolUpgradeFirst(pool), ...(pool.powerState === "stopped" ? ["The pool is stopped: it must run to be upgraded"] : [])],
    remedy: {
      steps: [
        {
          text: `Upgrade the pool to the control plane's version before the control plane goes on`,
          command: upgradePool(cluster, pool, target),
        },
      ],
      bicep: bicepPool(pool, `orchestratorVersion: '${target}'`),
      terraform: terraformPool(pool, `orchestrator_version = "${target}"`),
      restarts: poolUpgradeRestarts(pool),
    },
    notKnown: ["pod disruption budgets that hold up the drain", ...doubts],
  };
}
