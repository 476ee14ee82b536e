import { expect, it } from "vitest";
import { thrownBy } from "../../support/thrown-by.ts";
import { azureOn, SUB } from "./stand-in.ts";

const OTHER = "22222222-2222-2222-2222-222222222222";
const subscriptions = [
  { subscriptionId: SUB, displayName: "Shop" },
  { subscriptionId: OTHER, displayName: "Lab" },
  { subscriptionId: "33333333-3333-3333-3333-333333333333", displayName: "Secret", hidden: true },
];
const idOf = (subscription: string, name: string) =>
  `/subscriptions/${subscription}/resourceGroups/rg-${name}/providers/Microsoft.ContainerService/managedClusters/${name}`;

it("lists the subscriptions below a management group that can be seen", async () => {
  const managementGroups = { platform: [OTHER, "33333333-3333-3333-3333-333333333333"] };
  const { azure } = await azureOn({ subscriptions, managementGroups });

  expect(await azure.listSubscriptionsBelow("Platform")).toEqual([{ id: OTHER, name: "Lab" }]);
});

it("says that it may not read a management group where nothing below it can be seen", async () => {
  const { azure } = await azureOn({ subscriptions });

  expect(await thrownBy(azure.listSubscriptionsBelow("unknown"))).toMatchObject({
    name: "AzureRefusal",
    message: expect.stringContaining("list the subscriptions below management group unknown"),
    missing: { kind: "forbidden" },
  });
});

it("finds clusters of a name in every subscription, whatever the case", async () => {
  const clusters = [{ id: idOf(SUB, "apps") }, { id: idOf(OTHER, "Apps") }, { id: idOf(OTHER, "apps-2") }];
  const { azure } = await azureOn({ subscriptions, clusters });

  const found = await azure.findClusters("APPS");

  expect(found.map(({ subscription, resourceGroup, name }) => [subscription, resourceGroup, name])).toEqual([
    [SUB, "rg-apps", "apps"],
    [OTHER, "rg-Apps", "Apps"],
  ]);
});

it.for(["a' or 1 == 1", "", "..", "a b", "x|y"])("asks nothing for a name that no cluster can have: %s", async (name) => {
  const { arm, azure } = await azureOn({ subscriptions });

  expect(await thrownBy(azure.findClusters(name))).toMatchObject({ name: "AzureRefusal", missing: { kind: "unsupported" } });
  expect(await thrownBy(azure.listSubscriptionsBelow(`${name}'`))).toMatchObject({ missing: { kind: "unsupported" } });
  expect(arm.requests).toEqual([]);
});
