import type { Run } from "../../src/app/compose.ts";
import { type ClusterRef, clusterRef } from "../../src/core/model/names.ts";
import { AzureRefusal } from "../../src/edge/azure/index.ts";
import { CommandFailure, EXIT } from "./exit.ts";

/**
 * The clusters somebody means by an ARM id, `resource-group/name` or a name. Names are asked of Resource Graph, which is some minutes
 * behind; an id needs no asking.
 */
export async function findClusters(run: Run, said: string): Promise<readonly ClusterRef[]> {
  const ref = clusterRef(said.trim());
  if (ref) return [ref];
  const [name = "", resourceGroup] = said.trim().split("/").toReversed();
  const found = await run.azure.findClusters(name).catch((error: unknown) => {
    if (error instanceof AzureRefusal)
      throw new CommandFailure(error.missing.kind === "forbidden" ? EXIT.refused : EXIT.usage, error.message, error);
    throw error;
  });
  return found.filter((each) => resourceGroup === undefined || each.resourceGroup.toLowerCase() === resourceGroup.toLowerCase());
}

/** The one cluster that is meant. @throws CommandFailure where there is none, or more than one */
export async function findCluster(run: Run, said: string): Promise<ClusterRef> {
  const found = await findClusters(run, said);
  const [ref] = found;
  if (!ref) throw new CommandFailure(EXIT.usage, noCluster(said));
  if (found.length === 1) return ref;
  const names = found.map(({ id }) => `  ${id}`);
  throw new CommandFailure(EXIT.usage, [`There are ${found.length} clusters named ${said}. Say which by its id:`, ...names].join("\n"));
}

export const noCluster = (said: string): string =>
  `No cluster named ${said} can be seen: it may be misspelt, in a subscription that may not be read, or new, and then it shows up after some minutes. Its ARM id tells at once:\n  az aks show -g <group> -n <cluster> --query id -o tsv`;
