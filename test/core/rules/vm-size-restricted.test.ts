import { describe, expect, it } from "vitest";
import { known, missing } from "../../../src/core/model/absence.ts";
import type { NodePool } from "../../../src/core/model/cluster.ts";
import { vmSize, vmSizeKey } from "../../../src/core/model/names.ts";
import type { Restriction, Restrictions } from "../../../src/core/model/region.ts";
import { gib } from "../../../src/core/model/units.ts";
import { vmSizeRestricted } from "../../../src/core/rules/vm-size-restricted.ts";
import { NOW, pool, poolSize, sku, skus } from "../../support/build.ts";
import { answersOn, onlyFinding, workingOf } from "./judging.ts";

const D4 = vmSize("Standard_D4ds_v5");
const E4 = vmSize("Standard_E4ds_v5");
const CLOSED = { reason: "NotAvailableForSubscription" };
const E4_SKU = sku({ name: E4, familyName: "standardEDSv5Family", memoryGiB: gib(32) });
const D4_V6 = sku({ name: "Standard_D4ads_v6", familyName: "standardDADSv6Family" });
const ARM = sku({ name: "Standard_D4pds_v6", familyName: "standardDPDSv6Family", architecture: "arm64" });

const judged = (change: Partial<NodePool>, closed: Readonly<Record<string, Restriction>>) => {
  const restrictions: Restrictions = { byKey: new Map(Object.entries(closed).map(([size, why]) => [vmSizeKey(vmSize(size)), why])) };
  const facts = { restrictions: known(restrictions, NOW), skus: known(skus(sku(), E4_SKU, D4_V6, ARM), NOW) };
  return answersOn(vmSizeRestricted, pool(change), { facts });
};

describe("vm-size-restricted", () => {
  it.for([
    { what: "nothing is closed", zones: ["1", "2", "3"], closed: undefined, severity: undefined },
    { what: "the region is closed", zones: ["1", "2", "3"], closed: [], severity: "high" },
    { what: "the region is closed", zones: [], closed: [], severity: "high" },
    { what: "one zone of the pool is closed", zones: ["1", "2", "3"], closed: ["3"], severity: "medium" },
    { what: "all zones of the pool are closed", zones: ["1", "2"], closed: ["1", "2", "3"], severity: "high" },
    { what: "the only zone of the pool is closed", zones: ["2"], closed: ["2"], severity: "high" },
    { what: "another zone is closed", zones: ["1"], closed: ["2", "3"], severity: undefined },
    { what: "zones are closed", zones: [], closed: ["1", "2", "3"], severity: undefined },
  ])("where $what, a pool of zones $zones: $severity", ({ zones, closed, severity }) => {
    const outcome = judged({ zones }, closed ? { [D4]: { ...CLOSED, zones: closed } } : {});

    expect(outcome.findings.map((finding) => finding.severity)).toEqual(severity ? [severity] : []);
    expect(outcome.unknown).toEqual([]);
  });

  it("says where and why, and names sizes of the same kind that are open", () => {
    const finding = onlyFinding(judged({}, { [D4]: { ...CLOSED, zones: [] } }));

    expect(finding.title).toBe("No new nodes of Standard_D4ds_v5 in westeurope");
    expect(finding.detail).toContain("(NotAvailableForSubscription)");
    expect(workingOf(finding, "sizes like it that are open")).toBe("Standard_D4ads_v6 and Standard_E4ds_v5");
    expect(finding.remedy).toMatchObject({ bicep: "agentPoolProfiles[apps].vmSize: 'Standard_D4ads_v6'" });
  });

  it("names no size that is closed itself, and none where there is none", () => {
    const every = { [D4]: { ...CLOSED, zones: [] }, Standard_D4ads_v6: { ...CLOSED, zones: ["2"] }, [E4]: { ...CLOSED, zones: [] } };
    const finding = onlyFinding(judged({}, every));

    expect(workingOf(finding, "sizes like it that are open")).toBe("none");
    expect(finding.remedy.bicep).toBeUndefined();
  });

  it("finds it however the size is written", () => {
    expect(judged({ sizes: [poolSize("standard_d4DS_v5", 3)] }, { [D4]: { ...CLOSED, zones: [] } }).findings).toHaveLength(1);
  });

  it("is medium for a Virtual Machines pool that has another size which is open", () => {
    const sizes = [poolSize(D4, 2), poolSize(E4, 1)];
    const of = { kind: "virtual-machines", zones: [], sizes } as const;

    expect(onlyFinding(judged(of, { [E4]: { ...CLOSED, zones: [] } }))).toMatchObject({ severity: "medium" });
    expect(onlyFinding(judged(of, { [D4]: { ...CLOSED, zones: [] }, [E4]: { ...CLOSED, zones: [] } }))).toMatchObject({ severity: "high" });
  });

  it("cannot tell about a size that the region does not list, nor without the list", () => {
    const unread = { facts: { restrictions: missing("forbidden", "the app may not read it") } };

    expect(judged({ sizes: [poolSize("Standard_D2_v2", 3)] }, {})).toMatchObject({
      findings: [],
      unknown: [{ subject: "apps", reason: { kind: "absent" } }],
    });
    expect(answersOn(vmSizeRestricted, pool(), unread).unknown).toMatchObject([{ reason: { kind: "forbidden" } }]);
  });
});
