import { expect, it } from "vitest";
import { subscriptionId } from "../../../src/core/model/names.ts";
import { AzureRefusal } from "../../../src/edge/azure/index.ts";
import { thrownBy } from "../../support/thrown-by.ts";
import { azureOn, SUB } from "./stand-in.ts";

it("lists the subscriptions that can be read, in lower case", async () => {
  const states = ["Enabled", "PastDue", "Warned", "Disabled", "Deleted", "Expired"];
  const { azure } = await azureOn({
    subscriptions: states.map((state) => ({ subscriptionId: `ABC-${state}`, displayName: state, state })),
  });

  expect(await azure.listSubscriptions()).toEqual([
    { id: "abc-enabled", name: "Enabled" },
    { id: "abc-pastdue", name: "PastDue" },
    { id: "abc-warned", name: "Warned" },
    { id: "abc-disabled", name: "Disabled" },
  ]);
});

it("lists all pages, tells of a row without an id, and keeps its neighbours", async () => {
  const { arm, state, azure, odd } = await azureOn();
  const nextLink = `${arm.url}/subscriptions?api-version=2022-12-01&%24skipToken=2`;
  state.faults.push({ match: /./, times: 1, body: { value: [{ displayName: "nobody" }, { subscriptionId: "s-1" }], nextLink } });

  expect(await azure.listSubscriptions()).toEqual([
    { id: "s-1", name: "s-1" },
    { id: SUB, name: "Shop" },
  ]);
  expect(odd).toEqual([{ id: "nobody of the subscriptions", problem: "subscriptionId: expected string, received undefined" }]);
});

it("reads one by its id", async () => {
  const { azure } = await azureOn();

  expect(await azure.getSubscription(SUB)).toEqual({ id: SUB, name: "Shop" });
});

it("does not take a subscription that is not found, or may not be read, for gone", async () => {
  const { state, azure } = await azureOn();
  state.subscriptions.push({ subscriptionId: "s-2", displayName: "Hidden", hidden: true });

  const unknown = await thrownBy(azure.getSubscription(subscriptionId("s-3")));
  const hidden = await thrownBy(azure.getSubscription(subscriptionId("s-2")));

  expect(unknown).toBeInstanceOf(AzureRefusal);
  expect(unknown).toMatchObject({ code: "SubscriptionNotFound", meansGone: false, missing: { kind: "not-seen" } });
  expect(hidden).toMatchObject({ status: 403, meansGone: false, missing: { kind: "forbidden" } });
});
