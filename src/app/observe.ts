import pLimit from "p-limit";
import { clusterDay } from "../core/findings/history.ts";
import { gone, notSeen, seen, unread } from "../core/findings/observe.ts";
import type { Missing } from "../core/model/absence.ts";
import { missing } from "../core/model/absence.ts";
import type { Cluster } from "../core/model/cluster.ts";
import { type ClusterRef, clusterRef, type ScanId, type SubscriptionId } from "../core/model/names.ts";
import type { OddItem } from "../core/model/scan.ts";
import { AzureLater, AzureRefusal, type ClusterPage } from "../edge/azure/index.ts";
import { all } from "../edge/wire/all.ts";
import type { Run } from "./compose.ts";

/** Table writes and reads by id side by side; ARM's own cap sits in the Azure client. */
const together = () => pLimit(8);

/**
 * Puts a page of a list into snapshots. An item that could not be decoded keeps what was known of it; one that does not even say
 * which cluster it is goes to the failed units, by its subscription and the name it gave: others may give the same.
 */
export async function takeIn(run: Run, scan: ScanId, subscription: SubscriptionId, { clusters, odd }: ClusterPage): Promise<void> {
  const limit = together();
  const read = clusters.map((cluster) => limit(() => takeCluster(run, cluster, scan)));
  await all([...read, ...odd.map((item) => limit(() => takeOdd(run, scan, subscription, item)))]);
}

async function takeCluster({ store, now }: Run, cluster: Cluster, scan?: ScanId): Promise<void> {
  await store.observations.add(cluster.subscription, clusterDay(cluster, now));
  await store.snapshots.update(cluster, (stored) => seen(stored, cluster, now, scan));
}

async function takeOdd({ store, now, log }: Run, scan: ScanId, subscription: SubscriptionId, { id, problem }: OddItem): Promise<void> {
  log.warn(`${id} was listed and could not be decoded: ${problem}`);
  const ref = clusterRef(id);
  if (!ref) {
    await store.failures.add({
      at: now,
      id: `${scan} ${subscription} ${id}`.slice(0, 200),
      queue: "managedClusters.list",
      reason: problem,
      excerpt: `${subscription} ${id}`.slice(0, 1000),
    });
    return;
  }
  const { missing: reason } = missing("unreadable", `its description could not be read: ${problem}`);
  await store.snapshots.update(ref, (stored) => unread(stored, ref, reason, now, scan));
}

/** Lists leave out what one may not read, without an error: whoever was known and did not come is asked for by id. */
export async function fetchUnseen(run: Run, subscription: SubscriptionId, scan: ScanId, lastTry: boolean): Promise<void> {
  const stored = await run.store.snapshots.list(subscription);
  const unseen = stored.filter(({ value }) => value.presence.kind !== "gone" && value.lastScan !== scan);
  await readById(
    run,
    unseen.map(({ value }) => value.ref),
    lastTry,
    scan,
  );
}

export const readAgain = (run: Run, refs: readonly ClusterRef[], lastTry: boolean): Promise<void> => readById(run, refs, lastTry);

async function readById(run: Run, refs: readonly ClusterRef[], lastTry: boolean, scan?: ScanId): Promise<void> {
  const { store, azure, now } = run;
  const limit = together();
  const one = async (ref: ClusterRef): Promise<void> => {
    try {
      await takeCluster(run, await azure.getCluster(ref), scan);
    } catch (error) {
      if (error instanceof AzureRefusal && error.meansGone) await store.snapshots.update(ref, (stored) => stored && gone(stored, now));
      else if (error instanceof AzureRefusal && error.missing.kind !== "unreadable") await markNotSeen(ref, error.missing);
      else if (error instanceof AzureRefusal || (error instanceof AzureLater && lastTry)) await markUnread(ref, error.missing);
      else throw error;
    }
  };
  const markNotSeen = (ref: ClusterRef, reason: Missing) =>
    store.snapshots.update(ref, (stored) => stored && notSeen(stored, reason, now, scan));
  const markUnread = (ref: ClusterRef, reason: Missing) => store.snapshots.update(ref, (stored) => unread(stored, ref, reason, now, scan));
  await all(refs.map((ref) => limit(() => one(ref))));
}
