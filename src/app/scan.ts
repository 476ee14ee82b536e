import type { ScanId, SubscriptionId } from "../core/model/names.ts";
import type { Scan, ScanMessage } from "../core/model/scan.ts";
import { addMinutes, type Instant } from "../core/model/time.ts";
import { AzureLater } from "../edge/azure/index.ts";
import { ComeBack, secondsToWait } from "./come-back.ts";
import type { Run } from "./compose.ts";
import { judgeSubscription } from "./judge.ts";
import { LEASE_TAKEN_SECONDS, underLease } from "./lease.ts";
import { readAgain } from "./observe.ts";
import { decodeScanMessage } from "./queue-messages.ts";
import { endRow, judgeRead, readNextPage } from "./read-page.ts";
import { SCAN_QUEUE, sendPage } from "./scan-rows.ts";
import { setAside } from "./set-aside.ts";

/** One message of the queue `scan-subscription`. A malformed one is acknowledged: tried again it would be no better. */
export async function workOnScanMessage(run: Run, body: unknown, messageId: string): Promise<void> {
  const decoded = decodeScanMessage(body);
  if ("problem" in decoded) return await setAside(run, { queue: SCAN_QUEUE, id: messageId, body }, `malformed: ${decoded.problem}`);
  const { message } = decoded;
  const scan = await run.store.scans.get(message.scan);
  if (!scan) {
    // The scan's own row is written before the first message is sent: a message without one belongs to a night long gone.
    run.log.warn(`message ${messageId}: scan ${message.scan} is not known; ended unread`);
    return;
  }
  if (run.now > scan.value.deadline) {
    run.log.warn(`scan ${message.scan} is past its deadline; a message for ${message.subscription} ended unread`);
    return;
  }
  const mayGoOn = message.kind === "reread" || (await pageIsNext(run, message));
  if (!mayGoOn) return;
  const isDone = await underLease(run, message.subscription, () => work(run, scan.value, message));
  if (!isDone) await run.store.queues.send(SCAN_QUEUE, message, LEASE_TAKEN_SECONDS);
}

type PageMessage = Extract<ScanMessage, { kind: "page" }>;

/** A message for a page the row has passed only sends the row's next page again: its successor may have been lost. */
async function pageIsNext(run: Run, message: PageMessage): Promise<boolean> {
  const row = await run.store.scans.subscription(message.scan, message.subscription);
  if (row?.value.state !== "open") return false;
  if (message.page === row.value.page) return true;
  await sendPage(run, row.value);
  return false;
}

/** Works on the message; where Azure asks to wait, the message comes back, and only at its last try does waiting count as missing. */
async function work(run: Run, scan: Scan, message: ScanMessage): Promise<void> {
  const isLastTry = message.hops >= run.settings.THROTTLE_HOPS;
  const step = (lastTry: boolean) => (message.kind === "page" ? readPage(run, message, lastTry) : reread(run, scan, message, lastTry));
  try {
    await step(isLastTry);
  } catch (error) {
    if (error instanceof ComeBack) return await putBack(run, message, error);
    if (!(error instanceof AzureLater)) throw error;
    const seconds = secondsToWait(error, message.hops);
    const back = addMinutes(run.now, seconds / 60);
    if (!isLastTry && back < scan.deadline) {
      run.log.warn(`${error.message}; the message for ${message.subscription} comes back in ${seconds} s (hop ${message.hops + 1})`);
      if (message.kind === "page") await expectBack(run, message, back);
      await run.store.queues.send(SCAN_QUEUE, { ...message, hops: message.hops + 1 }, seconds);
      return;
    }
    if (isLastTry) throw error;
    await step(true);
  }
}

async function putBack(run: Run, message: ScanMessage, { message: why, seconds }: ComeBack): Promise<void> {
  run.log.info(`${why}; the message for ${message.subscription} comes back in ${seconds} s`);
  if (message.kind === "page") await expectBack(run, message, addMinutes(run.now, seconds / 60));
  await run.store.queues.send(SCAN_QUEUE, message, seconds);
}

/** A row whose message waits is not stalled: it counts as touched when the message is due. */
async function expectBack({ store }: Run, message: PageMessage, back: Instant): Promise<void> {
  const row = await store.scans.subscription(message.scan, message.subscription);
  if (row?.value.state === "open") await store.scans.updateSubscription({ ...row.value, touchedAt: back }, row.etag);
}

async function readPage(run: Run, message: PageMessage, lastTry: boolean): Promise<void> {
  const { scan, subscription } = message;
  const row = await run.store.scans.subscription(scan, subscription);
  if (row?.value.state !== "open" || row.value.page !== message.page) return;
  const read = await readNextPage(run, row, lastTry);
  if (read.kind === "more") await sendPage(run, read.row);
  if (read.kind !== "last") return;
  const judgement = await judgeRead(run, read.row.value, lastTry);
  await sendReread(run, scan, subscription, judgement.moving);
  await endRow(run, read.row, judgement);
}

type RereadMessage = Extract<ScanMessage, { kind: "reread" }>;

async function reread(run: Run, scan: Scan, message: RereadMessage, lastTry: boolean): Promise<void> {
  await readAgain(run, message.clusters, lastTry);
  const { moving } = await judgeSubscription(run, message.subscription, message.scan, lastTry);
  const named = new Set(message.clusters.map(({ id }) => id));
  const still = moving.filter(({ id }) => named.has(id));
  run.log.info(
    `scan ${message.scan}: ${message.clusters.length} clusters of ${message.subscription} read again, ${still.length} still in motion`,
  );
  if (addMinutes(run.now, run.settings.REREAD_MINUTES) < scan.deadline) await sendReread(run, message.scan, message.subscription, still);
}

/** So many clusters, with the longest names Azure allows, fit into one queue message. */
const NAMED_AT_MOST = 50;

/** Clusters in motion come back as one message that names them, a fleet in motion as several. */
async function sendReread(run: Run, scan: ScanId, subscription: SubscriptionId, clusters: RereadMessage["clusters"]): Promise<void> {
  for (let from = 0; from < clusters.length; from += NAMED_AT_MOST) {
    const named = clusters.slice(from, from + NAMED_AT_MOST);
    const message: ScanMessage = { kind: "reread", scan, subscription, clusters: named, hops: 0 };
    await run.store.queues.send(SCAN_QUEUE, message, run.settings.REREAD_MINUTES * 60);
  }
}
