import { describe, expect, it } from "vitest";
import { growthVcpus, heldVcpus } from "../../../src/core/calc/quota-growth.ts";
import type { NodePool } from "../../../src/core/model/cluster.ts";
import { vmFamily, vmSize } from "../../../src/core/model/names.ts";
import { pool, sku, skus } from "../../support/build.ts";

const DDSV5 = vmFamily("standardDDSv5Family");
const MS = vmFamily("standardMSFamily");
const SKUS = skus(
  sku(),
  sku({ name: "Standard_D8ds_v5", vcpus: 8, vcpusAvailable: 8 }),
  sku({ name: "Standard_M8-2ms", familyName: "standardMSFamily", vcpus: 8, vcpusAvailable: 2 }),
);
const sized = (name: string, nodeCount: number, max?: number): NodePool["sizes"][number] => ({
  vmSize: vmSize(name),
  nodeCount,
  ...(max === undefined ? {} : { autoscale: { min: 0, max } }),
});
const of = (sizes: NodePool["sizes"], change: Partial<NodePool> = {}) =>
  pool({ sizes, nodeCount: sizes.reduce((sum, { nodeCount }) => sum + nodeCount, 0), ...change });

describe("vCPUs that a pool holds, and takes when it grows", () => {
  it("count against the family and the region", () => {
    const apps = of([sized("Standard_D4ds_v5", 3, 10)]);

    expect(heldVcpus(apps, SKUS)).toEqual({ byFamily: new Map([[DDSV5, 12]]), regional: 12, spot: 0 });
    expect(growthVcpus(apps, SKUS)).toEqual({ byFamily: new Map([[DDSV5, 28]]), regional: 28, spot: 0 });
  });

  it("count against spot's own quota alone on spot", () => {
    const burst = of([sized("Standard_D4ds_v5", 3, 10)], { priority: "spot" });

    expect(heldVcpus(burst, SKUS)).toEqual({ byFamily: new Map(), regional: 0, spot: 12 });
    expect(growthVcpus(burst, SKUS)).toEqual({ byFamily: new Map(), regional: 0, spot: 28 });
  });

  it("are charged in full for constrained sizes, and by size where there are several", () => {
    const machines = of([sized("Standard_M8-2ms", 2, 3), sized("Standard_D8ds_v5", 1, 5), sized("Standard_D4ds_v5", 2)], {
      kind: "virtual-machines",
    });

    expect(heldVcpus(machines, SKUS)).toEqual({
      byFamily: new Map([
        [MS, 16],
        [DDSV5, 16],
      ]),
      regional: 32,
      spot: 0,
    });
    expect(growthVcpus(machines, SKUS)).toEqual({
      byFamily: new Map([
        [MS, 8],
        [DDSV5, 32],
      ]),
      regional: 40,
      spot: 0,
    });
  });

  it("do not grow without an autoscaler, at the maximum or above it", () => {
    for (const size of [sized("Standard_D4ds_v5", 3), sized("Standard_D4ds_v5", 3, 3), sized("Standard_D4ds_v5", 3, 2)]) {
      expect(growthVcpus(of([size]), SKUS)).toMatchObject({ regional: 0 });
    }
  });

  it("cannot be told for a size without a SKU that has or gets nodes", () => {
    expect(heldVcpus(of([sized("Standard_Nowhere", 1)]), SKUS)).toEqual({
      cannotTell: { kind: "absent", why: expect.stringContaining("Standard_Nowhere") },
    });
    expect(growthVcpus(of([sized("Standard_Nowhere", 0, 1)]), SKUS)).toMatchObject({ cannotTell: { kind: "absent" } });
    expect(growthVcpus(of([sized("Standard_Nowhere", 1)]), SKUS)).toMatchObject({ regional: 0 });
    expect(heldVcpus(pool({ nodeCount: 0, sizes: [] }), SKUS)).toMatchObject({ regional: 0 });
    expect(heldVcpus(pool({ nodeCount: 1, sizes: [] }), SKUS)).toMatchObject({ cannotTell: { kind: "absent" } });
  });
});
