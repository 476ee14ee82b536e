import { operatorRoute } from "../core/digest/route.ts";
import { counted } from "../core/digest/words.ts";
import type { ReasonKey, Told } from "../core/model/delivery.ts";
import type { FailedUnit } from "../core/model/scan.ts";
import { addDays, dayOf } from "../core/model/time.ts";
import type { Run } from "./compose.ts";
import { fingerprint, freezeNotice } from "./freeze-notice.ts";
import { healthOf } from "./health.ts";
import { isClosed, latestNights } from "./nights.ts";
import { readable } from "./readable.ts";
import { noticeOfUnrouted } from "./unrouted.ts";

/** Puts what the operators have to know into the outbox: wrong routes, messages set aside, a scan that is late, findings without a route. */
export async function freezeNotices(run: Run): Promise<void> {
  await noticeOfSettings(run);
  await noticeOfFailures(run);
  await noticesOfScans(run);
  await noticeOfUnrouted(run);
}

/** A scan that is late, that saw nothing, or that did not get to know everything: once a day. */
async function noticesOfScans(run: Run): Promise<void> {
  const scans = await latestNights(run, 5);
  const { state, ageHours = 0 } = healthOf(scans, run.now);
  const today = dayOf(run.now);
  if (state === "late") {
    await freezeNotice(run, `notice|late|${today}`, {
      title: `No scan has closed for ${ageHours} hours`,
      lines: [
        "Findings are as old as that. Look at the runs of nightly-scan and scan-subscription, and at the queue scan-subscription-poison.",
      ],
    });
  }
  const closed = scans.find(isClosed);
  if (!closed) return;
  const { id, expected, listRefused, unreadableRows = 0 } = closed;
  if (expected === 0) {
    const why = listRefused ? `The list of subscriptions could not be read: ${listRefused.why}.` : "The list of subscriptions is empty.";
    const wayOut = "Give the app's identity the role Reader on the subscriptions it should watch, or on a management group above them.";
    await freezeNotice(run, `notice|blind|${id}`, { title: "The app sees no subscription", lines: [why, wayOut] });
  } else if (listRefused) {
    await freezeNotice(run, `notice|list|${id}`, {
      title: "The list of subscriptions could not be read",
      lines: [`${listRefused.why}. The scan of ${id} went on with the ${counted(expected, "subscription")} of the night before.`],
    });
  }
  if (unreadableRows > 0) {
    await freezeNotice(run, `notice|unreadable|${id}`, {
      title: `${counted(unreadableRows, "subscription")} of the scan of ${id} cannot be told of`,
      lines: ["Their rows in the table scans cannot be read; the log names them."],
    });
  }
}

async function noticeOfSettings(run: Run): Promise<void> {
  const lines = run.settings.problems.map(({ setting, text }) => `${setting} ${text}`);
  if (lines.length === 0) return;
  await freezeNotice(run, `notice|settings|${fingerprint(lines.join("\n"))}`, { title: "Some settings are wrong and set aside", lines });
}

async function noticeOfFailures(run: Run): Promise<void> {
  const route = operatorRoute(run.settings.routing.routes);
  const failures = await readable(run, run.store.failures.since(addDays(dayOf(run.now), -1)));
  if (failures.length === 0 || !route) return;
  const told = new Set<string>((await readable(run, run.store.told.list(route.name))).map(({ key }) => key));
  const untold = new Map<ReasonKey, FailedUnit>();
  for (const unit of failures) {
    const key = failureKey(unit);
    if (!told.has(key) && !untold.has(key)) untold.set(key, unit);
  }
  const units = [...untold.values()];
  const newest = units.at(-1);
  if (!newest) return;
  const tells = [...untold.keys()].map((key): Told => ({ route: route.name, key, at: run.now, state: "open" }));
  const lines = units.map(({ at, queue, id, reason }) => `${at.slice(0, 16).replace("T", " ")} UTC · ${queue} · message ${id} · ${reason}`);
  const title = `${counted(units.length, "message was", "messages were")} set aside`;
  await freezeNotice(run, `notice|failures|${newest.id}`, { title, lines }, tells);
}

/** By what it said: until its deadline a scan sends again for what was set aside, and the operators have heard of that. */
const failureKey = ({ at, queue, reason, excerpt }: FailedUnit): ReasonKey =>
  `failure|${dayOf(at)}|${queue}|${fingerprint(`${reason}\n${excerpt}`)}` as ReasonKey;
