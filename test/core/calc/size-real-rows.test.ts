import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { REAL } from "../../../local/real.ts";
import { localStorageLeft, placementFits } from "../../../src/core/calc/disk-local.ts";
import { nodeReserved, poolNode } from "../../../src/core/calc/node-reserved.ts";
import { ephemeralFit, fullCacheFit } from "../../../src/core/calc/os-disk.ts";
import { defaultOsDisk } from "../../../src/core/calc/os-disk-default.ts";
import { diskForPods } from "../../../src/core/calc/reserved-disk.ts";
import { maxPodsEffect } from "../../../src/core/calc/reserved-max-pods.ts";
import { poolReserved } from "../../../src/core/calc/reserved-pool.ts";
import { BY_VERSION } from "../../../src/core/calc/reserved-shape.ts";
import { sizeAlternatives } from "../../../src/core/calc/size-alternatives.ts";
import { region, vmFamily, vmSize } from "../../../src/core/model/names.ts";
import type { VmSku } from "../../../src/core/model/region.ts";
import { gib, gibToMib } from "../../../src/core/model/units.ts";
import { armSku } from "../../../src/edge/azure/arm-sku.ts";
import { pool, poolSize, skus, version } from "../../support/build.ts";
import { CONFIDENTIAL, PLAIN, TRUSTED_LAUNCH } from "./disk-sizes.ts";
import { AUTO_PROVISIONED, HARDENED, HARDENED_CNI } from "./reserved-nodes.ts";

const ROWS = `${REAL}/skus`;
const isAbsent = !existsSync(ROWS);

const Capture = z.object({ value: z.array(z.looseObject({ locations: z.tuple([z.string()]) })) });
const Documented = z.object({
  sizes: z.array(
    z.object({
      name: z.string(),
      tempDiskGiB: z.number().nullable(),
      nvmeDisks: z.number(),
      nvmeDiskSizeGiB: z.number().nullable(),
      cacheGiB: z.number().nullable(),
    }),
  ),
});
const Generated = z.object({
  sizes: z.array(
    z.object({ name: z.string(), family: z.string(), vCPUs: z.number(), memoryMiB: z.number(), gpus: z.number(), arch: z.string() }),
  ),
});

const json = (file: string): unknown => JSON.parse(readFileSync(`${ROWS}/${file}`, "utf8"));

interface Row {
  readonly file: string;
  readonly sku: VmSku;
}
const rows: readonly Row[] = isAbsent
  ? []
  : readdirSync(ROWS)
      .filter((file) => file.startsWith("resource-skus."))
      .flatMap((file) => Capture.parse(json(file)).value.map((row) => ({ file, sku: armSku(region(row.locations[0])).parse(row).sku })));
const bySize = Map.groupBy(rows, ({ sku }) => sku.vmSize);

const SCHEMES = [BY_VERSION, HARDENED, HARDENED_CNI, AUTO_PROVISIONED];
const SECURITIES = [PLAIN, TRUSTED_LAUNCH, CONFIDENTIAL];
const GIB = 2 ** 30;
const WANTED = [30, 64, 75, 128, 149, 150, 200, 256, 512, 1024, 2040, 2048].map(gib);
const poolOf = (sku: VmSku, maxPods: number, minor = 35) =>
  pool({
    sizes: [poolSize(sku.vmSize, 3)],
    maxPods,
    version: version(`1.${minor}`),
    zones: [],
    osDisk: { kind: "managed", sizeGiB: gib(128) },
  });

describe.skipIf(isAbsent)(`every SKU row in ${ROWS} (skipped where that folder is absent)`, () => {
  it("is there: 100 rows", () => {
    expect(rows).toHaveLength(100);
  });

  it.for([10, 30, 110, 250])("keeps less than a node for Kubernetes at %s pods, and the more the denser", (maxPods) => {
    for (const { sku } of rows) {
      for (const scheme of SCHEMES) {
        const node = poolNode(poolOf(sku, maxPods), sku);
        if ("cannotTell" in node) throw new Error(`${sku.vmSize}: ${node.cannotTell.why}`);
        const of = nodeReserved(node, scheme);
        const effect = maxPodsEffect(node, 250, 3, scheme);

        expect(of.allocatableMemory, sku.vmSize).toBeLessThan(gibToMib(sku.memoryGiB));
        expect(of.cautiousAllocatableMemory, sku.vmSize).toBeLessThanOrEqual(of.allocatableMemory);
        expect(of.allocatableCpu, sku.vmSize).toBeLessThan(sku.vcpusAvailable * 1000);
        expect(Number.isInteger(of.allocatableMemory), sku.vmSize).toBe(true);
        expect(of.isEstimate, sku.vmSize).toBe(sku.vcpus !== sku.vcpusAvailable);
        if (!("cannotTell" in effect)) expect(effect.freedMemory, sku.vmSize).toBeLessThanOrEqual(0);
      }
    }
  });

  it("has an OS disk by default, which has room and a tier", () => {
    for (const { sku } of rows) {
      for (const security of SECURITIES) {
        const disk = defaultOsDisk(sku, security);
        if ("cannotTell" in disk) throw new Error(`${sku.vmSize}: ${disk.cannotTell.why}`);
        const isEphemeral = disk.kind === "ephemeral";

        expect(ephemeralFit(disk.sizeGiB, sku, security).kind === "fits", sku.vmSize).toBe(isEphemeral);
        if (disk.kind === "managed") expect(disk.tier.sizeGiB, sku.vmSize).toBe(disk.sizeGiB);
        expect(diskForPods({ os: "linux", sizeGiB: disk.sizeGiB }), sku.vmSize).toHaveProperty("allocatable");
      }
    }
  });

  it.for(SECURITIES)("has room for an OS disk, with %j, by rules that never contradict each other", (security) => {
    for (const { sku } of rows) {
      const fits = WANTED.map((wanted) => ephemeralFit(wanted, sku, security).kind);
      const somewhere = WANTED.map((wanted) => placementFits(wanted, sku, security).some(({ verdict }) => verdict === "fits"));
      const cached = WANTED.filter((wanted) => fullCacheFit(wanted, sku, security).kind === "fits");

      expect(somewhere, sku.vmSize).toEqual(fits.map((kind) => kind === "fits" || kind === "ambiguous"));
      expect(fits.lastIndexOf("fits"), `${sku.vmSize}: what holds a disk holds a smaller one`).toBe(
        fits.filter((kind) => kind === "fits").length - 1,
      );
      expect(WANTED.indexOf(cached.at(-1) ?? gib(0)), sku.vmSize).toBeLessThanOrEqual(fits.lastIndexOf("fits"));
    }
  });

  it.for(SECURITIES)("says what stays of its local disks, with %j", (security) => {
    for (const { sku } of rows) {
      for (const sizeGiB of WANTED) {
        const places = placementFits(sizeGiB, sku, security).filter(({ verdict }) => verdict === "fits");
        for (const { placement } of places) {
          const left = localStorageLeft({ sizeGiB, placement }, sku, security);

          expect("temp" in left && left.temp >= 0 && left.temp <= sku.ephemeralOsDisk.tempBytes, sku.vmSize).toBe(true);
          expect(left, `${sku.vmSize}: each row with NVMe says how large one disk is`).toHaveProperty("nvme.bytes");
        }
      }
    }
  });

  it("has alternatives in its capture that offer as much, save those of which nothing else is of the kind", () => {
    for (const [file, ofFile] of Map.groupBy(rows, (row) => row.file)) {
      const list = skus(...ofFile.map(({ sku }) => sku));
      for (const { sku } of ofFile) {
        const now = poolReserved(poolOf(sku, 30), list);
        if ("cannotTell" in now) throw new Error(`${file} ${sku.vmSize}: ${now.cannotTell.why}`);
        const answer = sizeAlternatives(now.offered, list.byKey.values(), {
          pool: poolOf(sku, 30),
          now: sku,
          restrictions: { byKey: new Map() },
        });
        if ("cannotTell" in answer) throw new Error(`${file} ${sku.vmSize}: ${answer.cannotTell.why}`);

        for (const { sku: other, nodes, reserved, vcpus } of answer) {
          expect(other.vmSize).not.toBe(sku.vmSize);
          expect(other.architecture).toBe(sku.architecture);
          expect(nodes * reserved.allocatableMemory).toBeGreaterThanOrEqual(now.offered.memory);
          expect(nodes * reserved.allocatableCpu).toBeGreaterThanOrEqual(now.offered.cpu);
          expect(vcpus).toBe(nodes * other.vcpus);
        }
      }
    }
  });

  it("agrees between captures in all that is reckoned from it", () => {
    const several = [...bySize.values()].filter((same) => same.length > 1);
    const reckoned = ({ sku }: Row) => ({
      reserved: SCHEMES.map((scheme) => {
        const node = poolNode(poolOf(sku, 110), sku);
        return "cannotTell" in node ? node : nodeReserved(node, scheme);
      }),
      byDefault: SECURITIES.map((security) => defaultOsDisk(sku, security)),
      fits: [30, 86, 128, 200].flatMap((wanted) => SECURITIES.map((security) => ephemeralFit(gib(wanted), sku, security))),
    });

    expect(several.map((same) => [same[0]?.sku.vmSize, same.length])).toHaveLength(17);
    for (const [first, ...others] of several) {
      for (const other of others) expect(reckoned(other), `${other.file} ${other.sku.vmSize}`).toEqual(first && reckoned(first));
    }
  });

  it("agrees with the size pages about local disks", () => {
    const { sizes } = Documented.parse(json("documented-local-storage.json"));

    for (const { name, tempDiskGiB, nvmeDisks, nvmeDiskSizeGiB, cacheGiB } of sizes) {
      for (const { file, sku } of bySize.get(vmSize(name)) ?? []) {
        const { tempBytes, nvmeBytes, nvmeDiskBytes = 0, cacheBytes } = sku.ephemeralOsDisk;

        expect(tempBytes / GIB, `${file} ${name}`).toBe(tempDiskGiB);
        if (cacheGiB !== null) expect(cacheBytes / GIB, `${file} ${name}`).toBe(cacheGiB);
        if (nvmeDiskSizeGiB !== null)
          expect([nvmeBytes / GIB, nvmeDiskBytes / GIB], `${file} ${name}`).toEqual([nvmeDisks * nvmeDiskSizeGiB, nvmeDiskSizeGiB]);
      }
    }
  });

  it("agrees with the list that the autoscaler makes of the same API, which cuts memory to whole GiB", () => {
    const { sizes } = Generated.parse(json("instance-types.autoscaler-subset.json"));
    const listed = sizes.flatMap((row) => (bySize.get(vmSize(row.name)) ?? []).map((found) => ({ row, ...found })));

    expect(listed.length).toBeGreaterThan(50);
    for (const { row, file, sku } of listed) {
      const architecture = row.arch === "arm64" ? "arm64" : "x64";
      expect(sku, `${file} ${row.name}`).toMatchObject({ vcpus: row.vCPUs, gpus: row.gpus, family: vmFamily(row.family), architecture });
      expect(Math.floor(sku.memoryGiB) * 1024, `${file} ${row.name}`).toBe(row.memoryMiB);
    }
  });
});
