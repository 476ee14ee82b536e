import { expect, it } from "vitest";
import { AzureRefusal } from "../../../src/edge/azure/index.ts";
import { thrownBy } from "../../support/thrown-by.ts";
import { armCluster, armClusterId, armPool, azureOn, connectTo, SUB, stand } from "./stand-in.ts";

const LIST = /managedClusters\?/;
const named = (...names: readonly string[]) => names.map((name) => armCluster({ name }));

it("follows empty pages to the end and says when there is more", async () => {
  const { arm, state, azure } = await azureOn({ pageSize: 2, clusters: named("a", "b", "c") });
  const further = `${arm.url}/subscriptions/${SUB}/providers/Microsoft.ContainerService/managedClusters?api-version=2026-06-01`;
  state.faults.push({ match: LIST, times: 1, body: { value: [], nextLink: further } });

  const pages: { names: readonly string[]; more: boolean }[] = [];
  for (let next: string | undefined, more = true; more; ) {
    const page = await azure.readClusterPage(SUB, next);
    next = page.nextLink;
    more = next !== undefined;
    pages.push({ names: page.clusters.map(({ name }) => name), more });
  }

  expect(pages).toEqual([
    { names: [], more: true },
    { names: ["a", "b"], more: true },
    { names: ["c"], more: true },
    { names: [], more: false },
  ]);
});

it("resumes from a stored link with a connection that never saw the first page", async () => {
  const { arm, azure } = await azureOn({ pageSize: 1, clusters: named("a", "b") });
  const { nextLink } = await azure.readClusterPage(SUB);

  const second = await connectTo(arm).readClusterPage(SUB, nextLink);

  expect(second.clusters.map(({ name }) => name)).toEqual(["b"]);
  expect(arm.requests[1]?.headers.authorization).toMatch(/^Bearer /);
});

it.for([
  [
    "a count that is text",
    armCluster({ name: "odd", pools: [armPool({ count: "three" })] }),
    "properties.agentPoolProfiles.0.count: expected number, received string",
  ],
  ["no properties", { id: armClusterId("odd"), location: "westeurope" }, "properties: expected object, received undefined"],
])("keeps the neighbours of a cluster with %s in the middle of page 2, and names it", async ([, odd, problem]) => {
  const clusters = [...named("a", "b", "c"), odd, ...named("d")].map((body) => body as Record<string, unknown>);
  const { azure } = await azureOn({ pageSize: 2, clusters });
  const { nextLink } = await azure.readClusterPage(SUB);

  const second = await azure.readClusterPage(SUB, nextLink);

  expect(second.clusters.map(({ name }) => name)).toEqual(["c"]);
  expect(second.odd).toEqual([{ id: armClusterId("odd").toLowerCase(), problem }]);
  expect(second.nextLink).toBeDefined();
});

it("names an item that has no id by its place", async () => {
  const { state, azure } = await azureOn();
  state.faults.push({ match: LIST, body: { value: [null, "text", ...named("a")] } });

  const page = await azure.readClusterPage(SUB);

  expect(page.clusters).toHaveLength(1);
  expect(page.odd).toEqual([
    { id: "item 1", problem: "expected object, received null" },
    { id: "item 2", problem: "expected object, received string" },
  ]);
});

it("reads a cluster that the SDK's own model throws on", async () => {
  const virtualMachinesProfile = { scale: { autoscale: { size: "standard_d2s_v3", minCount: 1, maxCount: 3 } } };
  const { azure } = await azureOn({
    clusters: [armCluster({ pools: [armPool({ type: "VirtualMachines", virtualMachinesProfile })] }), ...named("b")],
  });

  const page = await azure.readClusterPage(SUB);

  expect(page.clusters.map(({ name }) => name)).toEqual(["prod", "b"]);
  expect(page.odd).toEqual([]);
});

it.for([
  ["value is null", { value: null }],
  ["the body is empty", {}],
  ["nextLink is null", { value: [], nextLink: null }],
  ["nextLink is empty", { value: [], nextLink: "" }],
] as const)("takes a list for empty when %s", async ([, body]) => {
  const { state, azure } = await azureOn();
  state.faults.push({ match: LIST, body });

  expect(await azure.readClusterPage(SUB)).toEqual({ clusters: [], odd: [] });
});

it.for([
  ["no JSON", "<html>hello</html>", "it is not JSON"],
  ["cut off", '{"value":[{"id"', "it is not JSON"],
  ["an array", [], "expected object, received array"],
  ["a list that is text", { value: "none" }, "value: expected array, received string"],
  ["a link that is a number", { value: [], nextLink: 7 }, "nextLink: expected string, received number"],
] as const)("refuses an answer that is %s", async ([, body, problem]) => {
  const { state, azure } = await azureOn();
  state.faults.push({ match: LIST, body });

  const refusal = await thrownBy(azure.readClusterPage(SUB));

  expect(refusal).toBeInstanceOf(AzureRefusal);
  expect(refusal).toMatchObject({ missing: { kind: "unreadable", why: `the answer does not fit: ${problem}` } });
});

it("refuses pages that lead in a circle", async () => {
  const { arm, state, azure } = await azureOn();
  const self = `${arm.url}/subscriptions?page=2`;
  state.faults.push({ match: /\/subscriptions\?/, body: { value: [], nextLink: self } });
  state.faults.push({ match: /managedClusters/, body: { value: [], nextLink: `${arm.url}/again/managedClusters` } });

  const all = await thrownBy(azure.listSubscriptions());
  const one = await thrownBy(azure.readClusterPage(SUB, `${arm.url}/again/managedClusters`));

  expect(all).toMatchObject({ missing: { kind: "unreadable" } });
  expect(one).toMatchObject({ missing: { kind: "unreadable" } });
  expect(arm.requests).toHaveLength(3);
});

it("refuses pages that lead back to an earlier one", async () => {
  const { arm, state, azure } = await azureOn();
  const page = (number: number) => `${arm.url}/subscriptions?page=${number}`;
  for (const [at, next] of [
    ["page=2", page(3)],
    ["page=3", page(2)],
    ["api-version", page(2)],
  ] as const)
    state.faults.push({ match: new RegExp(`subscriptions\\?${at}`), times: 3, body: { value: [], nextLink: next } });

  expect(await thrownBy(azure.listSubscriptions())).toMatchObject({ missing: { kind: "unreadable" } });
  expect(arm.requests).toHaveLength(3);
});

it("keeps the page that names another host, and never goes there with the token", async () => {
  const { arm: thief } = await stand();
  const { state, azure } = await azureOn();
  state.faults.push({ match: LIST, body: { value: named("a"), nextLink: `${thief.url}/subscriptions/${SUB}/managedClusters` } });
  state.faults.push({ match: /\/subscriptions\?/, body: { value: [], nextLink: `${thief.url}/subscriptions` } });

  const first = await azure.readClusterPage(SUB);
  const second = await thrownBy(azure.readClusterPage(SUB, first.nextLink));
  const inOneCall = await thrownBy(azure.listSubscriptions());

  expect(first.clusters).toHaveLength(1);
  expect([second, inOneCall]).toMatchObject([{ code: "OtherHost" }, { code: "OtherHost" }]);
  expect(thief.requests).toEqual([]);
});

it.for([
  ["another port", (url: string) => url],
  ["this host as a user name", (url: string, own: string) => `https://${new URL(own).host}@${new URL(url).host}/`],
  ["no TLS", (_: string, own: string) => own.replace("https:", "http:")],
] as const)("refuses a stored link to %s without a request", async ([, linkTo]) => {
  const { arm: thief } = await stand();
  const { arm, azure } = await azureOn();

  const refusal = await thrownBy(azure.readClusterPage(SUB, linkTo(thief.url, arm.url)));

  expect(refusal).toBeInstanceOf(AzureRefusal);
  expect(refusal).toMatchObject({ code: "OtherHost", missing: { kind: "unreadable" } });
  expect([thief.requests, arm.requests]).toEqual([[], []]);
});

it("does not follow a redirect to another host", async () => {
  const { arm: thief } = await stand();
  const { state, azure } = await azureOn();
  state.faults.push({ match: LIST, status: 307, headers: { location: `${thief.url}/subscriptions` } });

  const refusal = await thrownBy(azure.readClusterPage(SUB));

  expect(refusal).toMatchObject({ name: "AzureRefusal", status: 307 });
  expect(thief.requests).toEqual([]);
});
