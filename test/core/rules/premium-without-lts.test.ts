import { describe, expect, it } from "vitest";
import { known, missing } from "../../../src/core/model/absence.ts";
import { judge } from "../../../src/core/rules/index.ts";
import { premiumWithoutLts } from "../../../src/core/rules/premium-without-lts.ts";
import { cluster, NOW, prices, regionFacts, regionView, snapshot, version } from "../../support/build.ts";
import { amountOf, answersOf, commandsOf, onlyFinding, SILENT } from "./judging.ts";

const facts = { prices: known(prices(), NOW) };
const premium = { tier: "premium", supportPlan: "community" } as const;

describe("premium-without-lts", () => {
  it("finds Premium under community support, worth the part of the fee that is for long-term support", () => {
    const finding = onlyFinding(answersOf(premiumWithoutLts, { of: premium, facts }));

    expect(finding).toMatchObject({ severity: "high", worth: { kind: "monthly", about: "tier", firmness: "firm" } });
    expect(amountOf(finding.worth)).toBeCloseTo(0.5 * 730, 6);
  });

  it("changes tier and support plan together, and names the way that costs no more than now", () => {
    expect(commandsOf(onlyFinding(answersOf(premiumWithoutLts, { of: premium, facts })))).toEqual([
      "az aks update -g rg-prod -n prod-weu-1 --tier standard --k8s-support-plan KubernetesOfficial",
      "az aks update -g rg-prod -n prod-weu-1 --tier premium --k8s-support-plan AKSLongTermSupport",
    ]);
  });

  it.for([
    { what: "prices were not read", prices: missing("unavailable", "the list did not answer"), why: /did not answer/ },
    { what: "the list has no long-term support", prices: known(prices({ aks: { automaticVcpu: new Map() } }), NOW), why: /no retail row/ },
  ])("is found without an amount where $what", ({ prices: listed, why }) => {
    const { worth } = onlyFinding(answersOf(premiumWithoutLts, { of: premium, facts: { prices: listed } }));

    expect(worth).toEqual({ kind: "not-priced", why: expect.stringMatching(why) });
  });

  it.for(["free", "standard"] as const)("is silent about the tier %s", (tier) => {
    expect(answersOf(premiumWithoutLts, { of: { tier }, facts })).toMatchObject(SILENT);
  });

  it.for([
    { what: "once long-term support is on, which saves nothing", of: { supportPlan: "lts" }, why: /is on/ },
    { what: "to AKS Automatic", of: { isAutomatic: true }, why: /Automatic/ },
    { what: "to a stopped cluster, which pays no fee", of: { powerState: "stopped" }, why: /stopped/ },
  ] as const)("does not apply $what", ({ of, why }) => {
    const outcome = answersOf(premiumWithoutLts, { of: { ...premium, ...of }, facts });

    expect(outcome).toMatchObject({ findings: [], notApplicable: [{ why: expect.stringMatching(why) }] });
  });

  it("waits while the cluster is in motion", () => {
    const outcome = answersOf(premiumWithoutLts, { of: { ...premium, provisioningState: "Updating" }, facts });

    expect(outcome).toMatchObject({ findings: [], unknown: [{ reason: { kind: "in-motion" } }] });
  });

  it("stands behind a version out of support, one of whose ways out needs the tier: no longer firm", () => {
    const snapshots = [snapshot(cluster({ ...premium, version: version("1.33.2") }))];

    const outcomes = judge(regionView({ snapshots, facts: regionFacts(facts) }));

    const finding = outcomes.find(({ stamp }) => stamp.rule === premiumWithoutLts.stamp.rule)?.findings[0];
    expect(finding?.worth).toMatchObject({ kind: "monthly", firmness: "up-to" });
    expect(finding?.first[0]).toMatch(/^UPG-001 .* is done first: /);
  });
});
