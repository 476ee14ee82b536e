import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { REAL } from "../../../local/real.ts";
import { known } from "../../../src/core/model/absence.ts";
import type { Cluster } from "../../../src/core/model/cluster.ts";
import type { Finding } from "../../../src/core/model/finding.ts";
import { rules } from "../../../src/core/rules/index.ts";
import { ArmManagedCluster } from "../../../src/edge/azure/arm-managed-cluster.ts";
import { maintenancePlans, NOW, prices, regionFacts, regionView, schedule, snapshot } from "../../support/build.ts";
import { flawsOf } from "./judging.ts";

const isAbsent = !existsSync(`${REAL}/arm/manifest.json`);

const Body = z.looseObject({ type: z.string().regex(/^microsoft\.containerservice\/managedclusters$/i), properties: z.looseObject({}) });

/** Cluster bodies wherever they stand in an answer: by themselves, in a list, in a template. */
function* bodiesIn(value: unknown): Generator<unknown> {
  if (Body.safeParse(value).success) yield value;
  else if (typeof value === "object" && value !== null) for (const inner of Object.values(value)) yield* bodiesIn(inner);
}

function clustersIn(file: string): readonly Cluster[] {
  const bodies = [...bodiesIn(JSON.parse(readFileSync(`${REAL}/arm/${file}`, "utf8")))];
  return bodies.flatMap((body) => ArmManagedCluster.safeParse(body).data ?? []);
}

/** What every rule finds in a cluster; `plans` says whether its maintenance was read, and is empty. */
function findingsIn(cluster: Cluster): readonly { readonly rule: string; readonly finding: Finding; readonly flaws: readonly string[] }[] {
  const facts = regionFacts({
    prices: known(prices(), NOW),
    maintenance: known(maintenancePlans([schedule("aks-releases")], cluster), NOW),
  });
  const view = regionView({ subscription: cluster.subscription, region: cluster.region, snapshots: [snapshot(cluster)], facts });
  return rules.flatMap((rule) =>
    rule.judge(view).findings.map((finding) => ({ rule: rule.meta.id, finding, flaws: flawsOf(rule, finding) })),
  );
}

describe.skipIf(isAbsent)(`recorded clusters from ${REAL} (skipped where that folder is absent)`, () => {
  const all = () =>
    readdirSync(`${REAL}/arm`)
      .filter((name) => name.endsWith(".json"))
      .flatMap((file) => clustersIn(file).map((cluster) => ({ file, cluster })));

  it("are judged by every rule, without an error and in words that hold up", () => {
    const judged = all().map(({ file, cluster }) => ({ file, found: findingsIn(cluster) }));

    const flawed = judged.flatMap(({ file, found }) => found.filter(({ flaws }) => flaws.length > 0).map((each) => ({ file, ...each })));
    expect(judged.length).toBeGreaterThan(45);
    expect(judged.flatMap(({ found }) => found).length).toBeGreaterThan(100);
    expect(flawed).toEqual([]);
  });

  it("never have their first pool alone judged, nor the surge that AKS sets by default", () => {
    const found = all().flatMap(({ cluster }) => findingsIn(cluster).map((each) => ({ ...each, cluster })));

    const ofLaterPools = found.filter(({ finding, cluster }) => cluster.nodePools.findIndex(({ name }) => name === finding.subject) > 0);
    expect(ofLaterPools.length).toBeGreaterThan(0);
    expect(found.filter(({ rule }) => rule === "unsuitable-max-surge")).toEqual([]);
  });
});
