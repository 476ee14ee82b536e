import { describe, expect, it } from "vitest";
import { known } from "../../../src/core/model/absence.ts";
import type { NodePool } from "../../../src/core/model/cluster.ts";
import { spotWithoutAutoscaler } from "../../../src/core/rules/spot-without-autoscaler.ts";
import { NOW, pool, poolSize, prices, vmPrices, without } from "../../support/build.ts";
import { amountOf, answersOn, commandsOf, onlyFinding, SILENT } from "./judging.ts";

const fixed = (nodeCount: number) => ({ nodeCount, sizes: [poolSize("Standard_D4ds_v5", nodeCount)] });
const spot = (change: Partial<NodePool> = {}) => pool({ priority: "spot", spot: { evictionPolicy: "delete" }, ...fixed(5), ...change });

describe("spot-without-autoscaler", () => {
  it.for([
    { nodes: 5, range: "--min-count 2 --max-count 5" },
    { nodes: 1, range: "--min-count 1 --max-count 2" },
    { nodes: 0, range: "--min-count 0 --max-count 1" },
  ])("finds a spot pool fixed at $nodes nodes", ({ nodes, range }) => {
    const finding = onlyFinding(answersOn(spotWithoutAutoscaler, spot(fixed(nodes))));

    expect(finding).toMatchObject({ subject: "apps", severity: "high", magnitude: { value: nodes, unit: "node" } });
    expect(commandsOf(finding)).toEqual([
      `az aks nodepool update -g rg-prod --cluster-name prod-weu-1 -n apps --enable-cluster-autoscaler ${range}`,
    ]);
  });

  describe("is worth at most the nodes that can go, at the price of spot nodes", () => {
    it("up to: 3 of 5 nodes, 730 hours of 0.06 each", () => {
      const { worth } = onlyFinding(answersOn(spotWithoutAutoscaler, spot(), { facts: { prices: known(prices(), NOW) } }));

      expect(worth).toMatchObject({ kind: "monthly", about: "autoscale", firmness: "up-to" });
      expect(amountOf(worth)).toBeCloseTo(3 * 0.06 * 730, 6);
    });

    it("nothing where none can go", () => {
      const outcome = answersOn(spotWithoutAutoscaler, spot(fixed(2)), { facts: { prices: known(prices(), NOW) } });

      expect(onlyFinding(outcome).worth).toEqual({ kind: "none" });
    });

    it("not priced where no spot row of the size is in the list", () => {
      const facts = { prices: known(prices({ vms: { Standard_D4ds_v5: without(vmPrices(0.24), "linuxSpot") } }), NOW) };

      expect(onlyFinding(answersOn(spotWithoutAutoscaler, spot(), { facts })).worth).toEqual({
        kind: "not-priced",
        why: expect.stringContaining("Standard_D4ds_v5, Linux spot"),
      });
    });
  });

  it.for([
    { what: "a spot pool with autoscaler", change: { sizes: pool().sizes } },
    { what: "a regular pool of a fixed size", change: { priority: "regular" } },
  ] as const)("is silent about $what", ({ change }) => {
    expect(answersOn(spotWithoutAutoscaler, spot(change))).toMatchObject(SILENT);
  });

  it.for([
    { what: "the pool is stopped", on: { powerState: "stopped" }, of: {} },
    { what: "node auto-provisioning brings nodes", on: {}, of: { hasNodeAutoProvisioning: true } },
  ] as const)("does not apply where $what", ({ on, of }) => {
    expect(answersOn(spotWithoutAutoscaler, spot(on), { of })).toMatchObject({ findings: [], notApplicable: [{ subject: "apps" }] });
  });

  it("waits while the pool is being scaled", () => {
    expect(answersOn(spotWithoutAutoscaler, spot({ provisioningState: "Scaling" }))).toMatchObject({
      findings: [],
      unknown: [{ reason: { kind: "in-motion" } }],
    });
  });
});
