import { describe, expect, it } from "vitest";
import { known, missing } from "../../../src/core/model/absence.ts";
import type { NodePool } from "../../../src/core/model/cluster.ts";
import { vmFamily, vmSize } from "../../../src/core/model/names.ts";
import { gib } from "../../../src/core/model/units.ts";
import { surgeRegionalQuota } from "../../../src/core/rules/surge-regional-quota.ts";
import {
  cluster,
  NOW,
  pool,
  poolSize,
  quota,
  quotas,
  ref,
  sku,
  skus,
  snapshot,
  surging,
  systemPool,
  version,
  without,
} from "../../support/build.ts";
import { answersOf, answersOn, commandsOf, onlyFinding } from "./judging.ts";

const E4 = vmSize("Standard_E4ds_v5");
const FAMILY = vmFamily("standardDDSv5Family");

const withFree = (free: number) => ({
  skus: known(skus(sku(), sku({ name: E4, familyName: "standardEDSv5Family", memoryGiB: gib(32) })), NOW),
  quotas: known(
    quotas({
      byFamily: new Map([
        [FAMILY, quota(500, 0)],
        [vmFamily("standardEDSv5Family"), quota(500, 0)],
      ]),
      regional: quota(1000, 1000 - free),
    }),
    NOW,
  ),
});

describe("surge-regional-quota", () => {
  it.for([
    { free: 12, severity: undefined },
    { free: 11, severity: "medium" },
    { free: 4, severity: "medium" },
    { free: 3, severity: "high" },
  ] as const)("with $free regional vCPUs free for a surge of 12: $severity", ({ free, severity }) => {
    const old = { version: version("1.34.2") };
    const outcome = answersOn(surgeRegionalQuota, surging(3, "100%", old), { of: old, facts: withFree(free) });

    expect(outcome.findings.map((finding) => finding.severity)).toEqual(severity ? [severity] : []);
  });

  it("speaks of the region, and asks for its vCPUs", () => {
    const finding = onlyFinding(answersOn(surgeRegionalQuota, surging(3, "100%"), { facts: withFree(8) }));

    expect(finding).toMatchObject({
      subject: "apps",
      severity: "low",
      magnitude: { value: 4, unit: "vCPU" },
      title: "No room for the upgrade's surge nodes in the regional quota",
    });
    expect(finding.detail).toContain("the regional quota of westeurope has 8 free (limit 1000, used 992)");
    expect(commandsOf(finding)[0]).toContain("--max-surge 66%");
    expect(commandsOf(finding).at(-1)).toMatch(/^az quota update --resource-name cores .* --limit-object value=1004$/);
  });

  it("adds up pools of all families", () => {
    const nodePools = [surging(3, "1"), surging(3, "1", { name: "mem", sizes: [poolSize(E4, 3)] })];

    expect(answersOf(surgeRegionalQuota, { of: { nodePools }, facts: withFree(8) }).findings).toEqual([]);
    expect(answersOf(surgeRegionalQuota, { of: { nodePools }, facts: withFree(7) }).findings).toMatchObject([
      { subject: "all pools", severity: "low" },
    ]);
  });

  it("cannot tell about a shortage while any regular pool of the region is in motion", () => {
    const mover = (change: Partial<NodePool>) =>
      snapshot(
        cluster({
          ...ref("other"),
          nodePools: [systemPool(), pool({ provisioningState: "Scaling", sizes: [poolSize(E4, 3)], ...change })],
        }),
      );
    const judged = (free: number, change: Partial<NodePool> = {}) =>
      answersOn(surgeRegionalQuota, surging(3, "1"), { facts: withFree(free), others: [mover(change)] });

    expect(judged(3).unknown).toContainEqual(
      expect.objectContaining({ subject: "apps", reason: expect.objectContaining({ kind: "in-motion" }) }),
    );
    expect(judged(3).findings).toEqual([]);
    expect(judged(3, { priority: "spot" }).findings).toHaveLength(1);
    expect(judged(4).unknown).toHaveLength(1);
  });

  it("cannot tell where the region's row is not in the usage list", () => {
    expect(answersOn(surgeRegionalQuota, surging(3, "1"), { facts: { quotas: known(without(quotas(), "regional"), NOW) } })).toMatchObject({
      findings: [],
      unknown: [{ subject: "apps", reason: { kind: "absent", why: "the regional quota is not in the usage list of the region" } }],
    });
  });

  it("cannot tell about the cluster while the quotas were not read", () => {
    expect(
      answersOn(surgeRegionalQuota, surging(3, "1"), { facts: { quotas: missing("throttled", "Azure asked to wait") } }),
    ).toMatchObject({
      findings: [],
      unknown: [{ reason: { kind: "throttled" } }],
    });
  });

  it("is silent about spot pools, whose quota is another", () => {
    expect(answersOn(surgeRegionalQuota, surging(3, "1", { priority: "spot" }), { facts: withFree(0) })).toMatchObject({
      findings: [],
      unknown: [],
    });
  });
});
