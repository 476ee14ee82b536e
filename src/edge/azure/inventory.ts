import { z } from "zod";
import { type ClusterRef, clusterRef, subscriptionId } from "../../core/model/names.ts";
import type { Subscription } from "../../core/model/scan.ts";
import type { Connection } from "./connection.ts";
import { decodeEach, textAt } from "./decode.ts";
import type { GraphReader } from "./graph.ts";
import { checkClusterName, checkManagementGroup } from "./names.ts";

const SUBSCRIPTION = "microsoft.resources/subscriptions";
const CLUSTER = "microsoft.containerservice/managedclusters";

const SubscriptionRow = z
  .object({ id: z.string().regex(/^\/subscriptions\/[^/]+$/i, "expected the id of a subscription"), name: z.string().min(1) })
  .transform(({ id, name }): Subscription => ({ id: subscriptionId(id.slice("/subscriptions/".length)), name }));

const ClusterRow = z.object({ id: z.string() }).transform(({ id }, context): ClusterRef => {
  const ref = clusterRef(id);
  if (ref) return ref;
  context.addIssue({ code: "custom", path: ["id"], message: "expected the id of a managed cluster" });
  return z.NEVER;
});

/** The subscriptions anywhere below a management group, by its name, as far as they can be seen. */
export async function listSubscriptionsBelow(
  connection: Connection,
  graph: GraphReader,
  managementGroup: string,
): Promise<readonly Subscription[]> {
  const whose = `the subscriptions below management group ${managementGroup}`;
  const what = `list ${whose}`;
  checkManagementGroup(what, managementGroup);
  const query = `resourcecontainers | where type =~ '${SUBSCRIPTION}' | project id, name | order by id asc`;
  const { good, odd } = decodeEach(SubscriptionRow, await graph(what, { query, managementGroup }), textAt("id"));
  connection.tellOdd(whose, odd);
  return good;
}

/** Where clusters of a name are, in any subscription that can be seen. Resource Graph is some minutes behind. */
export async function findClusters(connection: Connection, graph: GraphReader, name: string): Promise<readonly ClusterRef[]> {
  const whose = `the clusters named ${name}`;
  const what = `find ${whose}`;
  checkClusterName(what, name);
  const query = `resources | where type =~ '${CLUSTER}' | where name =~ '${name}' | project id | order by id asc`;
  const { good, odd } = decodeEach(ClusterRow, await graph(what, { query }), textAt("id"));
  connection.tellOdd(whose, odd);
  return good;
}
