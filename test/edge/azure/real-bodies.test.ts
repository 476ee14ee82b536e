import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { REAL } from "../../../local/real.ts";
import { clusterRef, type Region, region } from "../../../src/core/model/names.ts";
import type { OddItem } from "../../../src/core/model/scan.ts";
import { versionText } from "../../../src/core/model/version.ts";
import { type Azure, AzureRefusal } from "../../../src/edge/azure/index.ts";
import { thrownBy } from "../../support/thrown-by.ts";
import { azureOn, refTo, SUB, WEU } from "./stand-in.ts";

const isAbsent = !existsSync(`${REAL}/arm/manifest.json`);

const Manifest = z.object({
  files: z.array(z.object({ file: z.string(), answers: z.string().nullable(), shape: z.string(), status: z.number().nullish() })),
});
const Body = z.looseObject({ id: z.string().optional(), value: z.array(z.looseObject({})).optional() });

const textOf = (file: string): string => readFileSync(`${REAL}/${file}`, "utf8");
const bodyOf = (file: string): z.infer<typeof Body> => Body.parse(JSON.parse(textOf(file)));

/** Recorded 2xx answers to a call. Cut SKU lists carry no status: their source kept only the body. */
function answersTo(call: RegExp): readonly string[] {
  const { files } = Manifest.parse(JSON.parse(textOf("arm/manifest.json")));
  return files
    .filter(({ answers, shape, status }) => shape === "arm" && call.test(answers ?? "") && Math.floor((status ?? 200) / 100) === 2)
    .map(({ file }) => `arm/${file}`);
}

/** An Azure that answers with exactly these bytes. */
const answering = async (file: string): Promise<Azure> => (await answeringWithOdd(file)).azure;

async function answeringWithOdd(file: string): Promise<{ readonly azure: Azure; readonly odd: readonly OddItem[] }> {
  const { state, azure, odd } = await azureOn();
  state.faults.push({ match: SPEC_NEXT_LINK, body: {} }, { match: /./, body: textOf(file) });
  return { azure, odd };
}
const SPEC_NEXT_LINK = /^\/a+\?/;

const ArmSize = z.object({ resourceType: z.literal("virtualMachines"), name: z.string(), locations: z.array(z.string()) });

function sizesByRegion(file: string): ReadonlyMap<Region, ReadonlySet<string>> {
  const sizes = new Map<Region, Set<string>>();
  for (const row of bodyOf(file).value ?? []) {
    const { data } = ArmSize.safeParse(row);
    for (const place of data?.locations.map(region) ?? []) sizes.set(place, (sizes.get(place) ?? new Set()).add(data?.name ?? ""));
  }
  return sizes;
}

const NO_DISK_SIZE = "properties.agentPoolProfiles.0.osDiskSizeGB: expected number, received undefined";
const EXAMPLE_GROUP = "/subscriptions/00000000-0000-0000-0000-000000000000/resourcegroups/rg1";
const NO_CLUSTER_ID = "id: expected the id of a managed cluster";

describe.skipIf(isAbsent)(`recorded bodies from ${REAL} (skipped where that folder is absent)`, () => {
  it("are all read by id, except those that do not say how large a pool's disk is", async () => {
    const files = answersTo(/^managedClusters\.(get( \(.*\))?|listByResourceGroup\/get)$/);

    const odd: Record<string, string> = {};
    for (const file of files) {
      const azure = await answering(file);
      const ref = clusterRef(bodyOf(file).id ?? "") ?? refTo("nobody");
      try {
        expect(await azure.getCluster(ref)).toMatchObject({ id: ref.id });
      } catch (error) {
        if (!(error instanceof AzureRefusal)) throw error;
        odd[file] = error.missing.why.replace("the answer does not fit: ", "");
      }
    }

    expect(files).toHaveLength(49);
    expect(odd).toEqual({
      // Recorded in 2018, before the size was part of the answer.
      "arm/cluster-get-net-fluent.json": NO_DISK_SIZE,
      "arm/cluster-get-net-fluent-2.json": NO_DISK_SIZE,
      // Examples of the specification, shortened by hand.
      "arm/spec-managedcluster-ahub.json": NO_DISK_SIZE,
      "arm/spec-managedcluster-dualstack.json": NO_DISK_SIZE,
      "arm/spec-managedcluster-premium.json": NO_DISK_SIZE,
      "arm/spec-managedclusters-get.json": NO_DISK_SIZE,
      "arm/spec-preview-managedcluster-vms.json": NO_DISK_SIZE,
      "arm/spec-preview-managedclusters-get.json": NO_DISK_SIZE,
    });
  });

  it("are all read from lists, except the specification's examples", async () => {
    const files = answersTo(/^managedClusters\.(list|listByResourceGroup)$/);

    const odd: Record<string, readonly OddItem[]> = {};
    let read = 0;
    for (const file of files) {
      const page = await (await answering(file)).readClusterPage(SUB);
      expect(page.clusters.length + page.odd.length, file).toBe(bodyOf(file).value?.length);
      read += page.clusters.length;
      if (page.odd.length > 0) odd[file] = page.odd;
    }

    const example = [
      { id: "/subscriptions/subid1/providers/Microsoft.ContainerService/managedClusters", problem: `${NO_CLUSTER_ID}; ${NO_DISK_SIZE}` },
    ];
    const newExample = [
      { id: `${EXAMPLE_GROUP}/providers/microsoft.containerservice/managedclusters/clustername1`, problem: NO_DISK_SIZE },
    ];
    expect([files.length, read]).toEqual([9, 9]);
    expect(odd).toEqual({
      "arm/spec-managedclusters-list.json": newExample,
      "arm/spec-managedclusters-list-2018-03-31.json": example,
      "arm/spec-managedclusters-list-2019-02-01.json": example,
      "arm/spec-managedclusters-list-2019-06-01.json": example,
      "arm/spec-managedclusters-list-2020-03-01.json": example,
      "arm/spec-managedclusters-list-2022-04-01.json": example,
    });
  });

  it("of SKUs are all read, in every region they name", async () => {
    const captures = readdirSync(`${REAL}/skus`).filter((file) => file.startsWith("resource-skus."));
    const files = [...answersTo(/^resourceSkus\.list/), ...captures.map((file) => `skus/${file}`)];

    let read = 0;
    for (const file of files) {
      const { azure, odd } = await answeringWithOdd(file);
      for (const [place, names] of sizesByRegion(file)) {
        const { skus } = await azure.readSkus(SUB, place);
        expect(new Set([...skus.byKey.values()].map(({ vmSize }) => vmSize)), file).toEqual(names);
        read += names.size;
      }
      expect(odd, file).toEqual([]);
    }

    expect([files.length, read]).toEqual([11, 5083]);
  });

  it("of quotas, subnets and subscriptions are all read", async () => {
    const quotas = [];
    for (const file of answersTo(/^usage\.list/)) quotas.push(await (await answering(file)).readQuotas(SUB, WEU));
    const subnets = [];
    for (const file of answersTo(/^virtualNetworks\.listUsage/)) {
      subnets.push(await (await answering(file)).readSubnets({ subscription: SUB, resourceGroup: "rg1", name: "vnetName" }));
    }
    const subscriptions = [];
    for (const file of answersTo(/^subscriptions\.(list|get)$/)) subscriptions.push(await (await answering(file)).listSubscriptions());

    // The last is an example whose only row has no name.
    expect(quotas.map(({ byFamily, regional, spot }) => [byFamily.size, regional?.limit, spot?.limit])).toEqual([
      [75, 100, 100],
      [1, undefined, undefined],
      [0, undefined, undefined],
    ]);
    expect(subnets.map((rows) => [...rows.values()])).toEqual([[{ limit: 3, used: 2, free: 1 }]]);
    expect(subscriptions.map((list) => list.length)).toEqual([3]);
  });

  it("of planned maintenance are all read, in both forms", async () => {
    const files = answersTo(/^maintenanceConfigurations\.listByManagedCluster$/);

    const kinds: Record<string, readonly string[]> = {};
    for (const file of files) {
      const { azure, odd } = await answeringWithOdd(file);
      const schedules = await azure.readMaintenance(refTo("prod"));
      kinds[file] = schedules.map(({ purpose, times }) => `${purpose} ${times.kind === "window" ? times.recurs.every : times.kind}`);
      expect(schedules, file).toHaveLength(bodyOf(file).value?.length ?? 0);
      expect(odd, file).toEqual([]);
    }

    expect(kinds).toEqual({
      "arm/maintenanceconfiguration-list-aks-maintenanceconfiguration.json": ["aks-releases hours"],
      "arm/maintenanceconfiguration-list-aks-maintenancewindow.json": ["cluster-upgrades week"],
      "arm/maintenanceconfiguration-list-j1-rm-maintenance-configurations-1879827546.json": ["aks-releases hours"],
      "arm/maintenanceconfiguration-list-j1-rm-maintenance-configurations-1879827546-2.json": [
        "cluster-upgrades week",
        "node-os-upgrades week",
        "aks-releases hours",
      ],
      "arm/maintenanceconfiguration-list-j1-rm-maintenance-configurations-1879827546-3.json": [
        "cluster-upgrades week",
        "node-os-upgrades week",
      ],
      "arm/spec-maintenanceconfigurations-list.json": ["aks-releases hours"],
      "arm/spec-maintenanceconfigurations-list-window.json": ["node-os-upgrades day", "cluster-upgrades month"],
    });
  });

  it("of one planned maintenance each are read as rows of a list", async () => {
    const files = answersTo(/^maintenanceConfigurations\.get$/);

    for (const file of files) {
      const { state, azure, odd } = await azureOn();
      state.faults.push({ match: /./, body: { value: [bodyOf(file)] } });
      expect(await azure.readMaintenance(refTo("prod")), file).toHaveLength(1);
      expect(odd, file).toEqual([]);
    }

    expect(files).toHaveLength(3);
  });

  it("of version catalogues are all read, with the default and where every patch may go", async () => {
    const files = answersTo(/^managedClusters\.listKubernetesVersions$/);

    const told: string[] = [];
    for (const file of files) {
      const { azure, odd } = await answeringWithOdd(file);
      const { minors, isComplete } = await azure.readVersions(SUB, WEU);
      const ways = minors.flatMap(({ patches }) => patches.flatMap(({ upgrades }) => upgrades)).length;
      const fallback = minors.find(({ isDefault }) => isDefault);
      told.push(`${minors.map(({ version }) => versionText(version)).join(" ")}, ${fallback && versionText(fallback.version)}, ${ways}`);
      expect([isComplete, odd], file).toEqual([true, []]);
    }

    expect(told).toEqual([
      "1.29 1.28 1.27, 1.28, 11",
      "1.30 1.29 1.28 1.27, 1.29, 168",
      "1.27 1.26 1.25 1.24, undefined, 13",
      "1.27 1.26 1.25 1.24, undefined, 13",
      "1.26 1.25 1.24 1.23, 1.24, 13",
    ]);
  });

  it("of errors are refusals or ask to come back, for every read", async () => {
    const { files } = Manifest.parse(JSON.parse(textOf("arm/manifest.json")));
    const errors = files.filter(({ file }) => file.startsWith("error-"));

    const later: string[] = [];
    for (const { file, status } of errors) {
      const { state, azure } = await azureOn();
      state.faults.push({ match: /./, status: status ?? 500, body: textOf(`arm/${file}`) });
      const reads: Promise<unknown>[] = [azure.readSpot(WEU), azure.readMaintenance(refTo("prod")), azure.readVersions(SUB, WEU)];
      reads.push(azure.readLocks(SUB), azure.readNodeGroups(SUB, ["MC_prod"]));
      const names = await Promise.all(reads.map(async (read) => ((await thrownBy(read)) as Error).name));
      expect(new Set(names).size, file).toBe(1);
      if (names[0] === "AzureLater") later.push(file);
      else expect(names[0], file).toBe("AzureRefusal");
    }

    expect(errors).toHaveLength(20);
    expect(later.every((file) => /^error-(429|503)/.test(file))).toBe(true);
    expect(later).toHaveLength(errors.filter(({ file }) => /^error-(429|503)/.test(file)).length);
  });
});
