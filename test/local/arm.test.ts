import { connect } from "node:tls";
import { afterEach, expect, it, vi } from "vitest";
import { type Arm, type ArmState, armState, LOCAL_TOKEN, startArm } from "../../local/arm/index.ts";

const SUB = "11111111-1111-1111-1111-111111111111";
const clusterBody = (name: string, group = "rg-prod", subscription = SUB) => ({
  id: `/subscriptions/${subscription}/resourcegroups/${group}/providers/Microsoft.ContainerService/managedClusters/${name}`,
  name,
});
const CLUSTERS = `/subscriptions/${SUB}/providers/Microsoft.ContainerService/managedClusters?api-version=2026-06-01`;
const clusterPath = (name: string, group = "RG-Prod") =>
  `/subscriptions/${SUB}/resourceGroups/${group}/providers/Microsoft.ContainerService/managedClusters/${name}?api-version=2026-06-01`;

let arm: Arm | undefined;
afterEach(async () => {
  await arm?.close();
  arm = undefined;
});

async function started(change: Partial<ArmState> = {}): Promise<{ arm: Arm; state: ArmState }> {
  const state = armState({ subscriptions: [{ subscriptionId: SUB, displayName: "Shop" }], ...change });
  arm = await startArm(state);
  return { arm, state };
}

const ask = (url: string, headers: Record<string, string> = { authorization: `Bearer ${LOCAL_TOKEN}` }) => fetch(url, { headers });
async function read(
  url: string,
): Promise<{ status: number; body: Record<string, never> & { value: { id: string }[]; nextLink?: string } }> {
  const response = await ask(url);
  return { status: response.status, body: JSON.parse(await response.text()) };
}

it("pages with absolute links and ends in an empty page, as ARM does", async () => {
  const { arm } = await started({ pageSize: 2, clusters: ["a", "b", "c"].map((name) => clusterBody(name)) });

  const pages: string[][] = [];
  for (let next: string | undefined = `${arm.url}${CLUSTERS}`; next; ) {
    const { body } = await read(next);
    pages.push(body.value.map(({ id }) => id.slice(-1)));
    next = body.nextLink;
    if (next) expect(next).toMatch(new RegExp(`^${arm.url}/subscriptions/.*%24skipToken=\\d+&skipToken=\\d+$`));
  }

  expect(pages).toEqual([["a", "b"], ["c"], []]);
});

it("answers an unlisted cluster and a hidden subscription with 403, and lists neither", async () => {
  const hidden = "22222222-2222-2222-2222-222222222222";
  const { arm, state } = await started({ clusters: [clusterBody("seen"), clusterBody("kept")] });
  state.subscriptions.push({ subscriptionId: hidden, displayName: "Hidden", hidden: true });
  state.unlisted.add(clusterBody("kept").id.toUpperCase());

  const list = await read(`${arm.url}${CLUSTERS}`);
  const subscriptions = await read(`${arm.url}/subscriptions?api-version=2022-12-01`);
  const byId = await read(`${arm.url}${clusterPath("kept")}`);
  const below = await read(`${arm.url}/subscriptions/${hidden}/providers/Microsoft.Compute/skus`);

  expect(list.body.value).toHaveLength(1);
  expect(subscriptions.body.value).toHaveLength(1);
  expect([byId.status, below.status]).toEqual([403, 403]);
  expect(byId.body).toMatchObject({ error: { code: "AuthorizationFailed" } });
});

it.for([
  [clusterPath("gone"), "ResourceNotFound"],
  [clusterPath("gone", "rg-gone"), "ResourceGroupNotFound"],
  ["/subscriptions/33333333-3333-3333-3333-333333333333?api-version=2022-12-01", "SubscriptionNotFound"],
] as const)("says of %s that it is not there: %s", async ([path, code]) => {
  const { arm } = await started({ clusters: [clusterBody("prod")] });

  const answer = await read(`${arm.url}${path}`);

  expect(answer).toMatchObject({ status: 404, body: { error: { code } } });
});

it("wants a bearer token, counts down the reads that are left, and remembers what it was asked", async () => {
  const { arm } = await started();

  const refused = await ask(`${arm.url}${CLUSTERS}`, {});
  const answered = await ask(`${arm.url}${CLUSTERS}`);

  expect(refused.status).toBe(401);
  expect(answered.status).toBe(200);
  expect(answered.headers.get("x-ms-ratelimit-remaining-subscription-reads")).toBe("248");
  expect(arm.requests.map(({ path }) => path)).toEqual([CLUSTERS, CLUSTERS]);
});

it("finds a cluster, a region and a network whatever the case, and writes subnet numbers as doubles", async () => {
  const network = `/subscriptions/${SUB}/resourcegroups/rg-net/providers/microsoft.network/virtualnetworks/hub`;
  const { arm } = await started({
    clusters: [clusterBody("prod")],
    usages: { [`${SUB}/westeurope`]: [{ name: { value: "cores" }, currentValue: 1, limit: 2 }] },
    skus: { westeurope: [{ name: "Standard_D4s_v5" }], eastus: [{ name: "Standard_B2s" }] },
    subnetUsages: { [network]: [{ id: `${network}/subnets/nodes`, currentValue: 2, limit: 251 }] },
  });

  const cluster = await read(`${arm.url}${clusterPath("PROD")}`);
  const usages = await read(`${arm.url}/subscriptions/${SUB}/providers/Microsoft.Compute/locations/WestEurope/usages`);
  const skus = await read(`${arm.url}/subscriptions/${SUB}/providers/Microsoft.Compute/skus?$filter=location%20eq%20%27westeurope%27`);
  const subnets = await ask(`${arm.url}/subscriptions/${SUB}/resourceGroups/RG-net/providers/Microsoft.Network/virtualNetworks/Hub/usages`);

  expect(cluster.body).toMatchObject({ name: "prod", type: "Microsoft.ContainerService/ManagedClusters" });
  expect([usages.body.value.length, skus.body.value.length]).toEqual([1, 1]);
  expect(await subnets.text()).toContain('"currentValue":2.0,"limit":251.0');
});

const GRAPH = "/providers/Microsoft.ResourceGraph/resources?api-version=2024-04-01";
const post = async (url: string, body: unknown) => {
  const response = await fetch(url, { method: "POST", headers: { authorization: `Bearer ${LOCAL_TOKEN}` }, body: JSON.stringify(body) });
  return { status: response.status, headers: response.headers, body: JSON.parse(await response.text()) };
};
const diskRow = (name: string) => ({
  id: `/subscriptions/${SUB}/resourceGroups/MC_shop/providers/Microsoft.Compute/disks/${name}`,
  type: "microsoft.compute/disks",
  name,
  location: "westeurope",
});
const DISKS = "resources | where type =~ 'Microsoft.Compute/disks' | where resourceGroup in~ ('mc_shop', 'mc_b')";

it("pages a Resource Graph query with skip tokens, a hundred rows unless asked for more", async () => {
  const { arm } = await started({ resources: Array.from({ length: 150 }, (_, index) => diskRow(`d${index}`)) });
  const query = `${DISKS} | project id, sku | order by id asc`;

  const first = await post(`${arm.url}${GRAPH}`, { query, subscriptions: [SUB] });
  const options = { $skipToken: first.body.$skipToken, resultFormat: "objectArray" };
  const last = await post(`${arm.url}${GRAPH}`, { query, subscriptions: [SUB], options });
  const all = await post(`${arm.url}${GRAPH}`, { query, options: { $top: 1000, resultFormat: "objectArray" } });

  expect(first.body).toMatchObject({ totalRecords: 150, count: 100, resultTruncated: "false", facets: [] });
  expect(first.body.data[0]).toEqual({ id: diskRow("d0").id, sku: null });
  expect(first.headers.get("x-ms-user-quota-resets-after")).toBe("00:00:05");
  expect(last.body).toMatchObject({ count: 50 });
  expect(last.body).not.toHaveProperty("$skipToken");
  expect(all.body.count).toBe(150);
});

it("loses what is behind the first page of a query without an id", async () => {
  const { arm } = await started({ resources: ["a", "b"].map(diskRow), graphPageSize: 1 });

  const { body } = await post(`${arm.url}${GRAPH}`, { query: `${DISKS} | project name | order by id asc` });

  expect(body).toMatchObject({ totalRecords: 2, count: 1, resultTruncated: "true" });
  expect(body).not.toHaveProperty("$skipToken");
});

it.for([
  ["a query it does not know", { query: "resources | summarize count() by type" }, "InvalidQuery"],
  ["a table it does not know", { query: "advisorresources | where type =~ 'x' | project id | order by id asc" }, "InvalidQuery"],
  ["a condition it does not know", { query: "resources | where tags.a =~ 'x' | project id | order by id asc" }, "InvalidQuery"],
  [
    "a subscription it does not show",
    { query: `${DISKS} | project id | order by id asc`, subscriptions: ["x"] },
    "NoValidSubscriptionsInQueryRequest",
  ],
  [
    "more than a thousand rows",
    { query: `${DISKS} | project id | order by id asc`, options: { $top: 1001, resultFormat: "objectArray" } },
    "InvalidRequest",
  ],
] as const)("refuses %s as a bad request", async ([, request, code]) => {
  const { arm } = await started();

  const { status, body } = await post(`${arm.url}${GRAPH}`, request);

  expect([status, body.error.code, body.error.details[0].code]).toEqual([400, "BadRequest", code]);
});

it("leaves rows of hidden subscriptions out of a query, and all spot rows where it names a subscription", async () => {
  const spot = [{ id: "/a", type: "microsoft.compute/skuspotevictionrate/location", location: "westeurope" }];
  const other = { ...diskRow("b"), id: diskRow("b").id.replace(SUB, "22222222-2222-2222-2222-222222222222") };
  const { arm } = await started({ resources: [diskRow("a"), other], spot });
  const query = "spotresources | where location =~ 'westeurope' | project id | order by id asc";

  const disks = await post(`${arm.url}${GRAPH}`, { query: `${DISKS} | project id | order by id asc` });
  const named = await post(`${arm.url}${GRAPH}`, { query, subscriptions: [SUB] });
  const tenant = await post(`${arm.url}${GRAPH}`, { query, subscriptions: [] });

  expect([disks.body.count, named.body.count, tenant.body.count]).toEqual([1, 0, 1]);
});

it("answers versions without pages and maintenance with a link to an empty page, and posts nothing else", async () => {
  const id = clusterBody("prod").id;
  const { arm } = await started({
    clusters: [clusterBody("prod"), clusterBody("bare")],
    maintenance: { [id.toLowerCase()]: [{ name: "default" }] },
    versions: { westeurope: [{ version: "1.34" }] },
  });
  const below = (name: string) => clusterPath(name).replace("?", "/maintenanceConfigurations?");

  const versions = await read(
    `${arm.url}/subscriptions/${SUB}/providers/Microsoft.ContainerService/locations/WestEurope/kubernetesVersions`,
  );
  const full = await read(`${arm.url}${below("PROD")}`);
  const behind = await read(full.body.nextLink ?? "");
  const bare = await read(`${arm.url}${below("bare")}`);
  const gone = await read(`${arm.url}${below("gone")}`);

  expect(versions.body).toEqual({ values: [{ version: "1.34" }] });
  expect([full, behind, bare].map(({ body }) => body.value.length)).toEqual([1, 0, 0]);
  expect(gone.status).toBe(404);
  expect((await post(`${arm.url}${CLUSTERS}`, {})).status).toBe(405);
});

it("injects a fault as often as told, then answers again, and lets the cloud change behind an answer", async () => {
  const { arm, state } = await started({ clusters: [clusterBody("prod")] });
  state.faults.push({
    match: /managedClusters/,
    times: 1,
    status: 429,
    headers: { "retry-after": "17" },
    body: { error: { code: "Throttled" } },
  });
  state.faults.push({ match: (path) => path.includes("managedClusters"), times: 1, afterAnswer: () => state.clusters.pop() });

  const answers = [await ask(`${arm.url}${CLUSTERS}`), await ask(`${arm.url}${CLUSTERS}`)];
  const last = await read(`${arm.url}${CLUSTERS}`);

  expect(answers.map(({ status }) => status)).toEqual([429, 200]);
  expect(answers[0]?.headers.get("retry-after")).toBe("17");
  expect(last.body.value).toEqual([]);
});

it("breaks the connection when told to, before the answer or in the middle of it", async () => {
  const { arm, state } = await started();
  state.faults.push({ match: /./, times: 1, dropConnection: true }, { match: /./, times: 1, dropConnection: true, body: { value: [] } });

  await expect(ask(`${arm.url}${CLUSTERS}`)).rejects.toThrow("fetch failed");
  const half = await ask(`${arm.url}${CLUSTERS}`);

  await expect(half.text()).rejects.toThrow("terminated");
});

it("counts the requests that were open at once", async () => {
  const { arm, state } = await started();
  state.faults.push({ match: /./, until: () => vi.waitUntil(() => arm.mostInFlight() >= 3, { timeout: 60_000 }) });

  await Promise.all([1, 2, 3].map(() => ask(`${arm.url}${CLUSTERS}`)));
  await ask(`${arm.url}${CLUSTERS}`);

  expect(arm.mostInFlight()).toBe(3);
  await expect.poll(() => arm.inFlight()).toBe(0);
});

it("is trusted through its own certificate alone", async () => {
  const { arm } = await started();

  const authorized = await new Promise((resolve, reject) => {
    const socket = connect({ host: "127.0.0.1", port: arm.port, ca: arm.pem }, () => {
      resolve(socket.authorized);
      socket.destroy();
    }).once("error", reject);
  });

  expect(authorized).toBe(true);
});
