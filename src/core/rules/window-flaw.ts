import type { Calendar } from "../model/calendar.ts";
import type { Cluster } from "../model/cluster.ts";
import type { MaintenanceWindow } from "../model/maintenance.ts";
import { addDays, type Day, daysBetween } from "../model/time.ts";
import { minorText } from "../model/version.ts";
import { daysApart, earliestOpening } from "./maintenance-opening.ts";
import { PURPOSE_WORDS, type UpkeepPurpose } from "./planned-maintenance.ts";
import { supportOf } from "./support.ts";
import { counted, daysText, fullDayText } from "./words.ts";

/** A window that begins within a month is being set up. */
const SETTING_UP_DAYS = 31;
/** AKS supports node images for so long, and Kubernetes upgrades are looked at as far ahead. */
const LIFE_DAYS = 90;

/** What is wrong, from which number of days on it is so, and since when or until when. */
export interface WindowFlaw {
  readonly title: string;
  readonly detail: string;
  readonly days: number;
}

/** Whatever runs on the nodes. */
export function windowFlaw(window: MaintenanceWindow, purpose: UpkeepPurpose, today: Day): WindowFlaw | undefined {
  const { startDate, recurs } = window;
  const what = PURPOSE_WORDS[purpose];
  const ahead = startDate === undefined ? 0 : daysBetween(today, startDate);
  if (startDate !== undefined && ahead > SETTING_UP_DAYS) {
    return {
      title: `The window for ${what} is not used before ${fullDayText(startDate)}`,
      detail: `Its start date is ${daysText(ahead)} away, and a window that has not begun holds nothing back: until then AKS acts at any time.`,
      days: ahead,
    };
  }
  const apart = daysApart(recurs);
  if (purpose === "node-os-upgrades" && apart > LIFE_DAYS) {
    return {
      title: `The window for ${what} opens every ${counted(recurs.interval, recurs.every)}`,
      detail: `AKS makes a node image a week and supports one for ${LIFE_DAYS} days: the nodes fall out of that before the window opens again.`,
      days: apart,
    };
  }
  if (purpose === "node-os-upgrades" && !earliestOpening(window, today, LIFE_DAYS)) {
    return {
      title: `The window for ${what} does not open for ${daysText(LIFE_DAYS)}`,
      detail: `Days on which nothing is allowed keep it shut, and AKS supports a node image for ${LIFE_DAYS} days.`,
      days: LIFE_DAYS,
    };
  }
  return undefined;
}

interface Standing {
  readonly cluster: Cluster;
  readonly calendar: Calendar;
  readonly today: Day;
}

/** Upgrades of Kubernetes can wait, but not longer than the support of what runs. */
export function shutBeforeEnd(
  window: MaintenanceWindow,
  purpose: UpkeepPurpose,
  { cluster, calendar, today }: Standing,
): WindowFlaw | undefined {
  const support = supportOf(cluster, calendar, today);
  if (purpose !== "cluster-upgrades" || support.kind !== "in" || support.daysLeft > LIFE_DAYS) return undefined;
  if (earliestOpening(window, today, support.daysLeft)) return undefined;
  const opens = earliestOpening(window, addDays(today, support.daysLeft), LIFE_DAYS);
  const late = opens ? daysBetween(support.ends, opens) : LIFE_DAYS;
  return {
    title: `No window for Kubernetes upgrades before ${minorText(cluster.version)} leaves support`,
    detail: `Support of ${minorText(cluster.version)} ends on ${fullDayText(support.ends)}; the window opens ${opens ? `on ${fullDayText(opens)} at the earliest` : `not within ${daysText(LIFE_DAYS)} of that`}.`,
    days: late,
  };
}
