import { type Fact, known } from "../core/model/absence.ts";
import type { Cluster } from "../core/model/cluster.ts";
import type { MaintenancePlans, MaintenanceSchedule } from "../core/model/maintenance.ts";
import type { ClusterId, SubscriptionId } from "../core/model/names.ts";
import { addMinutes } from "../core/model/time.ts";
import { type Azure, AzureLater, AzureRefusal } from "../edge/azure/index.ts";
import type { Run } from "./compose.ts";
import { readable } from "./readable.ts";

/** Two calls each, of the 60 that AKS answers at once and the one a second it goes on with (a subscription and region). */
const READ_A_NIGHT = 20;
/** Plans change seldom: what was read within a week is not read again. */
const OLD_ENOUGH_MINUTES = 7 * 1440 - 720;

type Plans = Map<ClusterId, Fact<readonly MaintenanceSchedule[]>>;

/** The planned maintenance of clusters: what is stored, with the oldest few read anew. Waiting for the rest is not worth it. */
export async function gatherMaintenance(
  run: Run,
  subscription: SubscriptionId,
  clusters: readonly Cluster[],
): Promise<Fact<MaintenancePlans>> {
  const { store, azure, now, log } = run;
  const stored = await readable(run, store.maintenance.list(subscription));
  const plans: Plans = new Map(stored.map(({ cluster, schedules, at }) => [cluster, known(schedules, at)]));
  for (const cluster of oldestFirst(clusters, plans, run).slice(0, READ_A_NIGHT)) {
    const read = await readPlan(azure, cluster);
    if ("later" in read) {
      log.info(`${read.later.message}; the planned maintenance of the other clusters is read another night`);
      break;
    }
    if ("known" in read) {
      await store.maintenance.put(subscription, cluster.id, read.known, now);
      plans.set(cluster.id, known(read.known, now));
    } else if (!plans.has(cluster.id)) plans.set(cluster.id, read);
  }
  return known({ byCluster: plans }, now);
}

type ReadPlan =
  | { readonly known: readonly MaintenanceSchedule[] }
  | { readonly missing: AzureRefusal["missing"] }
  | { readonly later: AzureLater };

async function readPlan(azure: Azure, cluster: Cluster): Promise<ReadPlan> {
  try {
    return { known: await azure.readMaintenance(cluster) };
  } catch (error) {
    if (error instanceof AzureLater) return { later: error };
    if (error instanceof AzureRefusal) return { missing: error.missing };
    throw error;
  }
}

function oldestFirst(clusters: readonly Cluster[], plans: Plans, { now }: Run): readonly Cluster[] {
  const readAt = ({ id }: Cluster): string => {
    const plan = plans.get(id);
    return plan && "known" in plan ? plan.at : "";
  };
  const limit = addMinutes(now, -OLD_ENOUGH_MINUTES);
  return clusters
    .filter((cluster) => readAt(cluster) < limit)
    .sort((a, b) => (readAt(a) < readAt(b) ? -1 : readAt(a) > readAt(b) ? 1 : a.id < b.id ? -1 : 1));
}
