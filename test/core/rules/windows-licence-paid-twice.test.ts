import { describe, expect, it } from "vitest";
import { known, missing } from "../../../src/core/model/absence.ts";
import { vmSize } from "../../../src/core/model/names.ts";
import { windowsLicencePaidTwice } from "../../../src/core/rules/windows-licence-paid-twice.ts";
import { NOW, nights, pool, poolSize, prices, sku, skus, systemPool, vmPrices } from "../../support/build.ts";
import { amountOf, answersOf, answersOn, commandsOf, onlyFinding, SILENT, workingOf } from "./judging.ts";

const D4 = vmSize("Standard_D4ds_v5");
const fixed = (nodeCount: number) => ({ nodeCount, sizes: [poolSize(D4, nodeCount)] });
const windows = pool({ name: "win", os: "windows", osSku: "Windows2022", ...fixed(3) });
const facts = { prices: known(prices({ vms: { [D4]: vmPrices(0.24) } }), NOW) };

describe("windows-licence-paid-twice", () => {
  it("finds a Windows pool, worth up to the licence in its hours: 3 × 730 × 0.16", () => {
    const finding = onlyFinding(answersOn(windowsLicencePaidTwice, windows, { facts }));

    expect(finding).toMatchObject({ subject: "win", severity: "medium", magnitude: { value: 3, unit: "node" } });
    expect(finding.worth).toMatchObject({ kind: "monthly", about: "licence", firmness: "up-to" });
    expect(amountOf(finding.worth)).toBeCloseTo(3 * 730 * 0.16, 6);
    expect(commandsOf(finding)).toEqual(["az aks update -g rg-prod -n prod-weu-1 --enable-ahub"]);
  });

  it("stands on the mean of the nights once there are seven", () => {
    const history = nights([3, 3, 3, 3, 5, 5, 5, 5], "win");

    expect(amountOf(onlyFinding(answersOn(windowsLicencePaidTwice, windows, { facts, history })).worth)).toBeCloseTo(4 * 730 * 0.16, 6);
  });

  it.for([
    { vcpus: 4, nodes: 3, licences: "24" },
    { vcpus: 8, nodes: 3, licences: "24" },
    { vcpus: 16, nodes: 3, licences: "48" },
  ])("counts $licences core licences for $nodes nodes of $vcpus vCPUs: eight a node at least", ({ vcpus, nodes, licences }) => {
    const listed = known(skus(sku({ vcpus, vcpusAvailable: vcpus })), NOW);

    const finding = onlyFinding(answersOn(windowsLicencePaidTwice, { ...windows, ...fixed(nodes) }, { facts: { ...facts, skus: listed } }));

    expect(workingOf(finding, "core licences")).toBe(licences);
    expect(workingOf(finding, "core licences at most")).toBeUndefined();
  });

  it("counts them at the autoscaler's maximum too", () => {
    const sizes = [poolSize(D4, 3, { min: 1, max: 10 })];

    const finding = onlyFinding(answersOn(windowsLicencePaidTwice, { ...windows, sizes }, { facts }));

    expect(workingOf(finding, "core licences at most")).toBe("80");
  });

  it.for([
    { what: "prices were not read", facts: { prices: missing("unavailable", "the list did not answer") }, why: /did not answer/ },
    { what: "the size has no Windows row", facts: { prices: known(prices({ vms: {} }), NOW) }, why: /Standard_D4ds_v5, Windows/ },
  ])("is found without an amount where $what", ({ facts: given, why }) => {
    const finding = onlyFinding(answersOn(windowsLicencePaidTwice, windows, { facts: given }));

    expect(finding.worth).toEqual({ kind: "not-priced", why: expect.stringMatching(why) });
  });

  it("is found where VM sizes were not read, and says that the licences could not be counted", () => {
    const finding = onlyFinding(
      answersOn(windowsLicencePaidTwice, windows, { facts: { ...facts, skus: missing("throttled", "Azure asked to wait") } }),
    );

    expect(finding.notKnown).toContainEqual(expect.stringContaining("Azure asked to wait"));
  });

  it("speaks about each Windows pool, and says that the setting is one for all", () => {
    const nodePools = [systemPool(), windows, { ...windows, name: "win2" }];

    const { findings } = answersOf(windowsLicencePaidTwice, { of: { nodePools }, facts });

    expect(findings.map(({ subject }) => subject)).toEqual(["win", "win2"]);
    expect(findings[0]?.first).toContainEqual(expect.stringContaining("every Windows pool"));
  });

  it.for([
    { what: "a Linux pool", pool: pool(), of: {} },
    { what: "a cluster that has the benefit", pool: windows, of: { hasHybridBenefit: true } },
  ])("is silent about $what", ({ pool: judged, of }) => {
    const outcome = answersOf(windowsLicencePaidTwice, { of: { nodePools: [judged], ...of }, facts });

    expect(outcome).toMatchObject(SILENT);
  });

  it.for([
    { what: "spot pools, for which nothing is documented", change: { priority: "spot" } },
    { what: "stopped pools", change: { powerState: "stopped" } },
    { what: "pools without nodes", change: fixed(0) },
  ] as const)("does not apply to $what", ({ change }) => {
    const outcome = answersOn(windowsLicencePaidTwice, { ...windows, ...change }, { facts });

    expect(outcome).toMatchObject({ findings: [], notApplicable: [{ subject: "win" }] });
  });

  it("waits while the pool is being scaled", () => {
    expect(answersOn(windowsLicencePaidTwice, { ...windows, provisioningState: "Scaling" }, { facts }).unknown).toHaveLength(1);
  });
});
