import { z } from "zod";
import type { ClusterEvent } from "../../core/model/event.ts";
import { clusterRef } from "../../core/model/names.ts";
import { type Instant, instant } from "../../core/model/time.ts";
import type { Connection } from "./connection.ts";
import { decodeEach, optionalText, textAt } from "./decode.ts";
import type { GraphReader } from "./graph.ts";

const CLUSTER = "microsoft.containerservice/managedclusters";

/**
 * The changes of clusters that Resource Graph noticed since a moment, in every subscription that can be seen, within about five minutes:
 * https://learn.microsoft.com/azure/governance/resource-graph/changes/get-resource-changes (read 2026-11-21). Node pools are part of
 * their cluster there. Who made a change is not asked for.
 */
export async function readChanges(connection: Connection, graph: GraphReader, since: Instant): Promise<readonly ClusterEvent[]> {
  const whose = "the changes of clusters";
  const query = [
    "resourcechanges",
    `where properties.targetResourceType =~ '${CLUSTER}'`,
    `where todatetime(properties.changeAttributes.timestamp) >= datetime(${since})`,
    `project id, ${COLUMNS.map((path) => `${path.slice(path.lastIndexOf(".") + 1)} = tostring(${path})`).join(", ")}`,
    "order by id asc",
  ].join(" | ");
  const { good, odd } = decodeEach(ArmChange, await graph(`read ${whose}`, { query }), textAt("id"));
  connection.tellOdd(whose, odd);
  return good;
}

const COLUMNS = [
  "properties.targetResourceId",
  "properties.changeType",
  "properties.changeAttributes.timestamp",
  "properties.changeAttributes.operation",
  "properties.changeAttributes.correlationId",
];

const ArmChange = z
  .object({
    id: z.string().min(1),
    targetResourceId: z.string(),
    changeType: z.string(),
    timestamp: z.string().refine((text) => Number.isFinite(Date.parse(text)), { error: "expected a date" }),
    operation: optionalText,
    correlationId: optionalText,
  })
  .transform(({ id, targetResourceId, changeType, timestamp, operation, correlationId }, context): ClusterEvent => {
    const cluster = clusterRef(targetResourceId);
    if (!cluster) {
      context.addIssue({ code: "custom", path: ["targetResourceId"], message: "expected the id of a managed cluster" });
      return z.NEVER;
    }
    const verb = changeType.toLowerCase() === "delete" ? "delete" : "write";
    return {
      ...{ id: id.toLowerCase(), at: instant(timestamp), cluster, what: { kind: "change", verb, outcome: "succeeded" } },
      operation: operation ?? `Microsoft.ContainerService/managedClusters/${verb}`,
      // All zeros where nobody asked for the change.
      ...(correlationId === undefined || /^[0-]+$/.test(correlationId) ? {} : { correlationId }),
    };
  });
