import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { readEvents } from "../../../src/edge/events/index.ts";

const CLUSTER =
  "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-shop/providers/Microsoft.ContainerService/managedClusters/shop-1";
const POOL = `${CLUSTER.replace("resourceGroups", "resourcegroups")}/agentpools/apps`;

const write = (change: Readonly<Record<string, unknown>> = {}, data: Readonly<Record<string, unknown>> = {}) => ({
  ...{
    id: "e-1",
    eventType: "Microsoft.Resources.ResourceWriteSuccess",
    eventTime: "2026-11-24T09:12:04.6117357Z",
    subject: POOL,
    topic: CLUSTER,
  },
  data: { operationName: "Microsoft.ContainerService/managedClusters/agentPools/write", resourceUri: POOL, correlationId: "c-1", ...data },
  ...change,
});
const cloud = ({ id, eventType, eventTime, subject, topic, data }: ReturnType<typeof write>) => ({
  ...{ id, subject, data, type: eventType, time: eventTime, source: topic, specversion: "1.0" },
});
const aks = (type: string, data: unknown = {}) => ({
  ...{
    id: "a-1",
    eventType: `Microsoft.ContainerService.${type}`,
    eventTime: "2026-11-24T09:00:00Z",
    subject: "shop-1",
    topic: CLUSTER,
    data,
  },
});
const scheduled = (properties: Readonly<Record<string, unknown>>, type = "ContainerServiceEventResources") => ({
  ...{
    id: "s-1",
    eventType: `Microsoft.ResourceNotifications.${type}.ScheduledEventEmitted`,
    eventTime: "2026-11-24T09:00:00.123456789",
    subject: "",
  },
  data: { resourceInfo: { id: `${CLUSTER}/scheduledEvents/1`, properties: { resources: [CLUSTER], ...properties } } },
});

const kind = (body: unknown) =>
  readEvents(body).map((each) => {
    if ("event" in each) return each.event.what;
    return "notOurs" in each ? "not ours" : each.problem;
  });

const WRITTEN = { kind: "change", verb: "write", outcome: "succeeded" };

describe("bodies", () => {
  it.for([
    ["one event", write(), 1],
    ["an array", [write(), write()], 2],
    ["a CloudEvent", cloud(write()), 1],
    ["a batch of CloudEvents", [cloud(write()), cloud(write())], 2],
    ["text", JSON.stringify(write()), 1],
    ["text of an array", JSON.stringify([write()]), 1],
    ["Base64 of one", Buffer.from(JSON.stringify(write())).toString("base64"), 1],
  ] as const)("may be %s", ([, body, many]) => {
    expect(kind(body)).toEqual(Array.from({ length: many }, () => WRITTEN));
  });

  it("have their good events read beside a bad one, whose fields are named and not shown", () => {
    const read = readEvents([write(), { id: "secret", eventType: 7 }, "text", null, write()]);

    expect(read.filter((each) => "event" in each)).toHaveLength(2);
    expect(JSON.stringify(read.slice(1, 4))).not.toContain("secret");
    expect(read[1]).toEqual({ problem: "no event: eventType, eventTime are missing or odd" });
  });

  it("never make it throw", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.anything(), fc.json(), fc.object({ key: fc.constantFrom("id", "eventType", "data", "time") })),
        (body) => void readEvents(body),
      ),
    );
  });
});

describe("Azure Resource Manager", () => {
  it.for([
    { eventType: "Microsoft.Resources.ResourceWriteFailure", what: { kind: "change", verb: "write", outcome: "failed" } },
    { eventType: "Microsoft.Resources.ResourceWriteCancel", what: { kind: "change", verb: "write", outcome: "canceled" } },
    { eventType: "microsoft.resources.resourcedeletesuccess", what: { kind: "change", verb: "delete", outcome: "succeeded" } },
    { eventType: "Microsoft.Resources.ResourceActionSuccess", what: { kind: "change", verb: "action", outcome: "succeeded" } },
  ])("$eventType says by its type how it ended, whatever its status", ({ eventType, what }) => {
    expect(kind(write({ eventType }, { status: "Succeeded" }))).toEqual([what]);
  });

  it.for([
    ["agentPools/upgradeNodeImageVersion/action", POOL, true],
    ["agentPools/deleteMachines/action", `${POOL}/machines/m1`, true],
    ["start/action", CLUSTER, true],
    ["write", CLUSTER, true],
    ["listClusterUserCredential/action", CLUSTER, false],
    ["LISTCLUSTERADMINCREDENTIAL/action", CLUSTER, false],
    ["runCommand/action", CLUSTER, false],
    ["accessProfiles/listCredential/action", `${CLUSTER}/accessProfiles/clusterUser`, false],
    ["maintenanceConfigurations/write", `${CLUSTER}/maintenanceConfigurations/default`, false],
    ["extensions/write", `${CLUSTER}/providers/Microsoft.KubernetesConfiguration/extensions/flux`, false],
  ] as const)("%s is ours: %s %s", ([operation, uri, isOurs]) => {
    const event = write({ subject: uri }, { operationName: `Microsoft.ContainerService/managedClusters/${operation}`, resourceUri: uri });

    expect(kind(event)).toEqual([isOurs ? { kind: "change", verb: "write", outcome: "succeeded" } : "not ours"]);
  });

  it("takes the subject where the data say nothing, and strays in case and spaces", () => {
    const spaced = POOL.replace("/resourcegroups", " /RESOURCEGROUPS");

    expect(readEvents(write({ data: null, subject: spaced }))).toMatchObject([
      { event: { pool: "apps", cluster: { id: CLUSTER.toLowerCase() } } },
    ]);
  });

  it("has claims as objects or as text, and keeps neither", () => {
    const said = [{ upn: "jane@contoso.com" }, '{"upn":"jane@contoso.com"}'].map((claims) =>
      JSON.stringify(readEvents(write({}, { claims }))),
    );

    expect(said.join()).not.toContain("jane");
  });
});

describe("the cluster's own topic", () => {
  it("needs the pool of a roll", () => {
    expect(kind(aks("NodePoolRollingFailed", { nodePoolName: "apps" }))).toEqual([{ kind: "rolling", step: "failed" }]);
    expect(kind(aks("NodePoolRollingFailed"))).toEqual(["Microsoft.ContainerService.NodePoolRollingFailed: data.nodePoolName is missing"]);
  });

  it("may say more one day", () => {
    expect(kind(aks("SomethingNew"))).toEqual(["not ours"]);
  });
});

describe("scheduled events", () => {
  it.for(["AutoUpgrader", "AutoUprader", "autoupgrader"])("are the auto-upgrader's as %s", (eventSource) => {
    expect(kind(scheduled({ eventSource, eventStatus: "Cancelled", eventDetails: "no window" }))).toEqual([
      { kind: "auto-upgrade", status: "canceled", says: "no window" },
    ]);
  });

  it.for([
    { eventStatus: "Scheduled", status: "scheduled" },
    { eventStatus: "Started", status: "started" },
    { eventStatus: "In Progress", status: "started" },
    { eventStatus: "Succeeded", status: "completed" },
    { eventStatus: "Failed", status: "failed" },
  ])("of an auto-upgrade that is $eventStatus say that it $status", ({ eventStatus, status }) => {
    expect(kind(scheduled({ eventSource: "AutoUpgrader", eventStatus }))).toEqual([{ kind: "auto-upgrade", status }]);
  });

  it("have their moment in UTC where they name no zone, wherever the machine stands", () => {
    vi.stubEnv("TZ", "Pacific/Auckland");
    const [read] = readEvents(scheduled({ eventSource: "AutoUpgrader", eventStatus: "Started" }));
    vi.unstubAllEnvs();

    expect(read).toMatchObject({ event: { at: "2026-11-24T09:00:00.123Z" } });
  });

  it.for([
    { supportType: "Community", plan: "community" },
    { supportType: "LTS", plan: "lts" },
  ])("have the end of $supportType support, in an object or in text", ({ supportType, plan }) => {
    const details = { kubernetesVersion: "1.34.2", eolDate: "2026-12-05T00:00:00Z", supportType, daysUntilEOL: 11 };
    const notice = { kind: "end-of-life", notice: { minor: "1.34", plan, ends: "2026-12-05" } };

    expect(kind(scheduled({ eventSource: "EOLNotification", eventDetails: details }))).toEqual([notice]);
    expect(kind(scheduled({ eventSource: "EOLNotification", eventDetails: JSON.stringify(details) }))).toEqual([notice]);
  });

  it.for(["0001-01-01T00:00:00Z", "soon", ""])("with the date %s say no end of life", (eolDate) => {
    const details = { kubernetesVersion: "1.34.2", eolDate, supportType: "LTS" };

    expect(kind(scheduled({ eventSource: "EOLNotification", eventDetails: details }))[0]).toMatch(/do not say version, plan and date/);
  });

  it("of others are not ours", () => {
    expect(kind(scheduled({ eventSource: "Fleet", eventStatus: "Started" }))).toEqual(["not ours"]);
    expect(kind(scheduled({ eventSource: "AutoUpgrader", eventStatus: "Started" }, "MaintenanceResources"))).toMatchObject([
      { kind: "auto-upgrade" },
    ]);
  });
});
