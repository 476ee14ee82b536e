import { type Fact, known } from "../core/model/absence.ts";
import type { Cluster } from "../core/model/cluster.ts";
import type { MaintenancePlans, MaintenanceSchedule } from "../core/model/maintenance.ts";
import type { ClusterId, SubscriptionId } from "../core/model/names.ts";
import { addMinutes, type Instant } from "../core/model/time.ts";
import { AzureLater, AzureRefusal } from "../edge/azure/index.ts";
import type { AskedPlan } from "../edge/store/index.ts";
import type { Run } from "./compose.ts";
import { readable } from "./readable.ts";

/** Two calls each, of the 60 that AKS answers at once and the one a second it goes on with (a subscription and region). */
const ASKED_A_NIGHT = 20;
/** Plans change seldom: what was read within a week is not read again. */
const READ_AGAIN_MINUTES = 7 * 1440 - 720;
/** A role may be given any day; the other judgings of the night leave it alone. */
const REFUSED_AGAIN_MINUTES = 720;

/** The planned maintenance of clusters: what is stored, with those that waited longest read anew. Waiting for the rest is not worth it. */
export async function gatherMaintenance(
  run: Run,
  subscription: SubscriptionId,
  clusters: readonly Cluster[],
): Promise<Fact<MaintenancePlans>> {
  const { store, now, log } = run;
  const plans = new Map<ClusterId, AskedPlan>();
  for (const plan of await readable(run, store.maintenance.list(subscription))) plans.set(plan.cluster, plan);
  for (const cluster of due(clusters, plans, now).slice(0, ASKED_A_NIGHT)) {
    const read = await readPlan(run, cluster);
    if (read instanceof AzureLater) {
      log.info(`${read.message}; the planned maintenance of the other clusters is read another night`);
      break;
    }
    const before = plans.get(cluster.id)?.schedules;
    const plan = { cluster: cluster.id, askedAt: now, schedules: "missing" in read && before && "known" in before ? before : read };
    await store.maintenance.put(subscription, plan);
    plans.set(cluster.id, plan);
  }
  return known({ byCluster: new Map([...plans].map(([cluster, { schedules }]) => [cluster, schedules])) }, now);
}

async function readPlan({ azure, now }: Run, cluster: Cluster): Promise<Fact<readonly MaintenanceSchedule[]> | AzureLater> {
  try {
    return known(await azure.readMaintenance(cluster), now);
  } catch (error) {
    if (error instanceof AzureLater) return error;
    if (error instanceof AzureRefusal) return { missing: error.missing };
    throw error;
  }
}

/** Whoever was asked for in vain has had its turn: clusters that are always refused keep nobody else from being read. */
function due(clusters: readonly Cluster[], plans: ReadonlyMap<ClusterId, AskedPlan>, now: Instant): readonly Cluster[] {
  const askedAt = ({ id }: Cluster): string => plans.get(id)?.askedAt ?? "";
  const isDue = ({ id }: Cluster): boolean => {
    const plan = plans.get(id);
    if (!plan) return true;
    const { schedules } = plan;
    const wasRefused = "missing" in schedules || schedules.at < plan.askedAt;
    return addMinutes(plan.askedAt, wasRefused ? REFUSED_AGAIN_MINUTES : READ_AGAIN_MINUTES) < now;
  };
  return clusters.filter(isDue).toSorted((a, b) => (askedAt(a) < askedAt(b) ? -1 : askedAt(a) > askedAt(b) ? 1 : a.id < b.id ? -1 : 1));
}
