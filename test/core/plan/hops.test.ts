import { describe, expect, it } from "vitest";
import { known, missing } from "../../../src/core/model/absence.ts";
import { type KubernetesVersion, versionText } from "../../../src/core/model/version.ts";
import { type Stage, wayTo } from "../../../src/core/plan/hops.ts";
import type { PlanInput } from "../../../src/core/plan/input.ts";
import {
  cluster,
  leading,
  minutesAfter,
  NOW,
  offered,
  pool,
  regionFacts,
  systemPool,
  told,
  version,
  versionCatalogue,
} from "../../support/build.ts";
import { CATALOGUE, plan, planInput } from "./planning.ts";

const runs = (controlPlane: string, pools: Readonly<Record<string, string>> = { apps: controlPlane }) =>
  cluster({ version: version(controlPlane), nodePools: Object.entries(pools).map(([name, on]) => pool({ name, version: version(on) })) });
const FACTS = regionFacts({ versions: known(CATALOGUE, NOW) });
const text = ({ from, to, pools }: Stage): string => `${versionText(from)} → ${versionText(to)}: ${pools.join(" ")}`;
const way = (change: Partial<PlanInput>) => told(wayTo(planInput({ facts: FACTS, ...change })));
const stages = (change: Partial<PlanInput>) => way(change).stages.map(text);

describe("the way to a version", () => {
  it("goes minor by minor to the newest that is offered, pools with every hop", () => {
    expect(stages({ cluster: runs("1.34.2") })).toEqual(["1.34.2 → 1.35.4: apps", "1.35.4 → 1.36.1: apps"]);
  });

  it("ends where it is asked to, at a minor or a patch", () => {
    expect(stages({ cluster: runs("1.34.2"), target: version("1.35") })).toEqual(["1.34.2 → 1.35.4: apps"]);
    expect(stages({ cluster: runs("1.34.2"), target: version("1.36.0") })).toEqual(["1.34.2 → 1.35.4: apps", "1.35.4 → 1.36.0: apps"]);
  });

  it("takes pools up as seldom as skew allows, where that is asked", () => {
    const options = { poolUpgrades: "as-seldom" as const };

    expect(stages({ cluster: runs("1.34.2"), options })).toEqual(["1.34.2 → 1.35.4: ", "1.35.4 → 1.36.1: apps"]);
    // 1.36 − 1.32 = 4 minors, three are allowed.
    expect(stages({ cluster: runs("1.35.3", { old: "1.32.1" }), options })).toEqual(["1.35.3 → 1.35.3: old", "1.35.3 → 1.36.1: old"]);
    expect(stages({ cluster: runs("1.35.3", { old: "1.33.1" }), options })).toEqual(["1.35.3 → 1.36.1: old"]);
  });

  it("does not wait for pools that came along", () => {
    const long = versionCatalogue(
      leading("1.36", [0], []),
      leading("1.35", [0], ["1.36.0"]),
      leading("1.34", [0], ["1.35.0"]),
      leading("1.33", [0], ["1.34.0"]),
      leading("1.32", [0], ["1.33.0"]),
    );
    const facts = regionFacts({ versions: known(long, NOW) });

    expect(stages({ cluster: runs("1.32.0"), facts })).toHaveLength(4);
    expect(stages({ cluster: runs("1.32.0"), facts, options: { poolUpgrades: "as-seldom" } })).toEqual([
      "1.32.0 → 1.33.0: ",
      "1.33.0 → 1.34.0: ",
      "1.34.0 → 1.35.0: ",
      "1.35.0 → 1.35.0: apps",
      "1.35.0 → 1.36.0: apps",
    ]);
  });

  it("skips from a version that is no longer offered to the oldest that is, pools and all at once, without warrant", () => {
    const old = way({ cluster: runs("1.28.5") });
    const { hops } = plan({ cluster: runs("1.28.5"), facts: FACTS });

    expect(old.stages.map(text)).toEqual(["1.28.5 → 1.34.8: apps", "1.34.8 → 1.35.4: apps", "1.35.4 → 1.36.1: apps"]);
    expect(old.unknown).toMatchObject({ cannotTell: { kind: "unsupported" } });
    expect(hops.map(({ steps }) => steps.upgrade.map(({ command }) => command?.args[1]))).toEqual([
      ["upgrade"],
      ["upgrade", "nodepool"],
      ["upgrade", "nodepool"],
    ]);
    expect(hops[0]?.steps.upgrade[0]?.command?.args).not.toContain("--control-plane-only");
    expect(stages({ cluster: runs("1.28.5"), target: version("1.34") })).toEqual(["1.28.5 → 1.34.8: apps"]);
    // The next minor is no skip.
    expect(stages({ cluster: runs("1.33.1"), target: version("1.34") })).toEqual(["1.33.1 → 1.34: apps"]);
  });

  it("brings pools up alone where the control plane is there already", () => {
    expect(stages({ cluster: runs("1.36.1", { apps: "1.35.4", web: "1.36.1" }) })).toEqual(["1.36.1 → 1.36.1: apps"]);
    expect(stages({ cluster: runs("1.36.1") })).toEqual([]);
    expect(plan({ cluster: runs("1.36.1"), facts: FACTS }).verdict).toEqual({ kind: "nothing-to-do" });
  });

  it("takes a newer patch as a step", () => {
    expect(stages({ cluster: runs("1.35.3"), target: version("1.35.4") })).toEqual(["1.35.3 → 1.35.4: apps"]);
  });

  it("leaves stopped pools behind", () => {
    const stopped = { ...runs("1.35.4"), nodePools: [pool({ powerState: "stopped", name: "night" }), systemPool()] };

    expect(stages({ cluster: stopped })).toEqual(["1.35.4 → 1.36.1: system"]);
  });

  it("skips minors under long-term support, where the catalogue leads on", () => {
    const catalogue = versionCatalogue(
      leading("1.36", [1], []),
      leading("1.35", [4], ["1.36.1"]),
      leading("1.34", [8], ["1.35.4", "1.36.1"]),
    );
    const facts = regionFacts({ versions: known(catalogue, NOW) });

    expect(stages({ cluster: { ...runs("1.34.8"), supportPlan: "lts" }, facts })).toEqual(["1.34.8 → 1.36.1: apps"]);
    expect(stages({ cluster: runs("1.34.8"), facts })).toEqual(["1.34.8 → 1.35.4: apps", "1.35.4 → 1.36.1: apps"]);
  });

  it.for([
    { what: "the catalogue was not read", versions: missing("forbidden", "no"), kind: "forbidden" },
    {
      what: "the catalogue leads nowhere",
      versions: known(versionCatalogue(offered("1.36", 1), offered("1.35", 4), offered("1.34", 2)), NOW),
      kind: "absent",
    },
  ])("is the policy's, minor by minor, and says so, where $what", ({ versions, kind }) => {
    const found = way({ cluster: runs("1.34.2"), target: version("1.36"), facts: { ...FACTS, versions } });

    expect(found.stages.map(text)).toEqual(["1.34.2 → 1.35: apps", "1.35 → 1.36: apps"]);
    expect(found.unknown).toMatchObject({ cannotTell: { kind } });
  });

  it("goes by the calendar to the newest generally available minor, where the catalogue was not read", () => {
    const facts = { ...FACTS, versions: missing("forbidden", "no") };

    // The calendar of 20 Nov plans 1.37 for October.
    expect(versionText(way({ cluster: runs("1.36.1"), facts }).target)).toBe("1.37");
    const { verdict, notKnown } = plan({ cluster: runs("1.36.1"), facts });
    expect(verdict.kind).toBe("as-set");
    expect(notKnown.map(({ what }) => what)).toContain("which versions the region lets it go to");
  });

  it("is not known where neither has a version", () => {
    const input = { facts: { ...FACTS, versions: missing("forbidden", "no") }, calendar: { ...planInput().calendar, versions: [] } };

    expect(plan(input).verdict).toMatchObject({ kind: "no-target", why: { kind: "absent" } });
  });

  it("takes a catalogue of the day before yesterday for none", () => {
    const { notKnown } = plan({ at: minutesAfter(37 * 60), cluster: runs("1.35.4"), facts: FACTS });

    expect(notKnown.find(({ what }) => what.startsWith("which versions"))?.missing.kind).toBe("stale");
  });

  it.for<{ target: KubernetesVersion; why: string }>([
    { target: version("1.33"), why: "older-than-control-plane" },
    { target: version("1.34.1"), why: "older-than-control-plane" },
    { target: version("1.37"), why: "preview" },
    { target: version("1.38"), why: "not-offered" },
    { target: version("1.36.9"), why: "not-offered" },
    { target: version("1.35"), why: "other-support-plan" },
  ])("is refused to $target.minor.$target.patch: $why", ({ target, why }) => {
    const catalogue = versionCatalogue(
      { ...offered("1.37", 0), isPreview: true },
      leading("1.36", [1], []),
      { ...leading("1.35", [4], ["1.36.1"]), plans: ["lts"] },
      leading("1.34", [2], ["1.35.4"]),
    );
    const { verdict } = plan({ cluster: runs("1.34.2"), target, facts: regionFacts({ versions: known(catalogue, NOW) }) });

    expect(verdict).toEqual({ kind: "refused", why });
  });

  it("is not refused what a catalogue with a gap may offer all the same", () => {
    const gap = { ...CATALOGUE, isComplete: false };
    const { verdict } = plan({ cluster: runs("1.36.1"), target: version("1.37"), facts: regionFacts({ versions: known(gap, NOW) }) });

    expect(verdict).toEqual({ kind: "as-set", hop: 0 });
  });

  it("does not go back where the control plane is ahead of what is offered", () => {
    expect(plan({ cluster: runs("1.37.0"), facts: FACTS }).verdict).toEqual({ kind: "nothing-to-do" });
  });

  it("takes the pools in order: system, few nodes, many nodes, spot", () => {
    const pools = [
      pool({ name: "burst", priority: "spot", nodeCount: 1 }),
      pool({ name: "big", nodeCount: 9 }),
      pool({ name: "small", nodeCount: 2 }),
      systemPool({ nodeCount: 12 }),
    ];
    const { hops } = plan({ cluster: cluster({ nodePools: pools }), facts: FACTS });

    expect(hops[0]?.steps.upgrade.flatMap(({ command }) => (command?.args[1] === "nodepool" ? [command.args[8]] : []))).toEqual([
      "system",
      "small",
      "big",
      "burst",
    ]);
  });
});
