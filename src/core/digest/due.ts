import { type Route, WEEKDAYS } from "../model/delivery.ts";
import { addDays, type Day, type Instant } from "../model/time.ts";

/** A route's last digest, said or quiet. */
export interface LastDigest {
  /** The local day it was for. */
  readonly day: Day;
  /** The newest scan it rested on. */
  readonly scanClosedAt?: Instant;
}

/** A digest may be this late, for a scan that took longer or an app that was down. Later than that it waits for the next morning. */
const LATEST_MINUTES = 360;
/** A send-at late in the evening is still met after midnight; later than that its day is over. */
const GRACE_MINUTES = 120;

/**
 * The local day a digest is due for: its send-at passed on the clock of the route's zone at most six hours ago, and a scan has closed
 * that the last digest did not rest on. A scan that closes in a zone's evening so waits for the morning. On a day whose clock skips the send-at it is due right after the gap; on one that has it twice, once.
 * @throws RangeError when the zone is unknown
 */
export function digestDue(
  route: Pick<Route, "timeZone" | "sendAt" | "days" | "heartbeat">,
  now: Instant,
  scanClosedAt: Instant | undefined,
  last: LastDigest | undefined,
): Day | undefined {
  if (scanClosedAt === undefined || (last?.scanClosedAt !== undefined && scanClosedAt <= last.scanClosedAt)) return undefined;
  const { day: today, minutes } = localTime(now, route.timeZone);
  const sendAt = minutesOf(route.sendAt);
  const yesterday = addDays(today, -1);
  const isOpen = (of: Day, minutesLate: number): boolean =>
    minutesLate >= 0 && minutesLate <= LATEST_MINUTES && isSendingDay(of, route) && (last === undefined || of > last.day);
  if (isOpen(today, minutes - sendAt)) return today;
  const minutesLate = minutes + 1440 - sendAt;
  return minutesLate <= GRACE_MINUTES && isOpen(yesterday, minutesLate) ? yesterday : undefined;
}

/** The week is summed up on its day whatever other days a route has. */
const isSendingDay = (of: Day, route: Pick<Route, "days" | "heartbeat">): boolean =>
  route.days.includes(weekday(of)) || isHeartbeat(of, route);

export const isHeartbeat = (of: Day, { heartbeat }: Pick<Route, "heartbeat">): boolean => weekday(of) === heartbeat;

/** The calendar day of a moment in a zone. */
export const localDay = (at: Instant, timeZone: string): Day => localTime(at, timeZone).day;

/** What the wall clock shows: the day, and the minutes it has shown since 00:00. */
function localTime(at: Instant, timeZone: string): { readonly day: Day; readonly minutes: number } {
  const format = new Intl.DateTimeFormat("en-u-ca-gregory-nu-latn", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
  });
  const parts = new Map(format.formatToParts(new Date(at)).map(({ type, value }) => [type, value]));
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.get(type) ?? "";
  return { day: `${part("year")}-${part("month")}-${part("day")}` as Day, minutes: minutesOf(`${part("hour")}:${part("minute")}`) };
}

const minutesOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5));

function weekday(of: Day): Route["days"][number] {
  return WEEKDAYS[new Date(`${of}T00:00:00Z`).getUTCDay()] ?? "sun";
}
