import { describe, expect, it } from "vitest";
import { allowedSkew, newestOffered, upgradeHops } from "../../../src/core/calc/upgrade-hops.ts";
import type { Cluster } from "../../../src/core/model/cluster.ts";
import { versionText } from "../../../src/core/model/version.ts";
import type { OfferedMinor, VersionCatalogue } from "../../../src/core/model/version-catalogue.ts";
import { cluster, leading, pool, systemPool, version, versionCatalogue } from "../../support/build.ts";

/** A minor of patches 0 and 1, either of which leads to these versions. */
const to = (minor: string, next: readonly string[], change: Partial<OfferedMinor> = {}) => ({ ...leading(minor, [1, 0], next), ...change });
/** As recorded answers have it: each minor leads to the next. */
const CATALOGUE = versionCatalogue(
  to("1.37", [], { isPreview: true }),
  to("1.36", ["1.37.0"]),
  to("1.35", ["1.36.0", "1.36.1"]),
  to("1.34", ["1.35.0", "1.35.1"]),
  to("1.33", ["1.34.1", "1.34.0", "1.35.1"], { plans: ["lts"] }),
  to("1.32", ["1.33.0", "1.33.1", "1.35.1"], { plans: ["lts"] }),
);

const planned = (runs: string, change: Partial<Cluster> = {}, catalogue: VersionCatalogue = CATALOGUE) =>
  upgradeHops(cluster({ version: version(runs), nodePools: [systemPool({ version: version(runs) })], ...change }), catalogue);
const way = (plan: ReturnType<typeof planned>) => (plan && !("cannotTell" in plan) ? plan.hops.map(({ to }) => versionText(to)) : plan);

describe("hops to the newest supported version", () => {
  it.for([
    { runs: "1.36.1", hops: undefined },
    { runs: "1.36.0", hops: undefined },
    { runs: "1.35.0", hops: ["1.36.1"] },
    { runs: "1.34.1", hops: ["1.35.1", "1.36.1"] },
    { runs: "1.32.0", hops: ["1.33.1", "1.34.1", "1.35.1", "1.36.1"] },
    { runs: "1.34.9", hops: ["1.35.1", "1.36.1"] },
  ])("from $runs: $hops", ({ runs, hops }) => {
    expect(way(planned(runs))).toEqual(hops);
  });

  it("skip minors under long-term support, where the catalogue leads on", () => {
    expect(way(planned("1.32.0", { supportPlan: "lts" }))).toEqual(["1.35.1", "1.36.1"]);
  });

  it("go to the newest minor of the plan", () => {
    const old = versionCatalogue(to("1.34", [], { plans: ["lts"] }), to("1.33", ["1.34.1"]));

    expect(planned("1.33.1", {}, old)).toBeUndefined();
    expect(way(planned("1.33.1", { supportPlan: "lts" }, old))).toEqual(["1.34.1"]);
  });

  it.for([
    { what: "a minor that is no longer offered", runs: "1.30.4", catalogue: CATALOGUE, kind: "absent" },
    { what: "a gap", runs: "1.34.0", catalogue: versionCatalogue(to("1.36", []), to("1.34", [])), kind: "absent" },
    {
      what: "no version of the plan",
      runs: "1.34.0",
      catalogue: versionCatalogue(to("1.36", [], { plans: ["lts"] })),
      kind: "absent",
    },
    { what: "an unreadable version", runs: "1.34.0", catalogue: { ...CATALOGUE, isComplete: false }, kind: "unreadable" },
  ])("cannot be told with $what", ({ runs, catalogue, kind }) => {
    expect(planned(runs, {}, catalogue)).toMatchObject({ cannotTell: { kind } });
  });
});

describe("node pools on the way", () => {
  const plan = (pools: Cluster["nodePools"]) => planned("1.32.0", { nodePools: pools });

  it("go up once at the end where skew allows", () => {
    const nodePools = [systemPool({ version: version("1.33.0") }), pool({ version: version("1.33.0"), nodeCount: 5 })];
    const found = planned("1.33.0", { nodePools });

    expect(found).toMatchObject({ nodeRebuilds: 8, target: version("1.36.1"), last: nodePools });
    expect(found && "hops" in found && found.hops.every(({ before }) => before.length === 0)).toBe(true);
  });

  it("go up before the hop that would leave them too far behind, and again at the end", () => {
    const old = pool({ name: "old", version: version("1.31.0"), nodeCount: 4 });
    const found = plan([systemPool({ version: version("1.32.0") }), old]);
    const before = found && "hops" in found ? found.hops.map((hop) => [versionText(hop.from), hop.before.map(({ name }) => name)]) : [];

    expect(before).toEqual([
      ["1.32.0", []],
      ["1.33.1", []],
      ["1.34.1", ["old"]],
      ["1.35.1", ["system"]],
    ]);
    expect(found).toMatchObject({ nodeRebuilds: 2 * (3 + 4) });
  });

  it.for([
    ["1.27.9", 2],
    ["1.28.0", 3],
    ["1.36.0", 3],
  ] as const)("may be behind a control plane of %s by %i minors", ([text, minors]) => {
    expect(allowedSkew(version(text))).toBe(minors);
  });
});

it("the newest that is offered is no preview", () => {
  expect(newestOffered(cluster(), CATALOGUE)).toMatchObject({ version: version("1.36") });
});
