import { expect, it } from "vitest";
import type { ArmBody } from "../../../local/arm/index.ts";
import { thrownBy } from "../../support/thrown-by.ts";
import { azureOn, SUB } from "./stand-in.ts";

const WHOSE = `what stands in the node resource groups of subscription ${SUB}`;
const idOf = (group: string) => `/subscriptions/${SUB}/resourceGroups/${group}`;
const group = (name: string): ArmBody => ({ id: idOf(name), type: "microsoft.resources/subscriptions/resourcegroups", name });
const disk = (name: string, change: ArmBody = {}, of = "MC_shop"): ArmBody => ({
  id: `${idOf(of)}/providers/Microsoft.Compute/disks/${name}`,
  type: "microsoft.compute/disks",
  name,
  managedBy: "",
  sku: { name: "Premium_LRS", tier: "Premium" },
  properties: { diskSizeGB: 128, tier: "P10", diskState: "Unattached" },
  ...change,
});
const address = (name: string, properties: ArmBody = {}, sku = "Standard", of = "MC_shop"): ArmBody => ({
  id: `${idOf(of)}/providers/Microsoft.Network/publicIPAddresses/${name}`,
  type: "microsoft.network/publicipaddresses",
  name,
  sku: { name: sku, tier: "Regional" },
  properties: { publicIPAllocationMethod: "Static", ...properties },
});

it("reads the disks and addresses of the groups it is asked about, whatever the case", async () => {
  const vm = `${idOf("MC_shop")}/providers/Microsoft.Compute/virtualMachines/aks-1`;
  const lb = { id: `${idOf("MC_shop")}/providers/Microsoft.Network/loadBalancers/kubernetes/frontendIPConfigurations/a` };
  const resources = [
    group("MC_shop"),
    group("MC_other"),
    disk("pvc-1"),
    disk("pvc-2", { managedBy: vm, sku: { name: "UltraSSD_LRS" }, properties: { diskSizeGB: 64, diskState: "Reserved" } }),
    disk("pvc-3", {}, "MC_other"),
    address("egress", { ipConfiguration: lb }),
    address("left", { publicIPPrefix: { id: `${idOf("MC_shop")}/providers/Microsoft.Network/publicIPPrefixes/p` } }, "Basic"),
    address("nat", { natGateway: { id: "n" } }, "StandardV2"),
  ];
  const { azure, odd } = await azureOn({ resources });

  const groups = await azure.readNodeGroups(SUB, ["mc_SHOP", "mc_shop"]);

  expect(groups).toEqual(
    new Map([
      [
        "mc_shop",
        {
          name: "mc_shop",
          disks: [
            { name: "pvc-1", sizeGiB: 128, sku: "Premium_LRS", tier: "P10", isAttached: false },
            { name: "pvc-2", sizeGiB: 64, sku: "UltraSSD_LRS", isAttached: true },
          ],
          publicIps: [
            { name: "egress", sku: "standard", isAssociated: true, isFromPrefix: false },
            { name: "left", sku: "basic", isAssociated: false, isFromPrefix: true },
            { name: "nat", sku: "standard-v2", isAssociated: true, isFromPrefix: false },
          ],
        },
      ],
    ]),
  );
  expect(odd).toEqual([]);
});

it("tells a group with nothing in it from one that cannot be seen", async () => {
  const { azure } = await azureOn({ resources: [group("MC_empty")] });

  const groups = await azure.readNodeGroups(SUB, ["MC_empty", "MC_hidden"]);

  expect(groups).toEqual(new Map([["mc_empty", { name: "mc_empty", disks: [], publicIps: [] }]]));
});

it("asks about a hundred groups at a time, and nothing about none", async () => {
  const names = Array.from({ length: 101 }, (_, index) => `MC_${index}`);
  const { arm, azure } = await azureOn({ resources: names.map(group) });

  expect((await azure.readNodeGroups(SUB, [])).size).toBe(0);
  expect(arm.requests).toHaveLength(0);
  expect((await azure.readNodeGroups(SUB, names)).size).toBe(101);
  expect(arm.requests).toHaveLength(4);
  expect(arm.requests.every(({ body = "" }) => JSON.parse(body).subscriptions[0] === SUB)).toBe(true);
});

it.for([
  ["of no size", disk("odd", { properties: {} }), "properties.diskSizeGB: expected number, received undefined"],
  ["without a SKU", disk("odd", { sku: null }), "sku: expected object, received null"],
  ["of an unknown SKU", address("odd", {}, "Gold"), "sku.name: Gold is not a word we know"],
] as const)("tells of a thing %s and keeps its neighbours", async ([, row, problem]) => {
  const { azure, odd } = await azureOn({ resources: [group("MC_shop"), row, disk("pvc-1")] });

  expect((await azure.readNodeGroups(SUB, ["MC_shop"])).get("mc_shop")?.disks).toHaveLength(1);
  expect(odd).toEqual([{ id: `${row.id} of ${WHOSE}`, problem }]);
});

it.for(["MC_shop') or ('a' =~ 'a", "", "a/b", "a b"])("asks nothing about a group called %j", async (name) => {
  const { arm, azure } = await azureOn();

  expect(await thrownBy(azure.readNodeGroups(SUB, [name]))).toMatchObject({ name: "AzureRefusal", code: "BadName" });
  expect(arm.requests).toEqual([]);
});

it.for(["MC_köln-(1).x_y"])("asks about a group called %s", async (name) => {
  const { azure } = await azureOn({ resources: [group(name)] });

  expect((await azure.readNodeGroups(SUB, [name])).size).toBe(1);
});
