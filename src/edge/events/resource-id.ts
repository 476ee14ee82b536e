import { type ClusterRef, clusterRef } from "../../core/model/names.ts";

/** A managed cluster, or something that belongs to it. */
export interface InCluster {
  readonly cluster: ClusterRef;
  readonly pool?: string;
  /** What follows the cluster, in lower case and without names: `agentpools`; nothing for the cluster itself. */
  readonly part: string;
}

const OF_CLUSTER =
  /^(\/subscriptions\/[^/]+\/resourcegroups\/[^/]+\/providers\/microsoft\.containerservice\/managedclusters\/[^/]+)(?:\/(.*))?$/i;

/** Nothing for what is no managed cluster's. Published ids have stray spaces, and differ in case within one event. */
export function inCluster(armId: string): InCluster | undefined {
  const [, id = "", rest = ""] = OF_CLUSTER.exec(armId.replaceAll(/\s/g, "").replace(/\/+$/, "")) ?? [];
  const cluster = clusterRef(id);
  if (!cluster) return undefined;
  const segments = rest.split("/").filter((segment) => segment !== "");
  const part = segments
    .filter((_, index) => index % 2 === 0)
    .join("/")
    .toLowerCase();
  const pool = segments[0]?.toLowerCase() === "agentpools" ? segments[1] : undefined;
  return { cluster, part, ...(pool === undefined ? {} : { pool }) };
}
