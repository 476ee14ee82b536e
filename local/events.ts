import { readFile } from "node:fs/promises";
import type { Host } from "./host.ts";

/** One event as Event Grid delivers it. */
export type GridEvent = Readonly<Record<string, unknown>>;

export interface EventOf {
  /** ARM id of the cluster. */
  readonly cluster: string;
  readonly at: string;
  readonly id?: string;
  readonly pool?: string;
}

interface Enveloped extends EventOf {
  readonly id: string;
}

const envelope = ({ at, id }: Enveloped, type: string, subject: string, topic: string, data: unknown): GridEvent => ({
  ...{ id, eventType: type, eventTime: at, subject, topic, data },
  ...{ dataVersion: "2", metadataVersion: "1" },
});

/** From the subscription's topic: `verb` is `write`, `delete` or an action such as `start/action`; with the claims that real ones carry. */
export function armEvent(
  of: EventOf & { readonly verb?: string; readonly outcome?: "Success" | "Failure" | "Cancel"; readonly correlationId?: string },
): GridEvent {
  const { cluster, pool, verb = "write", outcome = "Success", correlationId = "00000000-0000-0000-0000-0000000000c1" } = of;
  const resource = pool === undefined ? cluster : `${cluster}/agentPools/${pool}`;
  const operation = `Microsoft.ContainerService/managedClusters/${pool === undefined ? "" : "agentPools/"}${verb}`;
  const kind = verb === "write" ? "Write" : verb === "delete" ? "Delete" : "Action";
  const [subscription = ""] = /^\/subscriptions\/[^/]+/.exec(cluster) ?? [];
  return envelope({ id: `${of.at} ${resource} ${verb}`, ...of }, `Microsoft.Resources.Resource${kind}${outcome}`, resource, subscription, {
    authorization: { scope: resource, action: operation },
    claims: { name: "Jane Doe", upn: "jane@contoso.com", ipaddr: "203.0.113.7" },
    ...{
      correlationId,
      resourceProvider: "Microsoft.ContainerService",
      resourceUri: resource,
      operationName: operation,
      status: "Succeeded",
    },
  });
}

/** From the cluster's own topic: its subject is the bare name. */
export const rollingEvent = (of: EventOf & { readonly step: "Started" | "Succeeded" | "Failed" }): GridEvent =>
  envelope(
    { id: `${of.at} ${of.cluster} ${of.pool} ${of.step}`, ...of },
    `Microsoft.ContainerService.NodePoolRolling${of.step}`,
    of.cluster.slice(of.cluster.lastIndexOf("/") + 1),
    of.cluster,
    { nodePoolName: of.pool },
  );

/** From the subscription's topic of scheduled events. */
export const scheduledEvent = (of: EventOf & { readonly properties: Readonly<Record<string, unknown>> }): GridEvent =>
  envelope(
    { id: `${of.at} ${of.cluster} scheduled`, ...of },
    "Microsoft.ResourceNotifications.ContainerServiceEventResources.ScheduledEventEmitted",
    `${of.cluster}/scheduledEvents/1`,
    "",
    {
      resourceInfo: {
        id: `${of.cluster}/scheduledEvents/1`,
        properties: { resources: [of.cluster], resourceType: "ManagedCluster", ...of.properties },
      },
    },
  );

/** Plays recorded deliveries, a file each: their answers, in order. */
export async function replay(host: Host, files: readonly string[]): Promise<readonly (readonly [file: string, answer: number])[]> {
  const answers: (readonly [string, number])[] = [];
  for (const file of files) answers.push([file, await host.deliverEvents("cluster-changed", JSON.parse(await readFile(file, "utf8")))]);
  return answers;
}
