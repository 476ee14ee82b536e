import { expect, it, vi } from "vitest";
import { localCredential } from "../../../local/arm/index.ts";
import { clusterRef, region } from "../../../src/core/model/names.ts";
import { type Azure, AzureRefusal } from "../../../src/edge/azure/index.ts";
import { thrownBy } from "../../support/thrown-by.ts";
import { armCluster, azureOn, connectTo, refTo, SUB, stand, WEU } from "./stand-in.ts";

const NEVER_MS = 60_000;
const clusters = ["a", "b"].map((name) => armCluster({ name }));

/** Page 2 of a list that the caller pages, and of one that is paged inside a call. */
const SECOND_PAGES = [
  ["resumed by the caller", async (azure: Azure, nextLink: string | undefined) => azure.readClusterPage(SUB, nextLink)],
  ["inside one call", async (azure: Azure) => azure.listSubscriptions()],
] as const;

async function withTwoPages() {
  const { arm, state } = await stand({ clusters, pageSize: 1 });
  const { nextLink } = await connectTo(arm).readClusterPage(SUB);
  state.faults.push({ match: /skipToken/, delayMs: NEVER_MS });
  const second = `${arm.url}/subscriptions?api-version=2022-12-01&%24skipToken=2`;
  state.faults.push({ match: /\/subscriptions\?/, body: { value: [], nextLink: second } });
  return { arm, nextLink };
}

it.for(SECOND_PAGES)("gives up in time on page 2, %s", async ([, read]) => {
  const { arm, nextLink } = await withTwoPages();

  const later = await thrownBy(read(connectTo(arm, { timeoutMs: 2000 }), nextLink));

  expect(later).toMatchObject({ name: "AzureLater", missing: { kind: "unavailable", why: "Azure did not answer within 2 s" } });
  expect(arm.requests.at(-1)?.path).toContain("skipToken");
});

it.for(SECOND_PAGES)("ends an open page 2 when it is aborted, %s", async ([, read]) => {
  const { arm, nextLink } = await withTwoPages();
  const stop = new AbortController();
  const reason = new Error("the function is out of time");

  const reading = thrownBy(read(connectTo(arm, { signal: stop.signal, timeoutMs: NEVER_MS }), nextLink));
  await expect.poll(() => arm.requests.filter(({ path }) => path.includes("skipToken"))).toHaveLength(1);
  stop.abort(reason);

  expect(await reading).toBe(reason);
});

it("sends nothing more once it is aborted, not even what waits its turn", async () => {
  const { arm, state } = await stand();
  state.faults.push({ match: /./, delayMs: NEVER_MS });
  const stop = new AbortController();
  const azure = connectTo(arm, { signal: stop.signal, timeoutMs: NEVER_MS, maxInFlight: 2 });

  const reading = Promise.all([1, 2, 3, 4, 5].map(() => thrownBy(azure.readQuotas(SUB, WEU))));
  await expect.poll(() => arm.requests).toHaveLength(2);
  stop.abort(new Error("enough"));

  expect(await reading).toMatchObject([1, 2, 3, 4, 5].map(() => ({ message: "enough" })));
  expect(await thrownBy(azure.listSubscriptions())).toMatchObject({ message: "enough" });
  expect(arm.requests).toHaveLength(2);
});

it("hands the abort to the identity, which may be waiting for a token", async () => {
  const { arm } = await stand();
  const seen: unknown[] = [];
  const stop = new AbortController();
  const credential = {
    getToken: (scopes: string | string[], options?: { abortSignal?: unknown }) => {
      seen.push(scopes, options?.abortSignal);
      return localCredential.getToken(scopes);
    },
  };

  await connectTo(arm, { credential, signal: stop.signal }).listSubscriptions();

  expect(seen).toEqual([[`${arm.url}/.default`], stop.signal]);
});

it.for([1, 3])("never has more than %i requests open", async (maxInFlight) => {
  const { arm, state } = await stand({ clusters });
  // Nothing is answered before as many are open as may be.
  state.faults.push({ match: /./, until: () => vi.waitUntil(() => arm.mostInFlight() >= maxInFlight, { timeout: 60_000 }) });
  const azure = connectTo(arm, { maxInFlight });

  await Promise.all([
    ...["a", "b", "a", "b"].map((name) => azure.getCluster(refTo(name))),
    ...[1, 2, 3].map(() => azure.readQuotas(SUB, WEU)),
    ...[1, 2, 3].map(() => azure.readClusterPage(SUB)),
    azure.listSubscriptions(),
  ]);

  expect(arm.mostInFlight()).toBe(maxInFlight);
  expect(arm.requests).toHaveLength(11);
});

it("gives a turn back when a request fails", async () => {
  const { arm, state } = await stand();
  state.faults.push({ match: /./, times: 2, dropConnection: true });
  const azure = connectTo(arm, { maxInFlight: 1 });

  await thrownBy(azure.listSubscriptions());
  await thrownBy(azure.listSubscriptions());

  expect(await azure.listSubscriptions()).toHaveLength(1);
});

it("counts its requests, those too that are refused", async () => {
  const { state, azure } = await azureOn({ clusters });
  expect(azure.requests()).toBe(0);

  await azure.listSubscriptions();
  await azure.readClusterPage(SUB);
  expect(azure.requests()).toBe(2);

  state.faults.push({ match: /./, status: 429 });
  await thrownBy(azure.readClusterPage(SUB));
  expect(azure.requests()).toBe(3);
});

it.for([
  ["a resource group that climbs", (azure: Azure) => azure.getCluster({ ...refTo("prod"), resourceGroup: ".." })],
  ["a cluster of one dot", (azure: Azure) => azure.getCluster({ ...refTo("prod"), name: "." })],
  ["a slash in a name", (azure: Azure) => azure.getCluster({ ...refTo("prod"), name: "a/b" })],
  ["an encoded climb", (azure: Azure) => azure.getCluster({ ...refTo("prod"), name: "%2e%2e" })],
  ["an empty name", (azure: Azure) => azure.getCluster({ ...refTo("prod"), name: "" })],
  ["a network that climbs", (azure: Azure) => azure.readSubnets({ subscription: SUB, resourceGroup: "rg", name: ".." })],
  ["a region that ends the filter", (azure: Azure) => azure.readSkus(SUB, region("x'or'1"))],
  ["a region that climbs", (azure: Azure) => azure.readQuotas(SUB, region(".."))],
] as const)("refuses %s before a call", async ([, call]) => {
  const { arm, azure } = await azureOn();

  const refusal = await thrownBy(call(azure));

  expect(refusal).toBeInstanceOf(AzureRefusal);
  expect(refusal).toMatchObject({ code: "BadName", missing: { kind: "unsupported" } });
  expect(arm.requests).toEqual([]);
});

it("reads a cluster whose names need encoding", async () => {
  const { azure } = await azureOn({ clusters: [armCluster({ name: "prod_1", resourceGroup: "rg-(Zürich).x" })] });
  const ref = clusterRef(`/subscriptions/${SUB}/resourceGroups/rg-(Zürich).x/providers/Microsoft.ContainerService/managedClusters/prod_1`);
  if (!ref) throw new Error("no ref");

  expect((await azure.getCluster(ref)).resourceGroup).toBe("rg-(Zürich).x");
});
