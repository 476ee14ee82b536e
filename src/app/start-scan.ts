import type { Missing } from "../core/model/absence.ts";
import { type ScanId, type SubscriptionId, scanId } from "../core/model/names.ts";
import type { Subscription, SubscriptionScan } from "../core/model/scan.ts";
import { addMinutes, dayOf, type Instant } from "../core/model/time.ts";
import { AzureLater, AzureRefusal } from "../edge/azure/index.ts";
import type { Run } from "./compose.ts";
import { gatherEndsOfLife } from "./ends-of-life.ts";
import { isLongAbsent } from "./lapse.ts";
import { latestNights } from "./nights.ts";
import { readable } from "./readable.ts";
import { failed, sendPage } from "./scan-rows.ts";

/**
 * Opens the night's scan: a row for every subscription expected, then the scan's own row, then a message each. Done again
 * it sends only for rows that have not ended.
 */
export async function startScan(run: Run, scheduledAt: Instant): Promise<void> {
  const id = scanId(dayOf(scheduledAt));
  await gatherEndsOfLife(run);
  const last = (await latestNights(run, 2)).find((scan) => scan.id < id);
  const earlier = await rowsOf(run, last?.id);
  const rows = await openScan(run, id, await expectedSubscriptions(run, earlier), earlier);
  const open = rows.filter(({ state }) => state === "open");
  for (const row of open) await sendPage(run, row);
  run.log.info(`scan ${id}: ${rows.length} subscriptions expected, ${open.length} messages sent`);
}

/** The rows of an earlier scan: whoever was expected then is expected now, in a list or not, unless it lapsed. */
export type EarlierRows = ReadonlyMap<SubscriptionId, SubscriptionScan>;

export async function rowsOf(run: Run, id: ScanId | undefined): Promise<EarlierRows> {
  const rows = id === undefined ? [] : await readable(run, run.store.scans.subscriptions(id));
  return new Map(rows.flatMap(({ value }) => (value.isLapsed ? [] : [[value.subscription, value]])));
}

/** Puts down what is expected, a row each; those that are there already stay. Answers all rows of the scan. */
export async function openScan(
  run: Run,
  id: ScanId,
  { expected, listRefused }: Inventory,
  earlier: EarlierRows,
): Promise<readonly SubscriptionScan[]> {
  const { store, settings, now } = run;
  for (const { subscription, name, refused } of expected) {
    const before = earlier.get(subscription);
    const failingSince = before?.failingSince;
    const absentSince = refused?.kind === "not-seen" ? (before?.absentSince ?? now) : undefined;
    const row: SubscriptionScan = {
      scan: id,
      subscription,
      name,
      state: "open",
      page: 0,
      clustersRead: 0,
      touchedAt: now,
      ...(failingSince === undefined ? {} : { failingSince }),
      ...(absentSince === undefined ? {} : { absentSince }),
    };
    // One that has been absent for long is looked for once more, by its clusters, before it lapses.
    await store.scans.insertSubscription(refused && !isLongAbsent(row, now) ? failed(row, refused, now) : row);
  }
  await store.scans.insert({
    id,
    startedAt: now,
    deadline: addMinutes(now, settings.SCAN_DEADLINE_MINUTES),
    expected: expected.length,
    ...(listRefused ? { listRefused } : {}),
  });
  return (await readable(run, store.scans.subscriptions(id))).map(({ value }) => value);
}

export interface Expected {
  readonly subscription: SubscriptionId;
  readonly name: string;
  /** Missing from the list, and refused when asked for by id. */
  readonly refused?: Missing;
}

export interface Inventory {
  readonly expected: readonly Expected[];
  /** Why the list of subscriptions could not be read: newcomers are not known then. */
  readonly listRefused?: Missing;
}

/** Those that are listed, and those that were known and are not. */
export async function expectedSubscriptions(run: Run, earlier: EarlierRows): Promise<Inventory> {
  const remembered = new Set([...earlier.keys(), ...(await run.store.snapshots.inhabited())]);
  const listed = await listedSubscriptions(run, remembered.size > 0);
  if ("missing" in listed) {
    const expected = [...remembered].map((subscription) => ({ subscription, name: earlier.get(subscription)?.name ?? subscription }));
    return { expected, listRefused: listed.missing };
  }
  const expected = new Map<SubscriptionId, Expected>(listed.map(({ id, name }) => [id, { subscription: id, name }]));
  for (const subscription of remembered) {
    if (!expected.has(subscription))
      expected.set(subscription, await askedById(run, subscription, earlier.get(subscription)?.name ?? subscription));
  }
  return { expected: [...expected.values()] };
}

/** A list that is refused, or throttled while there is something to go on with, does not cost the night. */
async function listedSubscriptions(
  { azure, log }: Run,
  canGoOn: boolean,
): Promise<readonly Subscription[] | { readonly missing: Missing }> {
  try {
    return await azure.listSubscriptions();
  } catch (error) {
    if (!(error instanceof AzureRefusal || (error instanceof AzureLater && canGoOn))) throw error;
    log.error(`the list of subscriptions could not be read${canGoOn ? ", going on with those of last night" : ""}: ${error.message}`);
    return { missing: error.missing };
  }
}

/** Lists leave out what one may not read, without an error. */
export async function askedById({ azure }: Run, subscription: SubscriptionId, lastName: string): Promise<Expected> {
  try {
    const { name } = await azure.getSubscription(subscription);
    return { subscription, name };
  } catch (error) {
    if (error instanceof AzureRefusal) return { subscription, name: lastName, refused: error.missing };
    if (error instanceof AzureLater) return { subscription, name: lastName };
    throw error;
  }
}
