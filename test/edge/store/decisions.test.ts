import { describe, expect, it } from "vitest";
import { readableRows } from "../../../src/edge/store/index.ts";
import { minutesAfter, NOW } from "../../support/build.ts";
import { decision, findingKey } from "./examples.ts";
import { freshSubscription, openedStore } from "./open-store.ts";

const { store, table } = openedStore();

describe("decisions", () => {
  it("come back as they were added, of the subscription alone, in the order in which they were decided", async () => {
    const subscription = freshSubscription();
    const later = decision({ subscription, id: "d-1", finding: findingKey("a"), at: minutesAfter(5), kind: "withdrawn", why: "" });
    const tagged = decision({
      subscription,
      id: "d-2",
      finding: findingKey("b|‮?#/é"),
      by: { kind: "tag", tag: "advisor-accept", on: "prod-weu-1 / apps" },
      kind: "accepted",
    });
    const strange = decision({ subscription: freshSubscription() });
    for (const each of [later, strange, tagged]) expect(await store().decisions.add(each)).toBe(true);

    expect(await store().decisions.list(subscription)).toEqual([tagged, later]);
    expect(await store().decisions.all()).toEqual(expect.arrayContaining([tagged, later, strange]));
  });

  it("are there once, as they were decided first", async () => {
    const subscription = freshSubscription();
    const first = decision({ subscription });

    expect(await store().decisions.add(first)).toBe(true);
    expect(await store().decisions.add({ ...first, why: "something else" })).toBe(false);

    expect(await store().decisions.list(subscription)).toEqual([first]);
  });

  it("of one finding at the same moment are kept apart by their ids", async () => {
    const subscription = freshSubscription();
    const two = [decision({ subscription, id: "d-1", at: NOW }), decision({ subscription, id: "d-2", at: NOW })];

    for (const each of two) await store().decisions.add(each);

    expect(await store().decisions.list(subscription)).toEqual(two);
  });

  it("that cannot be read are named beside all that can", async () => {
    const subscription = freshSubscription();
    const [spoilt, sound] = [decision({ subscription, id: "d-1" }), decision({ subscription, id: "d-2", at: minutesAfter(5) })];
    for (const each of [spoilt, sound]) await store().decisions.add(each);
    const [{ rowKey } = { rowKey: undefined }] = await rowsOf(subscription);
    await table("decisions").updateEntity({ partitionKey: subscription, rowKey: rowKey ?? "", json: "{" }, "Merge");

    const { rows, broken } = await readableRows(store().decisions.list(subscription));

    expect(rows).toEqual([sound]);
    expect(broken).toMatchObject([{ table: "decisions", row: rowKey }]);
  });
});

async function rowsOf(partition: string): Promise<{ rowKey?: string }[]> {
  const found: { rowKey?: string }[] = [];
  for await (const row of table("decisions").listEntities({ queryOptions: { filter: `PartitionKey eq '${partition}'` } })) found.push(row);
  return found;
}
