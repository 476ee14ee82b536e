import type { Calendar } from "./calendar-data.ts";

export type { Calendar } from "./calendar-data.ts";
export { ending, lastDay, precisionOf } from "./calendar-ending.ts";
export { defaultOsImage, isRefused, minorsFrom, osImageOf, vmSeriesOf } from "./calendar-match.ts";
export {
  CALENDAR_LIFE_DAYS,
  endUnder,
  type FeatureId,
  featureStanding,
  osImageStanding,
  versionStanding,
  vmSizeStanding,
} from "./calendar-standing.ts";
export { builtInCalendar } from "./calendars/built-in.ts";

/** The one that was checked later. On the same day it is the first: a stored calendar must be newer to replace the built-in one. */
export const newerCalendar = (a: Calendar, b: Calendar): Calendar => (b.checkedOn > a.checkedOn ? b : a);
