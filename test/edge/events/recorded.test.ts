import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { REAL } from "../../../local/real.ts";
import { readEvents } from "../../../src/edge/events/index.ts";

const FOLDER = join(REAL, "events");
const read = (file: string): unknown => JSON.parse(readFileSync(join(FOLDER, file), "utf8"));

/** What each recorded event is: its kind, or that it is not ours. */
const KINDS: Readonly<Record<string, string>> = {
  "aks.cluster_support_ended.eventgrid.json": "support ended",
  "aks.cluster_support_ending.cloudevents.json": "support ending",
  "aks.cluster_support_ending.eventgrid.json": "support ending",
  "aks.new_kubernetes_version_available.cloudevents.json": "new-version",
  "aks.new_kubernetes_version_available.eventgrid.json": "new-version",
  "aks.node_pool_rolling_failed.cloudevents.json": "rolling failed",
  "aks.node_pool_rolling_failed.eventgrid.json": "rolling failed",
  "aks.node_pool_rolling_started.eventgrid.json": "rolling started",
  "aks.node_pool_rolling_succeeded.eventgrid.json": "rolling succeeded",
  "arn.container_service_scheduled_event.eventgrid.json": "auto-upgrade started",
  "arn.container_service_scheduled_event.v2.eventgrid.json": "auto-upgrade started",
  "derived/agent_pool_delete_success.eventgrid.json": "change delete succeeded",
  "derived/agent_pool_write_success.eventgrid.json": "change write succeeded",
  "derived/managed_cluster_write_success.eventgrid.json": "change write succeeded",
  // Properties without an event around them.
  "aks.eol_notification.properties.json": "no event",
};

function kindOf(file: string): readonly string[] {
  return readEvents(read(file)).map((each) => {
    if ("notOurs" in each) return "not ours";
    return "event" in each ? Object.values(each.event.what).slice(0, 3).join(" ") : "no event";
  });
}

describe.skipIf(!existsSync(FOLDER))("recorded events (skipped where ../shared/real is absent)", () => {
  const files = globSync("**/*.json", { cwd: FOLDER }).filter((file) => file !== "manifest.json");

  it.for(files)("%s is what it is", (file) => {
    const [kind = "", ...others] = kindOf(file);

    expect(others).toEqual([]);
    expect(kind.replace(/ Start to.*/, "")).toBe(KINDS[file] ?? "not ours");
  });

  it("hold every kind that is expected", () => {
    expect(Object.keys(KINDS).filter((file) => !files.includes(file))).toEqual([]);
  });

  it("keep nothing of who did it", () => {
    for (const file of files) {
      const text = JSON.stringify(readEvents(read(file)));

      expect(text, file).not.toMatch(/claim|issuer|full-name|user-name|IP-address|Subscription Admin|objectidentifier/i);
    }
  });

  it("say the pool, the operation and the correlation of a change", () => {
    const [first] = readEvents(read("derived/agent_pool_write_success.eventgrid.json"));

    expect(first).toMatchObject({
      event: {
        cluster: { resourceGroup: "rg-aks-prod", name: "aks-prod-weu" },
        pool: "userpool1",
        operation: "Microsoft.ContainerService/managedClusters/agentPools/write",
        correlationId: "00000000-0000-0000-0000-0000000000c1",
        at: "2018-07-19T18:38:04.611Z",
      },
    });
  });

  it("have the date of an end of life where it stands in a scheduled event", () => {
    const event = scheduled(read("aks.eol_notification.properties.json"));

    expect(readEvents(event)).toMatchObject([
      { event: { what: { kind: "end-of-life", notice: { minor: "1.32", plan: "community", ends: "2026-03-01" } } } },
    ]);
  });
});

function scheduled(properties: unknown): unknown {
  const sample = JSON.stringify(read("arn.container_service_scheduled_event.v2.eventgrid.json"));
  const event = JSON.parse(sample) as { data: { resourceInfo: { properties: unknown } } };
  event.data.resourceInfo.properties = properties;
  return event;
}
