import { describe, expect, it } from "vitest";
import { known, missing } from "../../../src/core/model/absence.ts";
import type { NodePool } from "../../../src/core/model/cluster.ts";
import { costlyUpgrade } from "../../../src/core/rules/costly-upgrade.ts";
import { count, NOW, percent, pool, poolSize, prices, version, vmPrices } from "../../support/build.ts";
import { amountOf, answersOf, answersOn, commandsOf, onlyFinding, SILENT } from "./judging.ts";

const FACTS = { prices: known(prices(), NOW) };
/** Of 0.24 an hour with an ephemeral disk: 10 minutes each cost 0.04 a node, whatever the surge. */
const nodes = (nodeCount: number, change: Partial<NodePool> = {}): NodePool =>
  pool({ nodeCount, sizes: [poolSize("Standard_D4ds_v5", nodeCount)], ...change });
const judged = (nodePools: readonly NodePool[], change = {}, facts = {}) =>
  answersOf(costlyUpgrade, { of: { nodePools, ...change }, facts: { ...FACTS, ...facts } });

describe("costly-upgrade", () => {
  it.for([
    { nodePools: [nodes(275)], hours: 47, cost: 11.2 },
    { nodePools: [nodes(150), nodes(150, { name: "other" })], hours: 50, cost: 12 },
    { nodePools: [nodes(100, { upgrade: { maxSurge: percent(10), nodeSoakMinutes: 30 } })], hours: 67, cost: 16 },
  ])("finds an upgrade that costs $cost, $hours hours of surge nodes", ({ nodePools, hours, cost }) => {
    const finding = onlyFinding(judged(nodePools));

    expect(finding).toMatchObject({ severity: "info", magnitude: { value: hours, unit: "hour" }, worth: { kind: "once" } });
    expect(amountOf(finding.worth)).toBeCloseTo(cost, 9);
  });

  it.for([
    { what: "the newest minor", nodePools: [nodes(900)], change: { version: version("1.37.0") } },
    { what: "a version the calendar does not know", nodePools: [nodes(900)], change: { version: version("1.38.0") } },
  ])("is silent about $what", ({ nodePools, change }) => {
    expect(judged(nodePools, change)).toMatchObject(SILENT);
  });

  it("does not call an upgrade a trifle that AKS refuses as it is set", () => {
    const refused = nodes(900, { upgrade: { maxSurge: count(0) } });

    expect(judged([refused]).notApplicable).toMatchObject([{ why: expect.stringContaining("AKS refuses to upgrade the pool") }]);
  });

  it.for([
    { what: "less than 10", nodePools: [nodes(249)] },
    { what: "spot nodes, which never surge", nodePools: [nodes(900, { priority: "spot" })] },
  ])("does not apply to $what: a price that falls is no repair", ({ nodePools }) => {
    expect(judged(nodePools)).toMatchObject({ findings: [], unknown: [], notApplicable: [{ why: expect.stringContaining("trifle") }] });
  });

  it("upgrades the control plane alone where there are spot pools, which AKS does not take along", () => {
    const finding = onlyFinding(judged([nodes(275), nodes(3, { name: "burst", priority: "spot" })]));

    expect(commandsOf(finding)).toEqual(["az aks upgrade -g rg-prod -n prod-weu-1 --kubernetes-version 1.36 --control-plane-only"]);
  });

  it.for(["1.34.2", "1.33.4"])("leaves %s to the rules about support, which carry the cost", (runs) => {
    expect(judged([nodes(900)], { version: version(runs) })).toMatchObject({
      findings: [],
      notApplicable: [{ why: expect.stringContaining("support") }],
    });
  });

  it("does not apply without a price: nobody waits for a preview", () => {
    const facts = { prices: missing("unavailable", "the price list did not answer") };
    const noPrice = { prices: known(prices({ vms: {} }), NOW) };

    expect(judged([nodes(275)], {}, facts)).toMatchObject({
      findings: [],
      unknown: [],
      notApplicable: [{ why: expect.stringContaining("did not answer") }],
    });
    expect(judged([nodes(275)], {}, noPrice)).toMatchObject({ findings: [], unknown: [], notApplicable: [{}] });
  });

  it("finds it from the amount itself on", () => {
    // 10 nodes for 10 waves of 30 minutes: 50 hours.
    const soaking = nodes(100, { upgrade: { maxSurge: percent(10), nodeSoakMinutes: 20 } });
    const at = (hourly: number) => judged([soaking], {}, { prices: known(prices({ vms: { Standard_D4ds_v5: vmPrices(hourly) } }), NOW) });

    expect([at(0.2).findings.length, at(0.1999).findings.length]).toEqual([1, 0]);
  });

  it("says that more surge is not dearer, and what costs nothing", () => {
    const slow = onlyFinding(judged([nodes(300, { upgrade: { maxSurge: count(1) } })]));
    const fast = onlyFinding(judged([nodes(300, { upgrade: { maxSurge: percent(50) } })]));

    expect(amountOf(slow.worth)).toBeCloseTo(amountOf(fast.worth), 9);
    expect(commandsOf(slow)).toEqual(["az aks upgrade -g rg-prod -n prod-weu-1 --kubernetes-version 1.36"]);
    expect(slow.remedy.steps.at(-1)?.text).toContain("cost nothing");
  });

  it("finds nothing where nodes are replaced in place", () => {
    const inPlace = { maxSurge: count(0), maxUnavailable: count(1) } as const;

    expect(judged([nodes(900, { upgrade: inPlace })])).toMatchObject({ findings: [], unknown: [] });
  });

  it("goes by the amount that people set", () => {
    expect(answersOn(costlyUpgrade, nodes(25), { facts: FACTS, thresholds: { amount: 1 } }).findings).toHaveLength(1);
  });

  it("waits in motion and does not apply while stopped", () => {
    expect(judged([nodes(250)], { provisioningState: "Upgrading" }).unknown).toHaveLength(1);
    expect(judged([nodes(250)], { powerState: "stopped" }).notApplicable).toHaveLength(1);
  });
});
