import { effectiveCalendar } from "../../src/app/calendar.ts";
import type { Run } from "../../src/app/compose.ts";
import { gatherEndsOfLife, toldEnds } from "../../src/app/ends-of-life.ts";
import { gatherRegion, gatherSubscription } from "../../src/app/gather.ts";
import { historyOf, measuredOf } from "../../src/app/views.ts";
import { known } from "../../src/core/model/absence.ts";
import { withToldEnd } from "../../src/core/model/calendar-told.ts";
import type { Cluster } from "../../src/core/model/cluster.ts";
import type { ClusterRef, SubscriptionId } from "../../src/core/model/names.ts";
import type { Snapshot } from "../../src/core/model/snapshot.ts";
import type { PlanInput } from "../../src/core/plan/input.ts";
import { AzureRefusal } from "../../src/edge/azure/index.ts";
import { CommandFailure, EXIT } from "./exit.ts";
import { untilFree } from "./until-free.ts";

/** The cluster as it is now. @throws CommandFailure where it is not there or may not be read */
export async function readCluster(run: Run, ref: ClusterRef): Promise<Cluster> {
  try {
    return await run.azure.getCluster(ref);
  } catch (error) {
    if (!(error instanceof AzureRefusal)) throw error;
    const exit = error.meansGone ? EXIT.usage : error.missing.kind === "forbidden" ? EXIT.refused : EXIT.broken;
    throw new CommandFailure(exit, error.message, error);
  }
}

/** All clusters of a subscription that can be read. Where the list is refused, as few as none. */
export async function readClusters(run: Run, subscription: SubscriptionId): Promise<readonly Cluster[]> {
  const clusters: Cluster[] = [];
  let nextLink: string | undefined;
  try {
    do {
      const page = await run.azure.readClusterPage(subscription, nextLink);
      clusters.push(...page.clusters);
      nextLink = page.nextLink;
    } while (nextLink !== undefined);
  } catch (error) {
    if (!(error instanceof AzureRefusal)) throw error;
    run.log.warn(error.message);
  }
  return clusters;
}

export type PlanFacts = Omit<PlanInput, "target" | "options">;

/** What the upgrade of a cluster is planned with, read now. Prices and VM sizes of earlier runs serve where they are fresh. */
export async function readPlanFacts(run: Run, cluster: Cluster, signal: AbortSignal): Promise<PlanFacts> {
  const { subscription, region, id } = cluster;
  const neighbours = (await readClusters(run, subscription)).filter((each) => each.region === region && each.id !== id);
  const shared = await gatherSubscription(run, subscription, true);
  const facts = { ...shared, ...(await untilFree(() => gatherRegion(run, subscription, region, [cluster], true), signal)) };
  const history = (await historyOf(run, subscription)).get(id) ?? [];
  const measured = (await measuredOf(run, subscription)).get(id) ?? new Map<string, number>();
  await gatherEndsOfLife(run);
  const told = (await toldEnds(run, [subscription])).get(id);
  const calendar = withToldEnd(await effectiveCalendar(run), told, cluster);
  return { at: run.now, cluster, facts, calendar, history, measured, neighbours };
}

/** Clusters as a scan would have seen them just now. */
export const seenNow = (clusters: readonly Cluster[], { now }: Run): readonly Snapshot[] =>
  clusters.map((cluster) => {
    const { id, subscription, resourceGroup, name } = cluster;
    return { ref: { id, subscription, resourceGroup, name }, cluster: known(cluster, now), presence: { kind: "present" } };
  });
