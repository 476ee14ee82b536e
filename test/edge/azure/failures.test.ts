import { inspect } from "node:util";
import { gzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { LOCAL_TOKEN } from "../../../local/arm/index.ts";
import { subscriptionId } from "../../../src/core/model/names.ts";
import { instant } from "../../../src/core/model/time.ts";
import { type Azure, AzureLater, AzureRefusal } from "../../../src/edge/azure/index.ts";
import { thrownBy } from "../../support/thrown-by.ts";
import { armCluster, azureOn, connectTo, refTo, SUB, stand, WEU } from "./stand-in.ts";

const error = (code: string, message = "Something about ada@example.com") => ({ error: { code, message } });

it.for([
  [
    400,
    error("NoRegisteredProviderFound"),
    { missing: { kind: "unavailable", why: "the resource provider is not registered there (400 NoRegisteredProviderFound)" } },
  ],
  [409, error("MissingSubscriptionRegistration"), { missing: { kind: "unavailable" } }],
  [
    400,
    error("InvalidApiVersionParameter"),
    { missing: { kind: "unavailable", why: "Azure refused the request (400 InvalidApiVersionParameter)" } },
  ],
  [
    401,
    error("ExpiredAuthenticationToken"),
    { missing: { kind: "forbidden", why: "Azure does not accept the app's identity (401 ExpiredAuthenticationToken)" } },
  ],
  [403, error("AuthorizationFailed"), { missing: { kind: "forbidden", why: "the app may not read it (403 AuthorizationFailed)" } }],
  [404, error("ResourceNotFound"), { missing: { kind: "absent" }, meansGone: true }],
  [404, error("ResourceGroupNotFound"), { missing: { kind: "absent" }, meansGone: true }],
  [404, error("SubscriptionNotFound"), { missing: { kind: "not-seen" }, meansGone: false }],
  [
    404,
    { code: "NotFound", message: "The entity was not found." },
    { code: "NotFound", missing: { kind: "unavailable" }, meansGone: false },
  ],
  [404, "<html>no such page</html>", { code: "", meansGone: false }],
  [403, { Code: "Denied" }, { code: "Denied" }],
] as const)("refuses on %i %j", async ([status, body, expected]) => {
  const { state, azure } = await azureOn();
  state.faults.push({ match: /./, status, body });

  const refusal = await thrownBy(azure.getCluster(refTo("prod")));

  expect(refusal).toBeInstanceOf(AzureRefusal);
  expect(refusal).toMatchObject({ status, ...expected });
});

it.for([
  [429, error("TooManyRequests"), {}, { missing: { kind: "throttled", why: "Azure asks to wait (429 TooManyRequests)" } }],
  [429, error("429"), { "retry-after": "2" }, { missing: { kind: "throttled" }, retryAfterSeconds: 2 }],
  [429, error("RetryableError"), { "retry-after": "11" }, { missing: { kind: "unavailable" }, retryAfterSeconds: 11 }],
  [408, "", {}, { missing: { kind: "unavailable" } }],
  [409, error("OperationNotAllowed"), {}, { missing: { kind: "unavailable" } }],
  [423, error("ScopeLocked"), {}, { missing: { kind: "unavailable" } }],
  [425, "", {}, { missing: { kind: "unavailable" } }],
  [500, error("InternalServerError"), {}, { missing: { kind: "unavailable" } }],
  [503, error("ServerTimeout"), { "retry-after": "0" }, { retryAfterSeconds: 0 }],
  [503, "<!DOCTYPE html><html>busy</html>", {}, { missing: { kind: "unavailable", why: "Azure could not answer (503)" } }],
  [503, "<!DOCTYPE html><html>busy</html>", { "content-type": "text/html" }, { missing: { kind: "unavailable" } }],
  [504, error("GatewayTimeout"), { "retry-after": "soon" }, { missing: { kind: "unavailable" } }],
] as const)("comes back later on %i %j with %j", async ([status, body, headers, expected]) => {
  const { state, azure } = await azureOn();
  state.faults.push({ match: /./, status, body, headers });

  const later = await thrownBy(azure.readClusterPage(SUB));

  expect(later).toBeInstanceOf(AzureLater);
  expect(later).toMatchObject({ status, ...expected });
  if (!("retryAfterSeconds" in expected)) expect(later).not.toHaveProperty("retryAfterSeconds");
});

it("reads a Retry-After that is a date as seconds from now", async () => {
  const { state, azure } = await azureOn();
  const inAnHour = new Date(Date.now() + 3_600_000).toUTCString();
  state.faults.push({ match: /./, status: 429, headers: { "retry-after": inAnHour } });

  const { retryAfterSeconds } = (await thrownBy(azure.readQuotas(SUB, WEU))) as AzureLater;

  expect(retryAfterSeconds).toBeGreaterThan(3000);
  expect(retryAfterSeconds).toBeLessThanOrEqual(3600);
});

it.for([429, 503])("does not sleep over a Retry-After of an hour with %i, and asks once", async (status) => {
  const { arm, state, azure } = await azureOn();
  state.faults.push({ match: /./, status, headers: { "retry-after": "3600" }, body: error("Throttled") });

  const later = await thrownBy(azure.readSkus(SUB, WEU));

  expect(later).toMatchObject({ name: "AzureLater", retryAfterSeconds: 3600 });
  expect(arm.requests).toHaveLength(1);
});

/** What each read says it cannot do: the compiler asks for one that is added. */
const READS: Readonly<Record<Exclude<keyof Azure, "requests">, readonly [read: (azure: Azure) => Promise<unknown>, what: string]>> = {
  listSubscriptions: [(azure) => azure.listSubscriptions(), "list the subscriptions"],
  getSubscription: [(azure) => azure.getSubscription(SUB), `read subscription ${SUB}`],
  listSubscriptionsBelow: [(azure) => azure.listSubscriptionsBelow("corp"), "list the subscriptions below management group corp"],
  findClusters: [(azure) => azure.findClusters("prod"), "find the clusters named prod"],
  readClusterPage: [(azure) => azure.readClusterPage(SUB), `list the clusters of subscription ${SUB}`],
  getCluster: [(azure) => azure.getCluster(refTo("prod")), `read cluster rg-Prod/prod of subscription ${SUB}`],
  readSkus: [(azure) => azure.readSkus(SUB, WEU), `list the VM sizes of westeurope for subscription ${SUB}`],
  readQuotas: [(azure) => azure.readQuotas(SUB, WEU), `read the vCPU quotas of westeurope in subscription ${SUB}`],
  readSubnets: [
    (azure) => azure.readSubnets({ subscription: SUB, resourceGroup: "rg-net", name: "hub" }),
    `read the addresses of network rg-net/hub of subscription ${SUB}`,
  ],
  readSpot: [(azure) => azure.readSpot(WEU), "read the spot market of westeurope"],
  readMaintenance: [
    (azure) => azure.readMaintenance(refTo("prod")),
    `read the planned maintenance of cluster rg-Prod/prod of subscription ${SUB}`,
  ],
  readVersions: [(azure) => azure.readVersions(SUB, WEU), `list the Kubernetes versions of westeurope for subscription ${SUB}`],
  readLocks: [(azure) => azure.readLocks(SUB), `list the locks of subscription ${SUB}`],
  readNodeGroups: [
    (azure) => azure.readNodeGroups(SUB, ["MC_prod"]),
    `read what stands in the node resource groups of subscription ${SUB}`,
  ],
  readChanges: [(azure) => azure.readChanges(instant("2026-11-23T02:00:00Z")), "read the changes of clusters"],
  readEndsOfLife: [(azure) => azure.readEndsOfLife(), "read the notices of ends of support"],
};

it.for(Object.entries(READS))("%s says what it could not do, and to what", async ([, [read, what]]) => {
  const { state, azure } = await azureOn();
  state.faults.push({ match: /./, status: 403, body: error("AuthorizationFailed") });

  expect(String(await thrownBy(read(azure)))).toBe(`AzureRefusal: Cannot ${what}: the app may not read it (403 AuthorizationFailed)`);
});

it("says in which subscription it was not allowed, and for nothing else", async () => {
  const { state, azure } = await azureOn();
  const hub = "22222222-2222-2222-2222-222222222222";
  const network = { subscription: subscriptionId(hub), resourceGroup: "rg-net", name: "hub" };
  const scopes = () =>
    Promise.all(
      [azure.readSubnets(network), azure.readQuotas(SUB, WEU), azure.listSubscriptions()].map(async (call) =>
        asMissing(await thrownBy(call)),
      ),
    );

  state.faults.push({ match: /./, status: 403, body: error("AuthorizationFailed"), times: 3 });
  const refused = await scopes();
  state.faults.push({ match: /./, status: 404, body: error("SubscriptionNotFound"), times: 3 });
  const others = await scopes();

  expect(refused.map(({ scope }) => scope)).toEqual([`/subscriptions/${hub}`, `/subscriptions/${SUB}`, undefined]);
  expect(others.some((missing) => "scope" in missing)).toBe(false);
});

const asMissing = (thrown: unknown) => (thrown as AzureRefusal).missing;

it.for([
  [403, error("AuthorizationFailed", "The client 'ada@example.com' may not")],
  [503, "<html>ada@example.com</html>"],
  [200, "<html>ada@example.com</html>"],
  [200, { id: "ada@example.com" }],
] as const)("keeps tokens and bodies out of what may be logged: %i %j", async ([status, body]) => {
  const { state, azure } = await azureOn();
  state.faults.push({ match: /./, status, body });

  const thrown = await thrownBy(azure.getCluster(refTo("prod")));

  const logged = `${inspect(thrown, { depth: 20 })} ${JSON.stringify(thrown)}`;
  expect(logged).toContain("Cannot read cluster rg-Prod/prod");
  expect(logged).not.toContain("ada@example.com");
  expect(logged).not.toContain(LOCAL_TOKEN);
});

it.for([
  ["before an answer", { dropConnection: true }],
  ["in the middle of one", { dropConnection: true, body: { value: [armCluster()] } }],
] as const)("comes back later when the connection breaks %s", async ([, fault]) => {
  const { state, azure } = await azureOn();
  state.faults.push({ match: /./, ...fault });

  const later = await thrownBy(azure.readClusterPage(SUB));

  expect(later).toBeInstanceOf(AzureLater);
  expect(later).toMatchObject({
    missing: { kind: "unavailable", why: expect.stringMatching(/^the connection broke/) },
    cause: expect.any(Error),
  });
});

it("comes back later when the connection breaks inside a compressed answer, which the SDK waits on for ever", async () => {
  const { arm, state } = await stand();
  const body = gzipSync(JSON.stringify({ value: Array.from({ length: 500 }, (_, i) => armCluster({ name: `c${i * 7919}` })) }));
  state.faults.push({ match: /./, dropConnection: true, body, headers: { "content-encoding": "gzip" } });

  const later = await thrownBy(connectTo(arm, { timeoutMs: 500 }).readClusterPage(SUB));

  expect(later).toMatchObject({ name: "AzureLater", missing: { kind: "unavailable" } });
});

it("comes back later when nobody listens", async () => {
  const { arm } = await stand();
  const azure = connectTo(arm, { endpoint: "https://127.0.0.1:1" });

  expect(await thrownBy(azure.listSubscriptions())).toMatchObject({ name: "AzureLater", code: "ECONNREFUSED" });
});

it("lets the failure of an identity through as it is", async () => {
  const { arm } = await stand();
  const failure = new Error("no identity here");
  const azure = connectTo(arm, { credential: { getToken: () => Promise.reject(failure) } });

  expect(await thrownBy(azure.listSubscriptions())).toBe(failure);
  expect(arm.requests).toEqual([]);
});
