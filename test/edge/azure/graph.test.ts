import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { ArmBody } from "../../../local/arm/index.ts";
import { REAL } from "../../../local/real.ts";
import { thrownBy } from "../../support/thrown-by.ts";
import { azureOn, SUB, WEU } from "./stand-in.ts";

const sizes = (count: number): ArmBody[] =>
  Array.from({ length: count }, (_, index) => ({
    id: `/providers/microsoft.compute/skuspotevictionrate/${String(index).padStart(4, "0")}`,
    type: "microsoft.compute/skuspotevictionrate/location",
    location: "westeurope",
    sku: { name: `standard_d${index}_v5` },
    properties: { evictionRate: "0-5" },
  }));

/** The first of the two questions gets its real answer. */
const PRICES_ANSWERED = { match: /ResourceGraph/, times: 1 };

it("reads all pages of a query", async () => {
  const { arm, azure } = await azureOn({ spot: sizes(7), graphPageSize: 3 });

  const { evictions } = await azure.readSpot(WEU);

  expect(evictions.size).toBe(7);
  const tokens = arm.requests.map(({ body = "" }) => JSON.parse(body).options.$skipToken).filter((token) => token !== undefined);
  expect(new Set(tokens).size).toBe(2);
});

it.for([
  [{ data: [], resultTruncated: "true" }, "resultTruncated: rows were cut off"],
  [{ data: [], $skipToken: "round" }, "$skipToken: it leads back to an earlier page"],
  [{ data: { columns: [], rows: [] } }, "data: expected array, received object"],
  [{ value: [] }, "data: expected array, received undefined"],
] as const)("refuses %j", async ([body, problem]) => {
  const { state, azure } = await azureOn();
  state.faults.push({ match: /ResourceGraph/, body });

  expect(await thrownBy(azure.readSpot(WEU))).toMatchObject({
    name: "AzureRefusal",
    missing: { kind: "unreadable", why: `the answer does not fit: ${problem}` },
  });
});

it.for([
  ["without rows", "false"],
  ["that was cut", "true"],
] as const)("reads on behind a page %s, where there is a way on", async ([, resultTruncated]) => {
  const { state, azure } = await azureOn({ spot: sizes(1) });
  const first = Buffer.from(JSON.stringify({ RowsToSkip: 0 })).toString("base64");
  state.faults.push(PRICES_ANSWERED, { match: /ResourceGraph/, times: 1, body: { data: [], resultTruncated, $skipToken: first } });

  expect((await azure.readSpot(WEU)).evictions.size).toBe(1);
});

it.for([
  ["NoValidSubscriptionsInQueryRequest", "forbidden", "the app may not read it (400 NoValidSubscriptionsInQueryRequest)"],
  ["InvalidQuery", "unavailable", "Azure refused the request (400 InvalidQuery)"],
] as const)("says what the details of a bad request say: %s", async ([code, kind, why]) => {
  const { state, azure } = await azureOn();
  const error = { code: "BadRequest", message: "for ada@example.com", details: [{ code }, { code: "Other" }] };
  state.faults.push({ match: /ResourceGraph/, status: 400, body: { error } });

  expect(await thrownBy(azure.readSpot(WEU))).toMatchObject({ name: "AzureRefusal", code, missing: { kind, why } });
});

it("says so of a subscription that may not be read", async () => {
  const { azure } = await azureOn({ subscriptions: [{ subscriptionId: SUB, displayName: "Shop", hidden: true }] });

  expect(await thrownBy(azure.readNodeGroups(SUB, ["mc_shop"]))).toMatchObject({
    name: "AzureRefusal",
    missing: { kind: "forbidden" },
  });
});

describe.skipIf(!existsSync(`${REAL}/arm`))(`recorded pages from ${REAL} (skipped where that folder is absent)`, () => {
  it.for([
    ["resourcegraph-skip-token-query.json", 3],
    ["resourcegraph-paged-query.json", 3],
    ["resourcegraph-paged-query-2.json", 3],
    ["resourcegraph-query.json", 2],
    ["resourcegraph-query-2.json", 2],
    ["resourcegraph-management-groups-query.json", 2],
    ["spec-resourcegraph-firstpage.json", 3],
    ["spec-resourcegraph-nextpage.json", 3],
  ] as const)("%s is read whole, and on where it has a token", async ([file, rows]) => {
    const body = readFileSync(`${REAL}/arm/${file}`, "utf8");
    const { $skipToken } = JSON.parse(body);
    const { arm, state, azure, odd } = await azureOn();
    const nothing = { data: [], resultTruncated: "false" };
    state.faults.push({ match: /./, times: 1, body: nothing }, { match: /./, times: 1, body }, { match: /./, body: nothing });

    await azure.readNodeGroups(SUB, ["mc_shop"]);

    expect(odd, "none of them is a disk or an address").toHaveLength(rows);
    expect(arm.requests.map(({ body: sent = "" }) => JSON.parse(sent).options.$skipToken)).toEqual([
      undefined,
      undefined,
      ...($skipToken ? [$skipToken] : []),
    ]);
  });
});
