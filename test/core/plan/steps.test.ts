import { describe, expect, it } from "vitest";
import { known } from "../../../src/core/model/absence.ts";
import type { AutoUpgrade, Cluster } from "../../../src/core/model/cluster.ts";
import { cluster, NOW, percent, pool, regionFacts, version } from "../../support/build.ts";
import { CATALOGUE, hopOf, on, plan } from "./planning.ts";

const FACTS = regionFacts({ versions: known(CATALOGUE, NOW) });
const hopWith = (change: Partial<Cluster>) => hopOf(plan({ cluster: cluster(change), facts: FACTS }));
const texts = (steps: readonly { readonly text: string }[]): readonly string[] => steps.map(({ text }) => text);

describe("checks before and after a hop", () => {
  it("ask before what Azure Resource Manager does not show", () => {
    const { before } = hopWith({}).steps;

    expect(before.map(({ command }) => [command?.tool, ...(command?.args ?? [])].join(" "))).toEqual([
      "az aks get-upgrades -g rg-prod -n prod-weu-1 -o table",
      "kubectl get --raw /metrics",
      "az aks nodepool list -g rg-prod --cluster-name prod-weu-1 -o table",
      "az vm list-usage -l westeurope -o table",
      "kubectl get nodes",
      "kubectl get poddisruptionbudgets -A",
    ]);
  });

  it("leave out versions and APIs where only pools come after", () => {
    const late = hopWith({ version: version("1.36.1"), nodePools: [pool()] });

    expect(late.steps.before).toHaveLength(4);
    expect(late.steps.upgrade).toHaveLength(1);
  });

  it("look for nodes in quarantine only where a pool leaves them there", () => {
    const cordon = pool({ upgrade: { undrainableNodes: "cordon" } });
    const quarantine = "No node was left behind in quarantine";

    expect(texts(hopWith({ nodePools: [cordon] }).steps.after)).toContain(quarantine);
    expect(texts(hopWith({ nodePools: [pool()] }).steps.after)).not.toContain(quarantine);
  });

  it("set a max surge that was asked for once, on the first hop", () => {
    const { hops } = plan({ cluster: on("1.34.2", cluster()), facts: FACTS, options: { maxSurge: { all: percent(50) } } });

    expect(hops.map(({ steps }) => steps.upgrade.filter(({ command }) => command?.args.includes("--max-surge")).length)).toEqual([2, 0]);
  });
});

describe("the way back", () => {
  it.for<{ channel: AutoUpgrade["channel"]; steps: number }>([
    { channel: "none", steps: 2 },
    { channel: "node-image", steps: 2 },
    { channel: "patch", steps: 3 },
    { channel: "stable", steps: 3 },
  ])("takes $steps steps with channel $channel", ({ channel, steps }) => {
    expect(hopWith({ autoUpgrade: { channel } }).rollBack.steps).toHaveLength(steps);
  });

  it("ends with support of the version it leads to, by the cluster's plan", () => {
    const until = (supportPlan: Cluster["supportPlan"]) => hopWith({ supportPlan }).rollBack.supportedUntil;

    expect(until("community")).toBe("2027-03-31");
    expect(until("lts")).toBe("2028-03-31");
  });
});
