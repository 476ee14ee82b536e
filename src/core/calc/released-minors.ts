import { type Calendar, lastDay } from "../model/calendar.ts";
import type { Day } from "../model/time.ts";
import { type KubernetesVersion, kubernetesVersion, minorsAhead } from "../model/version.ts";

type Dates = Pick<Calendar, "versions">;

/** Minors that AKS offers for production everywhere, by the calendar, oldest first. A month counts when it is over. */
export const releasedMinors = ({ versions }: Dates, today: Day): KubernetesVersion[] =>
  versions
    .filter(({ generallyAvailable }) => lastDay(generallyAvailable) <= today)
    .flatMap(({ minor }) => kubernetesVersion(minor) ?? [])
    .sort(minorsAhead);

/** How many minors the newest released one is ahead; never less than none. */
export function minorsBehind(version: KubernetesVersion, calendar: Dates, today: Day): number {
  const newest = releasedMinors(calendar, today).at(-1);
  return newest ? Math.max(0, minorsAhead(newest, version)) : 0;
}

export const nextMinor = ({ major, minor }: KubernetesVersion): KubernetesVersion => ({ major, minor: minor + 1 });
