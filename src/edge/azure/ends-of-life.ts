import { z } from "zod";
import { type EndOfLife, endOfLife } from "../../core/model/event.ts";
import { type ClusterRef, clusterRef } from "../../core/model/names.ts";
import { type Instant, instant } from "../../core/model/time.ts";
import type { Connection } from "./connection.ts";
import { decodeEach, textAt } from "./decode.ts";
import type { GraphReader } from "./graph.ts";

export interface ClusterEnd {
  readonly cluster: ClusterRef;
  readonly notice: EndOfLife;
  /** Missing where the notice does not say when it was given. */
  readonly toldAt?: Instant;
}

/**
 * The ends of support that Azure told clusters of, in every subscription that can be seen. No topic and no setting is needed for them:
 * https://learn.microsoft.com/azure/aks/aks-end-of-support-notifications (read 2026-11-21).
 */
export async function readEndsOfLife(connection: Connection, graph: GraphReader): Promise<readonly ClusterEnd[]> {
  const whose = "the notices of ends of support";
  const query = [
    "containerserviceeventresources",
    "where type =~ 'microsoft.containerservice/managedclusters/scheduledevents'",
    "where properties.eventSource =~ 'EOLNotification'",
    "project id, properties",
    "order by id asc",
  ].join(" | ");
  const { good, odd } = decodeEach(ArmNotice, await graph(`read ${whose}`, { query }), textAt("id"));
  connection.tellOdd(whose, odd);
  return good;
}

const Details = z.object({ kubernetesVersion: z.string(), eolDate: z.string(), supportType: z.string() });
const Text = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue({ code: "custom", message: "expected JSON" });
    return z.NEVER;
  }
});

const ArmNotice = z
  .object({
    id: z.string(),
    properties: z.object({
      lastUpdateTime: z.string().nullish(),
      eventDetails: z.union([Details, Text.pipe(Details)]),
    }),
  })
  .transform(({ id, properties: { eventDetails, lastUpdateTime } }, context): ClusterEnd => {
    const cluster = clusterRef(id.replace(/\/scheduledevents\/[^/]+$/i, ""));
    const notice = endOfLife(eventDetails);
    // The year 1 stands for no date.
    const toldAt = Date.parse(lastUpdateTime ?? "");
    if (cluster && notice) return { cluster, notice, ...(toldAt > 0 ? { toldAt: instant(toldAt) } : {}) };
    context.addIssue({ code: "custom", message: cluster ? "expected version, date and plan" : "expected the id of a managed cluster" });
    return z.NEVER;
  });
