import { existsSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { type Arm, localCredential, startArm } from "../../local/arm/index.ts";
import { type PricesStandIn, startPrices } from "../../local/prices/index.ts";
import { REAL } from "../../local/real.ts";
import { restingClusters } from "../../local/sample/clusters.ts";
import { INTERESTING, sampleEstate } from "../../local/sample/estate.ts";
import { linuxPrices, REGIONS } from "../../local/sample/list-prices.ts";
import { armSize } from "../../local/sample/pool-body.ts";
import { samplePrices } from "../../local/sample/prices.ts";
import { currency } from "../../src/core/model/money.ts";
import { region, subscriptionId, type VmSizeKey, vmSize, vmSizeKey } from "../../src/core/model/names.ts";
import type { RetailPrices, SpotReading } from "../../src/core/model/price.ts";
import type { OddItem } from "../../src/core/model/scan.ts";
import { instant } from "../../src/core/model/time.ts";
import { type Azure, connectAzure } from "../../src/edge/azure/index.ts";
import { connectPrices } from "../../src/edge/prices/index.ts";

const AT = instant("2026-11-23T02:00:00Z");
const key = (size: string): VmSizeKey => vmSizeKey(vmSize(armSize(size)));

let api: PricesStandIn;
let arm: Arm;
let azure: Azure;
const odd: OddItem[] = [];
const oddRows: OddItem[] = [];
const lists = new Map<string, RetailPrices>();

beforeAll(async () => {
  api = await startPrices(samplePrices());
  arm = await startArm(sampleEstate());
  const { signal } = new AbortController();
  azure = connectAzure({
    ...{ endpoint: arm.url, credential: localCredential, timeoutMs: 60_000, maxInFlight: 8, signal },
    onOdd: (items) => oddRows.push(...items),
  });
  const prices = connectPrices({
    ...{ endpoint: api.url, timeoutMs: 60_000, firstDelayMs: 1, budgetMs: 300_000, signal },
    ...{ onOdd: (items) => odd.push(...items), onWarning: () => undefined },
  });
  for (const each of REGIONS) lists.set(each, await prices.readPrices(region(each), currency("EUR"), AT));
});
afterAll(async () => {
  await api.close();
  await arm.close();
});

const listOf = (name: string): RetailPrices => lists.get(name) ?? expect.fail(`no list of ${name}`);

describe("the sample's price list", () => {
  it("has a price for every size in use where it is used, but for one that is not listed and one that is listed twice", () => {
    const used = restingClusters.flatMap(({ region, pools }) =>
      pools.flatMap(({ size, alsoSizes = [], os, spot }) =>
        [size, ...alsoSizes.map((each) => each.size)].map((each) => ({ region, size: each, os, isSpot: spot !== undefined })),
      ),
    );
    const without = used.filter(({ region, size, os, isSpot }) => {
      const offer = listOf(region).vms.get(key(size));
      return (isSpot ? offer?.linuxSpot : os === "windows" ? offer?.windows : offer?.linux) === undefined;
    });

    expect(new Set(without.map(({ region, size }) => `${size} in ${region}`))).toEqual(
      new Set(["NC24ads_A100_v4 in swedencentral", "L8s_v3 in westeurope"]),
    );
  });

  it("names what contradicts itself, and takes none of the odd rows beside an honest one", () => {
    expect(odd.map(({ problem }) => problem)).toEqual([expect.stringContaining("hold at the same time")]);
    expect(odd[0]?.id).toContain("standard_l8s_v3");
    expect(listOf("westeurope").vms.get(key("D8ds_v5"))?.linux).toMatchObject({ amount: 0.544 * 0.92, usd: 0.544 });
  });

  it("has everything else that a cluster is made of, and terms by the hour", () => {
    for (const name of REGIONS) {
      const { disks, aks, publicIps, vms } = listOf(name);

      expect([...disks.keys()]).toEqual(expect.arrayContaining(["P10 LRS", "P10 ZRS", "E10 LRS"]));
      expect(aks).toMatchObject({ uptimeSla: { usd: 0.1 }, longTermSupport: { usd: 0.6 }, automaticControlPlane: { usd: 0.16 } });
      expect(aks.automaticVcpu.size).toBe(7);
      expect(publicIps).toMatchObject({ standardStatic: { usd: 0.005 }, inPrefix: { usd: 0.006 } });
      const { linux, windows, reserved } = vms.get(key("D4ds_v5")) ?? {};
      expect(windows?.usd).toBeCloseTo((linux?.usd ?? 0) + 4 * 0.046, 6);
      expect((reserved?.oneYear ?? 0) / (linux?.amount ?? 0)).toBeCloseTo(0.59, 2);
    }
  });

  it("is read in several pages", () => {
    const ofVirtualMachines = api.requests.filter(({ path }) => /westeurope.*Virtual%20Machines.*Consumption/.test(path));

    expect(ofVirtualMachines.length).toBeGreaterThan(4);
  });
});

const KARPENTER = `${REAL}/arm/prices-linux-ondemand-usd-karpenter.json`;
const DISKS = `${REAL}/arm/retail-prices-storage-westeurope.json`;
const jsonOf = (file: string): unknown => JSON.parse(readFileSync(file, "utf8"));

describe.skipIf(!existsSync(KARPENTER))(
  `the sample's prices beside those recorded in ${REAL} (skipped where that folder is absent)`,
  () => {
    it("are those of karpenter's table, but for where it has the Windows price and two sizes of the B-series", () => {
      const table = z.record(z.string(), z.record(z.string(), z.number())).parse(jsonOf(KARPENTER));
      const changed = REGIONS.flatMap((of) =>
        linuxPrices(of).flatMap(([size, price]) => {
          const recorded = table[of]?.[armSize(size)];
          return recorded === price ? [] : [`${of} ${size} ${recorded}`];
        }),
      );

      expect(changed).toEqual([
        ...["westeurope D8ads_v5 0.868", "westeurope B2s_v2 0.105"],
        ...["northeurope D4as_v5 0.376", "northeurope D8as_v5 0.752", "northeurope D2ads_v5 0.207", "northeurope D8ads_v5 0.828"],
        ...["northeurope B2s_v2 0.0912", "swedencentral D4as_v5 0.368", "swedencentral D8ads_v5 0.808", "swedencentral B4s_v2 0.191"],
      ]);
    });

    it("are those of the recorded page for the disks of West Europe", () => {
      const Page = z.object({ Items: z.array(z.object({ productName: z.string(), meterName: z.string(), retailPrice: z.number() })) });
      const rows = Page.parse(jsonOf(DISKS)).Items.filter(({ productName }) => productName.endsWith("SSD Managed Disks"));
      const recorded = new Map(rows.map(({ meterName, retailPrice }) => [meterName, retailPrice]));

      expect(listOf("westeurope").disks.size).toBe(24);
      for (const [name, { usd }] of listOf("westeurope").disks) expect([name, usd]).toEqual([name, recorded.get(`${name} Disk`)]);
    });
  },
);

describe("the sample's spot market", () => {
  let market: SpotReading;
  beforeAll(async () => {
    market = await azure.readSpot(region("northeurope"));
    await azure.readSpot(region("westeurope"));
    await azure.readSpot(region("swedencentral"));
  });

  it("has a history that moves, and a class, for the pool that may be interrupted", () => {
    const history = market.prices.find((each) => each.vmSize === key("D8as_v5") && each.os === "linux")?.history;

    expect(history).toEqual([
      { from: "2026-08-30T00:00:00.000Z", usdHourly: 0.1056 },
      { from: "2026-10-05T00:00:00.000Z", usdHourly: 0.0864 },
      { from: "2026-11-04T00:00:00.000Z", usdHourly: 0.1152 },
      { from: "2026-11-12T00:00:00.000Z", usdHourly: 0.096 },
    ]);
    expect(market.evictions.get(key("D8as_v5"))).toBe("0-5");
  });

  it("has four odd things in it, each of which is named", () => {
    expect(oddRows).toHaveLength(4);
    expect(oddRows.map(({ problem }) => problem)).toEqual(
      expect.arrayContaining([
        expect.stringContaining("priceUSD: expected more than 0"),
        expect.stringContaining("properties.evictionRate: Invalid option"),
        expect.stringContaining("properties.osType: plan9"),
        expect.stringContaining("sku: expected object"),
      ]),
    );
  });
});

it("the stopped cluster of the sample keeps two volumes and an address", async () => {
  const stopped = restingClusters.find(({ name }) => name === INTERESTING.stopped) ?? expect.fail();
  const name = `MC_rg-dev_${stopped.name}_westeurope`;

  const groups = await azure.readNodeGroups(subscriptionId(stopped.subscription), [name]);

  expect(groups.get(name.toLowerCase())).toMatchObject({
    disks: [
      { sizeGiB: 256, sku: "Premium_LRS", tier: "P15", isAttached: false },
      { sizeGiB: 128, sku: "StandardSSD_LRS", tier: "E10", isAttached: false },
    ],
    publicIps: [{ sku: "standard", isAssociated: true, isFromPrefix: false }],
  });
});
