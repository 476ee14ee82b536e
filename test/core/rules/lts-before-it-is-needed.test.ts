import { describe, expect, it } from "vitest";
import { known, missing } from "../../../src/core/model/absence.ts";
import { ltsBeforeItIsNeeded } from "../../../src/core/rules/lts-before-it-is-needed.ts";
import { NOW, prices, version } from "../../support/build.ts";
import { amountOf, answersOf, commandsOf, onlyFinding, SILENT, workingOf } from "./judging.ts";

const facts = { prices: known(prices(), NOW) };
const lts = { tier: "premium", supportPlan: "lts" } as const;

/** On 23 Nov 2026; the last days are those of the AKS calendar: 1.34 Nov 2026, 1.35 Mar 2027, 1.36 Jun 2027. */
describe("lts-before-it-is-needed", () => {
  it.for([
    { minor: "1.35.4", days: 128 },
    { minor: "1.36.1", days: 219 },
  ])("finds $minor, which community support covers for $days days more", ({ minor, days }) => {
    const finding = onlyFinding(answersOf(ltsBeforeItIsNeeded, { of: { ...lts, version: version(minor) }, facts }));

    expect(finding).toMatchObject({ severity: "low", magnitude: { value: days, unit: "day" } });
    expect(finding.worth).toMatchObject({ kind: "monthly", about: "tier", firmness: "firm" });
    expect(amountOf(finding.worth)).toBeCloseTo(0.5 * 730, 6);
    expect(workingOf(finding, "until then")).toBe(`${days * 24 * 0.5} EUR`);
    expect(commandsOf(finding)[0]).toContain("--tier standard --k8s-support-plan KubernetesOfficial");
  });

  it.for([
    { least: 128, finds: true },
    { least: 129, finds: false },
  ])("with 128 days left and $least as the least, found: $finds", ({ least, finds }) => {
    const outcome = answersOf(ltsBeforeItIsNeeded, { of: lts, facts, thresholds: { leastDays: least } });

    expect(outcome).toMatchObject({
      findings: finds ? [{}] : [],
      notApplicable: finds ? [] : [{ why: expect.stringMatching(/too soon/) }],
    });
  });

  it("is found without an amount, and without a sum until then, where prices were not read", () => {
    const finding = onlyFinding(
      answersOf(ltsBeforeItIsNeeded, { of: lts, facts: { prices: missing("unavailable", "the list did not answer") } }),
    );

    expect(finding.worth).toEqual({ kind: "not-priced", why: expect.stringContaining("did not answer") });
    expect(workingOf(finding, "until then")).toBeUndefined();
  });

  it.for([
    { what: "in the last month of community support, which is too near", of: { version: version("1.34.8") }, why: /too soon/ },
    { what: "once community support has ended: that is what it is for", of: { version: version("1.33.2") }, why: /has ended/ },
    { what: "to Premium without it, where nothing is saved yet", of: { supportPlan: "community" }, why: /finding of its own/ },
    { what: "to AKS Automatic", of: { isAutomatic: true }, why: /Automatic/ },
    { what: "to a stopped cluster, which pays no fee", of: { powerState: "stopped" }, why: /stopped/ },
  ] as const)("does not apply $what", ({ of, why }) => {
    const outcome = answersOf(ltsBeforeItIsNeeded, { of: { ...lts, ...of }, facts });

    expect(outcome).toMatchObject({ findings: [], unknown: [], notApplicable: [{ why: expect.stringMatching(why) }] });
  });

  it.for(["free", "standard"] as const)("is silent about community support in the tier %s", (tier) => {
    expect(answersOf(ltsBeforeItIsNeeded, { of: { tier }, facts })).toMatchObject(SILENT);
  });

  it("cannot tell about a version that the calendar does not have", () => {
    const outcome = answersOf(ltsBeforeItIsNeeded, { of: { ...lts, version: version("1.60.0") }, facts });

    expect(outcome).toMatchObject({ findings: [], unknown: [{ reason: { kind: "absent" } }] });
  });
});
