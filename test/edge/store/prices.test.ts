import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { known } from "../../../src/core/model/absence.ts";
import { currency } from "../../../src/core/model/money.ts";
import { region, vmSize, vmSizeKey } from "../../../src/core/model/names.ts";
import type { RetailPrices, VmPrices } from "../../../src/core/model/price.ts";
import { UnreadableRows } from "../../../src/edge/store/index.ts";
import { minutesAfter, NOW, price, prices, vmPrices } from "../../support/build.ts";
import { openedStore } from "./open-store.ts";

const { store, table } = openedStore();

const EUR = currency("EUR");
const of = (name: string, change: Parameters<typeof prices>[0] = {}): RetailPrices => prices({ region: region(name), ...change });

describe("the prices of a region", () => {
  it("come back as they were put, with the moment they were read", async () => {
    const full = of("westeurope", {
      vms: {
        Standard_D4ds_v5: vmPrices(0.24, {
          linux: { ...price(0.24), savingsPlan: { oneYear: 0.2, threeYears: 0.15 } },
          reserved: { oneYear: 0.14, threeYears: 0.09, fiveYears: 0.07 },
        }),
        Standard_ND96asr_v4: {},
      },
      aks: { automaticControlPlane: price(0.16), automaticVcpu: new Map([["general-purpose", price(0.007)]]) },
      publicIps: {},
    });

    await store().prices.put(full, NOW);

    expect(await store().prices.get(region("West Europe"), EUR)).toEqual(known(full, NOW));
  });

  it("are kept apart by currency and by region", async () => {
    const euros = of("northeurope");
    const dollars = of("northeurope", { currency: currency("USD"), vms: { Standard_D4ds_v5: vmPrices(0.3) } });
    await store().prices.put(euros, NOW);
    await store().prices.put(dollars, minutesAfter(1));

    expect(await store().prices.get(region("northeurope"), EUR)).toEqual(known(euros, NOW));
    expect(await store().prices.get(region("northeurope"), currency("usd"))).toEqual(known(dollars, minutesAfter(1)));
    expect(await store().prices.get(region("northeurope2"), EUR)).toBeUndefined();
  });

  it("are replaced as a whole", async () => {
    await store().prices.put(of("eastus", { disks: { "P10 LRS": price(20) } }), NOW);
    const next = of("eastus", { disks: {} });

    await store().prices.put(next, minutesAfter(1440));

    expect(await store().prices.get(region("eastus"), EUR)).toEqual(known(next, minutesAfter(1440)));
  });

  it("of 1,500 sizes with meters of their own have room in a row", async () => {
    const some = (): VmPrices => {
      const row = (amount: number) => ({ ...price(amount, { meterId: randomUUID() }), usd: amount * 1.0837 });
      const linux = { ...row(Math.random() * 40), savingsPlan: { oneYear: Math.random(), threeYears: Math.random() } };
      const reserved = { oneYear: Math.random(), threeYears: Math.random() };
      return { linux, windows: row(Math.random()), linuxSpot: row(Math.random()), windowsSpot: row(Math.random()), reserved };
    };
    const vms = new Map(Array.from({ length: 1500 }, (_, index) => [vmSizeKey(vmSize(`Standard_D${index}ads_v6`)), some()]));
    const large = { ...of("eastus2"), vms };

    await store().prices.put(large, NOW);

    expect(await store().prices.get(region("eastus2"), EUR)).toEqual(known(large, NOW));
  });

  it("that cannot be read are an error, never a list that was never read", async () => {
    await store().prices.put(of("uksouth"), NOW);
    await table("shared").updateEntity({ partitionKey: "prices", rowKey: "eur!uksouth", shape: 9 }, "Merge");

    const get = store().prices.get(region("uksouth"), EUR);

    await expect(get).rejects.toThrow(UnreadableRows);
    await expect(get).rejects.toThrow("row eur!uksouth in partition prices of table shared: it has shape 9");
  });
});
