import type { CalendarData } from "./calendar-data.ts";
import { lastDay } from "./calendar-ending.ts";
import { builtInData } from "./calendars/built-in.ts";
import type { Day, Instant } from "./time.ts";

export type { CalendarData } from "./calendar-data.ts";
export { ending, lastDay, precisionOf } from "./calendar-ending.ts";
export { defaultOsImage, isRefused, osImageOf, vmSeriesOf } from "./calendar-match.ts";
export { type FeatureId, featureStanding, osImageStanding, versionStanding, vmSizeStanding } from "./calendar-standing.ts";

/** When AKS stops supporting which Kubernetes minor. Data with a date: it ages. */
export interface SupportCalendar {
  readonly checkedOn: Day;
  readonly source: string;
  readonly byMinor: ReadonlyMap<string, SupportDates>;
}

export interface SupportDates {
  /** Last day of community support. Azure names a month; that means its last day. */
  readonly communityEnd: Day;
  /** Last day of long-term support (Premium tier, support plan AKSLongTermSupport). */
  readonly ltsEnd: Day;
  /** Set where Azure itself told the end under this plan, and what the list has for it. */
  readonly told?: { readonly plan: "community" | "lts"; readonly at: Instant; readonly listed: Day };
}

/** Every date the app knows: Kubernetes versions, node operating systems, features, VM series. */
export interface Calendar extends SupportCalendar, CalendarData {}

const supportCalendarOf = ({ checkedOn, source, versions }: CalendarData): SupportCalendar => ({
  checkedOn,
  source,
  byMinor: new Map(
    versions.map(({ minor, communityEnd, ltsEnd }) => [minor, { communityEnd: lastDay(communityEnd), ltsEnd: lastDay(ltsEnd) }]),
  ),
});

export const calendarOf = (data: CalendarData): Calendar => ({ ...data, ...supportCalendarOf(data) });

export const builtInCalendar: Calendar = calendarOf(builtInData);
/** What rules about Kubernetes versions read of it. */
export const builtInSupportCalendar: SupportCalendar = supportCalendarOf(builtInData);

/** The one that was checked later. On the same day it is the first: a stored calendar must be newer to replace the built-in one. */
export const newerCalendar = (a: Calendar, b: Calendar): Calendar => (b.checkedOn > a.checkedOn ? b : a);
