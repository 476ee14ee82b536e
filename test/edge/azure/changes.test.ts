import { describe, expect, it } from "vitest";
import { instant } from "../../../src/core/model/time.ts";
import { azureOn, SUB } from "./stand-in.ts";

const subscriptions = [
  { subscriptionId: SUB, displayName: "Shop" },
  { subscriptionId: "33333333-3333-3333-3333-333333333333", displayName: "Secret", hidden: true },
];
const CLUSTER = `/subscriptions/${SUB}/resourceGroups/RG-Apps/providers/Microsoft.ContainerService/managedClusters/apps`;
const SINCE = instant("2026-11-25T10:00:00Z");

const change = (
  id: string,
  timestamp: string,
  of: Readonly<Record<string, unknown>> = {},
  attributes: Readonly<Record<string, unknown>> = {},
) => ({
  id: `${CLUSTER}/providers/Microsoft.Resources/changes/${id}`,
  properties: {
    ...{
      targetResourceId: CLUSTER.toLowerCase(),
      targetResourceType: "Microsoft.ContainerService/ManagedClusters",
      changeType: "Update",
      ...of,
    },
    changeAttributes: {
      timestamp,
      correlationId: "c-1",
      changedBy: "jane@contoso.com",
      operation: "microsoft.containerservice/managedclusters/write",
      ...attributes,
    },
  },
});

describe("the change feed", () => {
  it("has what was done to clusters since a moment, of whatever type their ids say, in all pages", async () => {
    const changes = [
      change("1", "2026-11-25T09:59:59.999Z"),
      change("2", "2026-11-25T10:00:00.0000000Z"),
      change("3", "2026-11-25T12:30:00+02:00", { changeType: "Delete" }),
      change("4", "2026-11-25T11:00:00Z", { targetResourceType: "microsoft.compute/virtualmachines" }),
      change("5", "2026-11-25T11:00:00Z", {}, { correlationId: "00000000-0000-0000-0000-000000000000", operation: null }),
    ];
    const { azure } = await azureOn({ subscriptions, changes, graphPageSize: 2 });

    const read = await azure.readChanges(SINCE);

    expect(read).toMatchObject([
      { at: "2026-11-25T10:00:00.000Z", what: { verb: "write" }, correlationId: "c-1", cluster: { name: "apps" } },
      { at: "2026-11-25T10:30:00.000Z", what: { verb: "delete" } },
      { operation: "Microsoft.ContainerService/managedClusters/write" },
    ]);
    expect(read[2]).not.toHaveProperty("correlationId");
  });

  it("is not asked who did it", async () => {
    const { arm, azure } = await azureOn({ subscriptions, changes: [change("1", "2026-11-25T11:00:00Z")] });

    expect(JSON.stringify(await azure.readChanges(SINCE))).not.toContain("jane");
    expect(arm.requests.map(({ body }) => body).join()).not.toContain("changedBy");
  });

  it("leaves out an odd row and tells of it", async () => {
    const { azure } = await azureOn({
      subscriptions,
      changes: [change("1", "2026-11-25T11:00:00Z", { targetResourceId: "nonsense" }), change("2", "2026-11-25T11:00:00Z")],
    });

    expect(await azure.readChanges(SINCE)).toHaveLength(1);
  });
});

describe("notices of ends of support", () => {
  const type = "microsoft.containerservice/managedclusters/scheduledevents";
  const details = { kubernetesVersion: "1.34.2", eolDate: "2026-12-05T00:00:00Z", supportType: "LTS", daysUntilEOL: 10 };
  const notice = (id: string, properties: Readonly<Record<string, unknown>>) => ({
    ...{ id: `${CLUSTER}/scheduledEvents/${id}`, type },
    properties: { eventSource: "EOLNotification", lastUpdateTime: "2026-11-21T05:00:00Z", ...properties },
  });

  it("say version, plan and date, in an object or in text; those of others are passed over", async () => {
    const notices = [
      notice("1", { eventDetails: details }),
      notice("2", { eventDetails: JSON.stringify(details), lastUpdateTime: "0001-01-01T00:00:00Z" }),
      notice("3", { eventSource: "AutoUpgrader", eventDetails: "upgrade" }),
      notice("4", { eventDetails: "soon" }),
    ];
    const { azure } = await azureOn({ subscriptions, notices });

    const read = await azure.readEndsOfLife();

    expect(read).toMatchObject([
      { cluster: { name: "apps" }, notice: { minor: "1.34", plan: "lts", ends: "2026-12-05" }, toldAt: "2026-11-21T05:00:00.000Z" },
      { notice: { minor: "1.34" } },
    ]);
    expect(read[1]).not.toHaveProperty("toldAt");
  });
});
