import { describe, expect, it } from "vitest";
import { vmSize } from "../../../src/core/model/names.ts";
import { gib } from "../../../src/core/model/units.ts";
import { poolLeftOver } from "../../../src/core/rules/pool-left-over.ts";
import { nights, pool, poolSize } from "../../support/build.ts";
import { answersOn, commandsOf, onlyFinding, SILENT } from "./judging.ts";

const D4 = vmSize("Standard_D4ds_v5");
const empty = pool({ nodeCount: 0, sizes: [poolSize(D4, 0)] });
const zeros = (days: number): number[] => Array.from({ length: days }, () => 0);

describe("pool-left-over", () => {
  it.for([
    { what: "stopped", change: { powerState: "stopped", nodeCount: 3 }, title: "Stopped for at least 28 days" },
    { what: "fixed at 0 nodes", change: {}, title: "Without nodes for at least 28 days" },
  ] as const)("finds a pool that was $what on every day of 28", ({ change, title }) => {
    const finding = onlyFinding(answersOn(poolLeftOver, { ...empty, ...change }, { history: nights(zeros(28)) }));

    expect(finding).toMatchObject({
      subject: "apps",
      severity: "info",
      title,
      magnitude: { value: 28, unit: "day" },
      worth: { kind: "none" },
    });
    expect(commandsOf(finding)).toEqual(["az aks nodepool delete -g rg-prod --cluster-name prod-weu-1 -n apps"]);
  });

  it.for([
    { seen: zeros(27), answer: "unknown" },
    { seen: zeros(28), answer: "at least 28 days" },
    { seen: [3, ...zeros(27)], answer: "silent" },
    { seen: [], answer: "unknown" },
  ])("with $seen.length days seen: $answer", ({ seen, answer }) => {
    const outcome = answersOn(poolLeftOver, empty, { history: nights(seen) });

    expect(outcome).toMatchObject({
      findings: answer.startsWith("at least") ? [{ title: `Without nodes for ${answer}` }] : [],
      unknown: answer === "unknown" ? [{ subject: "apps", reason: { kind: "absent" } }] : [],
      notApplicable: [],
    });
  });

  it("says how long exactly where it was seen with nodes before", () => {
    const finding = onlyFinding(answersOn(poolLeftOver, empty, { history: nights([2, ...zeros(10)]), thresholds: { emptyDays: 10 } }));

    expect(finding.title).toBe("Without nodes for 10 days");
  });

  it("counts nights that nobody looked at, between nights without nodes", () => {
    const history = nights(zeros(28)).filter((_, index) => index % 7 === 0);

    expect(onlyFinding(answersOn(poolLeftOver, empty, { history })).title).toBe("Without nodes for at least 28 days");
  });

  it("goes by the pool's own days", () => {
    const history = [...nights(zeros(28), "other"), ...nights(zeros(3))];

    expect(answersOn(poolLeftOver, empty, { history })).toMatchObject({ findings: [], unknown: [{ subject: "apps" }] });
  });

  it("does not know whether a stopped pool's managed disks are billed", () => {
    const stopped = pool({ powerState: "stopped", osDisk: { kind: "managed", sizeGiB: gib(128) } });

    expect(onlyFinding(answersOn(poolLeftOver, stopped, { history: nights(zeros(28)) })).notKnown).toContainEqual(
      expect.stringContaining("disks"),
    );
  });

  it.for([
    { what: "a pool with nodes", change: { nodeCount: 1, sizes: [poolSize(D4, 1)] } },
    { what: "a pool that the autoscaler holds at 0", change: { sizes: [poolSize(D4, 0, { min: 0, max: 5 })] } },
  ])("is silent about $what", ({ change }) => {
    expect(answersOn(poolLeftOver, { ...empty, ...change }, { history: nights(zeros(28)) })).toMatchObject(SILENT);
  });

  it("leaves a running spot pool without nodes to the rule about evictions, and not a stopped one", () => {
    const history = nights(zeros(28));
    const running = answersOn(poolLeftOver, { ...empty, priority: "spot" }, { history });
    const stopped = answersOn(poolLeftOver, { ...empty, priority: "spot", powerState: "stopped" }, { history });

    expect(running).toMatchObject({ findings: [], notApplicable: [{ subject: "apps" }] });
    expect(stopped.findings).toHaveLength(1);
  });

  it("does not apply while the cluster is stopped", () => {
    const outcome = answersOn(poolLeftOver, empty, { of: { powerState: "stopped" }, history: nights(zeros(28)) });

    expect(outcome).toMatchObject({ findings: [], notApplicable: [{ why: "the cluster is stopped" }] });
  });
});
