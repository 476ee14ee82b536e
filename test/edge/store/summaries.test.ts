import { describe, expect, it } from "vitest";
import { subscriptionId } from "../../../src/core/model/names.ts";
import { readableRows } from "../../../src/edge/store/index.ts";
import { minutesAfter, NOW, ref } from "../../support/build.ts";
import { summary } from "./examples.ts";
import { freshSubscription, openedStore } from "./open-store.ts";

const { store, table } = openedStore();

const of = async (subscription: string) => (await store().summaries.list()).filter((row) => row.subscription === subscription);

describe("the summaries of a subscription", () => {
  it("come back as they were written", async () => {
    const subscription = freshSubscription();
    const rows = [
      summary({
        subscription,
        couldNotCheck: [{ reason: { kind: "forbidden", why: "403" }, scope: "cluster", subscription, since: NOW, clusters: [ref()] }],
      }),
      summary({ subscription, route: "équipe/α" }),
    ];

    await store().summaries.replace(subscription, rows);

    expect(new Set(await of(subscription))).toEqual(new Set(rows));
  });

  it("are replaced: routes that are no longer there have none, other subscriptions keep theirs", async () => {
    const [subscription, other] = [freshSubscription(), freshSubscription()];
    await store().summaries.replace(subscription, [summary({ subscription, route: "a" }), summary({ subscription, route: "b" })]);
    await store().summaries.replace(other, [summary({ subscription: other, route: "a" })]);

    await store().summaries.replace(subscription, [summary({ subscription, route: "b", at: minutesAfter(1), open: 0 })]);

    expect(await of(subscription)).toEqual([summary({ subscription, route: "b", at: minutesAfter(1), open: 0 })]);
    expect(await of(other)).toHaveLength(1);

    await store().summaries.replace(subscription, []);

    expect(await of(subscription)).toEqual([]);
  });

  it("are kept apart from those of a subscription whose name begins alike", async () => {
    const [short, long] = [subscriptionId("sub"), subscriptionId("sub-2")];
    await store().summaries.replace(long, [summary({ subscription: long })]);

    await store().summaries.replace(short, []);

    expect(await of(long)).toHaveLength(1);
  });

  it("of 150 routes are replaced by one, a row that cannot be read among them", async () => {
    const subscription = freshSubscription();
    await store().summaries.replace(
      subscription,
      Array.from({ length: 150 }, (_, index) => summary({ subscription, route: `r${index}` })),
    );
    await table("summaries").updateEntity({ partitionKey: "estate", rowKey: `${subscription}!r7`, json: "{" }, "Merge");

    const { rows, broken } = await readableRows(store().summaries.list());
    await store().summaries.replace(subscription, [summary({ subscription, route: "r8" })]);

    expect(rows.filter((row) => row.subscription === subscription)).toHaveLength(149);
    expect(broken).toMatchObject([{ row: `${subscription}!r7` }]);
    expect((await of(subscription)).map(({ route }) => route)).toEqual(["r8"]);
  });

  it("of another subscription are refused", async () => {
    await expect(store().summaries.replace(freshSubscription(), [summary()])).rejects.toThrow("not one of subscription");
  });
});
