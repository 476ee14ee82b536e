import { existsSync, globSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { REAL } from "../../../local/real.ts";
import { known, missing } from "../../../src/core/model/absence.ts";
import type { Cluster } from "../../../src/core/model/cluster.ts";
import { versionText } from "../../../src/core/model/version.ts";
import { ArmManagedCluster } from "../../../src/edge/azure/arm-managed-cluster.ts";
import { NOW, regionFacts, version } from "../../support/build.ts";
import { CATALOGUE, plan } from "./planning.ts";

const isAbsent = !existsSync(`${REAL}/arm`);

const Listed = z.looseObject({ value: z.array(z.unknown()) });
function clusters(): readonly Cluster[] {
  const bodies = globSync("arm/*.json", { cwd: REAL }).map((file): unknown => JSON.parse(readFileSync(`${REAL}/${file}`, "utf8")));
  const items = bodies.flatMap((body) => Listed.safeParse(body).data?.value ?? [body]);
  return items.flatMap((item) => ArmManagedCluster.safeParse(item).data ?? []);
}

describe.skipIf(isAbsent)(`clusters recorded in ${REAL} (skipped where that folder is absent)`, () => {
  const recorded = isAbsent ? [] : clusters();
  const NOTHING = missing("forbidden", "the app may not read it");

  it("are many", () => {
    expect(recorded.length).toBeGreaterThan(40);
  });

  it.for([
    { what: "with the builders' facts", facts: regionFacts({ versions: known(CATALOGUE, NOW) }) },
    {
      what: "with no facts at all",
      facts: regionFacts({
        ...{ skus: NOTHING, restrictions: NOTHING, quotas: NOTHING, subnets: NOTHING, prices: NOTHING },
        ...{ versions: NOTHING, maintenance: NOTHING, locks: NOTHING },
      }),
    },
  ])("get a plan $what, of possible numbers alone, up to 1.36", ({ facts }) => {
    for (const cluster of recorded) {
      const made = plan({ cluster, facts, target: version("1.36") });

      expect(made.verdict.kind, cluster.name).not.toBe("no-target");
      expect(
        numbersIn(made).filter((number) => !Number.isFinite(number)),
        cluster.name,
      ).toEqual([]);
      const last = made.hops.at(-1);
      if (last) expect(versionText(last.to), cluster.name).toMatch(/^1\.36/);
    }
  });
});

function numbersIn(value: unknown): readonly number[] {
  if (typeof value === "number") return [value];
  if (value instanceof Map) return [...value.values()].flatMap(numbersIn);
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(numbersIn);
}
