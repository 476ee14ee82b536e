import { expect, it } from "vitest";
import { subnetId } from "../../../src/core/model/names.ts";
import { networkOf } from "../../../src/edge/azure/index.ts";
import { thrownBy } from "../../support/thrown-by.ts";
import { azureOn, SUB } from "./stand-in.ts";

const NETWORK = `/subscriptions/${SUB}/resourceGroups/rg-net/providers/Microsoft.Network/virtualNetworks/hub`;
const network = { subscription: SUB, resourceGroup: "rg-net", name: "hub" };
const row = (subnet: string, currentValue: number, limit: number) => ({
  id: `${NETWORK}/subnets/${subnet}`,
  currentValue,
  limit,
  name: { value: "SubnetSpace" },
  unit: "Count",
});

it("reads the addresses of every subnet that Azure counts, and tells of odd rows", async () => {
  const text = { ...row("text", 0, 0), limit: "many" };
  const rows = [row("GatewaySubnet", -1, -1), row("Nodes", 200, 251), text, row("full", 59, 59), { currentValue: 1, limit: 2 }];
  const { azure, odd } = await azureOn({ subnetUsages: { [NETWORK.toLowerCase()]: rows } });

  expect(await azure.readSubnets(network)).toEqual(
    new Map([
      [subnetId(`${NETWORK}/subnets/nodes`), { limit: 251, used: 200, free: 51 }],
      [subnetId(`${NETWORK}/subnets/full`), { limit: 59, used: 59, free: 0 }],
    ]),
  );
  const whose = `the addresses of network rg-net/hub of subscription ${SUB}`;
  expect(odd).toEqual([
    { id: `${NETWORK}/subnets/text of ${whose}`, problem: "limit: expected number, received string" },
    { id: `item 5 of ${whose}`, problem: "id: expected string, received undefined" },
  ]);
});

it("says that a network is gone", async () => {
  const { azure } = await azureOn({ subnetUsages: { [`${NETWORK}2`.toLowerCase()]: [] } });

  expect(await thrownBy(azure.readSubnets(network))).toMatchObject({ name: "AzureRefusal", code: "ResourceNotFound", meansGone: true });
});

it.for([
  [`${NETWORK}/subnets/Nodes`, network],
  [NETWORK, undefined],
  [`${NETWORK}/subnets/nodes/more`, undefined],
  ["nonsense", undefined],
] as const)("finds the network of %s", ([id, expected]) => {
  expect(networkOf(subnetId(id))).toEqual(expected);
});
