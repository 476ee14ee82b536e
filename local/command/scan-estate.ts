import pLimit from "p-limit";
import { ComeBack } from "../../src/app/come-back.ts";
import type { Run } from "../../src/app/compose.ts";
import { gatherEndsOfLife } from "../../src/app/ends-of-life.ts";
import type { Judgement } from "../../src/app/judge.ts";
import { LEASE_MINUTES } from "../../src/app/lease.ts";
import { allScans, isClosed } from "../../src/app/nights.ts";
import { endRow, judgeRead, readNextPage } from "../../src/app/read-page.ts";
import { readable } from "../../src/app/readable.ts";
import { type EarlierRows, type Inventory, openScan } from "../../src/app/start-scan.ts";
import { type ScanId, type SubscriptionId, scanId } from "../../src/core/model/names.ts";
import type { Scan, SubscriptionScan } from "../../src/core/model/scan.ts";
import { addMinutes, type Instant, instant } from "../../src/core/model/time.ts";
import type { Stored } from "../../src/edge/store/index.ts";
import { all } from "../../src/edge/wire/all.ts";
import type { ScanProgress } from "./progress.ts";
import type { Session } from "./session.ts";
import { untilFree } from "./until-free.ts";

export interface EstateScan {
  readonly id: ScanId;
  readonly closedAt: Instant;
  /** Of every subscription that was expected. */
  readonly rows: readonly SubscriptionScan[];
  /** Of those that were read to their end. */
  readonly judgements: readonly Judgement[];
}

/** Subscriptions side by side; each has a number of open requests of its own. */
const TOGETHER = 4;
/** The last scan that ended, whoever started it. */
export async function lastClosedScan(run: Run): Promise<Scan | undefined> {
  return (await allScans(run)).find(isClosed);
}

/**
 * Reads and judges subscriptions as a night's scan does, without its queues. A subscription counts when its row says done: whoever stops
 * this on its way loses those that were being read, and nothing else.
 */
export async function scanEstate(
  session: Session,
  inventory: Inventory,
  earlier: EarlierRows,
  progress: ScanProgress,
): Promise<EstateScan> {
  const run = session.run();
  const id = scanId(run.now);
  const rows = await openScan(run, id, inventory, earlier);
  const open = rows.filter(({ state }) => state === "open");
  progress.started(
    rows.length,
    rows.filter(({ state }) => state === "failed"),
  );
  await gatherEndsOfLife(run);
  const limit = pLimit(TOGETHER);
  const judged = await all(open.map((row) => limit(() => scanSubscription(session, row, progress))));

  const closedAt = instant(Date.now());
  const scan = await run.store.scans.get(id);
  if (scan) await run.store.scans.update({ ...scan.value, closedAt, unreadableRows: 0 }, scan.etag);
  const ended = await readable(run, run.store.scans.subscriptions(id));
  return { id, closedAt, rows: ended.map(({ value }) => value), judgements: judged.filter((each) => each !== undefined) };
}

async function scanSubscription(
  session: Session,
  { scan, subscription, name }: SubscriptionScan,
  progress: ScanProgress,
): Promise<Judgement | undefined> {
  session.signal.throwIfAborted();
  const run = session.run((waiting) => progress.waits(subscription, waiting));
  progress.reads(subscription, name, run.azure.requests);
  await takeLease(session, run, subscription);
  let judgement: Judgement | undefined;
  const readOne = async (row: Stored<SubscriptionScan>): Promise<void> => {
    const read = await readNextPage(run, row, true);
    if (read.kind !== "last") return progress.read(read.row);
    judgement = await judgeRead(run, read.row.value, true);
    progress.read(await endRow(run, read.row, judgement));
  };
  try {
    for (;;) {
      const row = await run.store.scans.subscription(scan, subscription);
      if (row?.value.state !== "open") return judgement;
      await untilFree(() => readOne(row), session.signal);
      await takeLease(session, run, subscription);
    }
  } finally {
    await run.store.leases.giveBack(subscription, run.id);
  }
}

/** Also for going on: a subscription that has to wait takes longer than a lease lasts. */
const takeLease = ({ signal }: Session, { store, id }: Run, subscription: SubscriptionId): Promise<void> =>
  untilFree(async () => {
    const now = instant(Date.now());
    if (await store.leases.take(subscription, id, now, addMinutes(now, LEASE_MINUTES))) return;
    throw new ComeBack(`somebody else is reading subscription ${subscription}; try again later`, 0);
  }, signal);
