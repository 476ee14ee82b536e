import { describe, expect, it } from "vitest";
import { known } from "../../../src/core/model/absence.ts";
import { region, vmSize } from "../../../src/core/model/names.ts";
import { findSku } from "../../../src/core/model/region.ts";
import { minutesAfter, NOW, sku, skus } from "../../support/build.ts";
import { openedStore } from "./open-store.ts";

const { store } = openedStore();

describe("the VM sizes of a region", () => {
  it("come back as they were put, found in any case, with the moment they were read", async () => {
    const rows = skus(sku(), sku({ name: "Standard_ND96asr_v4", familyName: "Standard NDASv4_A100 Family", gpus: 8 }));

    await store().skus.put(region("westeurope"), rows, NOW);

    const fact = await store().skus.get(region("West Europe"));
    expect(fact).toEqual(known(rows, NOW));
    expect(fact && "known" in fact && findSku(fact.known, vmSize("standard_nd96ASR_v4"))?.gpus).toBe(8);
  });

  it("of a region that was never read are nothing", async () => {
    expect(await store().skus.get(region("marsnorth"))).toBeUndefined();
  });

  it("are replaced, 1,500 of them", async () => {
    const many = skus(...Array.from({ length: 1500 }, (_, index) => sku({ name: `Standard_D${index}ds_v5` })));
    await store().skus.put(region("northeurope"), skus(sku()), NOW);

    await store().skus.put(region("northeurope"), many, minutesAfter(1440));

    expect(await store().skus.get(region("northeurope"))).toEqual(known(many, minutesAfter(1440)));
  });
});
