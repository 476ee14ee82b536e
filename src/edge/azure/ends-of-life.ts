import { z } from "zod";
import type { EndOfLife } from "../../core/model/event.ts";
import { type ClusterRef, clusterRef } from "../../core/model/names.ts";
import { type Instant, instant } from "../../core/model/time.ts";
import { EndOfLifeDetails } from "../wire/end-of-life.ts";
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

const ArmNotice = z
  .object({
    id: z.string(),
    properties: z.object({
      lastUpdateTime: z.string().nullish(),
      eventDetails: EndOfLifeDetails,
    }),
  })
  .transform(({ id, properties: { eventDetails: notice, lastUpdateTime } }, context): ClusterEnd => {
    const cluster = clusterRef(id.replace(/\/scheduledevents\/[^/]+$/i, ""));
    // The year 1 stands for no date.
    const toldAt = Date.parse(lastUpdateTime ?? "");
    if (cluster) return { cluster, notice, ...(toldAt > 0 ? { toldAt: instant(toldAt) } : {}) };
    context.addIssue({ code: "custom", message: "expected the id of a managed cluster" });
    return z.NEVER;
  });
