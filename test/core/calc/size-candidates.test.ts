import { describe, expect, it } from "vitest";
import { sameSizes } from "../../../src/core/calc/size-candidates.ts";
import { vmSize, vmSizeKey } from "../../../src/core/model/names.ts";
import { gib } from "../../../src/core/model/units.ts";
import { pool, sku } from "../../support/build.ts";

const NOW = sku();
const E4 = sku({ name: "Standard_E4ds_v5", familyName: "standardEDSv5Family", memoryGiB: gib(32) });
const D4_V6 = sku({ name: "Standard_D4ads_v6", familyName: "standardDADSv6Family" });
const LARGER_OF_FAMILY = sku({ name: "Standard_D4lds_v5", memoryGiB: gib(64) });
const namesOf = (
  candidates: Parameters<typeof sameSizes>[0],
  closed: ReadonlyMap<ReturnType<typeof vmSizeKey>, { reason: string; zones: string[] }> = new Map(),
) => sameSizes(candidates, { pool: pool(), now: NOW, restrictions: { byKey: closed } }).map((each) => each.vmSize);

describe("sizes that could stand in node for node", () => {
  it("are those of the family first, then the least memory", () => {
    expect(namesOf([E4, D4_V6, LARGER_OF_FAMILY, NOW])).toEqual(["Standard_D4lds_v5", "Standard_D4ads_v6", "Standard_E4ds_v5"]);
  });

  it.for([
    { what: "more vCPUs", change: { vcpus: 8, vcpusAvailable: 8 } },
    { what: "less memory", change: { memoryGiB: gib(8) } },
    { what: "another architecture", change: { architecture: "arm64" } },
    { what: "a GPU", change: { gpus: 1 } },
    { what: "no place in a zone of the pool", change: { zones: ["1", "2"] } },
  ] as const)("have not $what", ({ change }) => {
    expect(namesOf([sku({ name: "Standard_X4", familyName: "standardXFamily", ...change })])).toEqual([]);
  });

  it("are open in the region and in the pool's zones", () => {
    expect(
      namesOf([D4_V6], new Map([[vmSizeKey(vmSize("standard_d4ads_v6")), { reason: "NotAvailableForSubscription", zones: ["3"] }]])),
    ).toEqual([]);
  });
});
