import { type CannotTell, impossible } from "./cannot-tell.ts";

/** A weekly maintenance window in UTC. It may run over midnight, and over the end of the week. */
export interface WeeklyWindow {
  /** 1 is Monday, 7 is Sunday. */
  readonly weekday: number;
  /** Minutes after midnight, below 1440. */
  readonly startMinute: number;
  /** At most a week. AKS allows 4 to 24 hours. */
  readonly durationMinutes: number;
}

/** What an upgrade takes while it runs, by what it takes from (families, subnets), and when it may run. */
export interface WindowClaim<K> {
  readonly name: string;
  /** Any of them; none means at any time. Windows of every second week count as weekly: which weeks is not looked at. */
  readonly windows: readonly WeeklyWindow[];
  readonly needs: ReadonlyMap<K, number>;
}

export interface Peak {
  readonly needed: number;
  /** Minutes since Monday 00:00 UTC, from and to (the next change); the earliest where there are several as high. */
  readonly from: number;
  readonly to: number;
  /** Whose windows are open then and who need something. */
  readonly claims: readonly string[];
}

export interface Peaks {
  readonly highest: Peak;
  /** The highest within each of the 168 hours of the week, Monday 00:00 UTC first. */
  readonly byHour: readonly number[];
}

const DAY = 24 * 60;
const WEEK = 7 * DAY;
const HOURS = WEEK / 60;

/**
 * The most that upgrades take of each thing at once, when every one may fall anywhere in its windows. Units are those of the needs.
 * Counts clusters that share quota or subnets: windows that do not overlap never add up.
 */
export function peaksInWindows<K>(claims: readonly WindowClaim<K>[]): ReadonlyMap<K, Peaks> | CannotTell {
  for (const { name, windows, needs } of claims) {
    if (!windows.every(isPossible)) return impossible(`the maintenance window of ${name}`);
    for (const needed of needs.values()) if (!(needed >= 0 && Number.isFinite(needed))) return impossible(`${needed} needed by ${name}`);
  }
  const keys = new Set(claims.flatMap(({ needs }) => [...needs.keys()]));
  const parts = partsOfWeek(claims.flatMap(({ windows }) => windows));
  return new Map([...keys].map((key) => [key, peaksOf(key, claims, parts)]));
}

const isPossible = ({ weekday, startMinute, durationMinutes }: WeeklyWindow): boolean =>
  Number.isInteger(weekday) &&
  weekday >= 1 &&
  weekday <= 7 &&
  startMinute >= 0 &&
  startMinute < DAY &&
  durationMinutes > 0 &&
  durationMinutes <= WEEK;

const startOf = ({ weekday, startMinute }: WeeklyWindow): number => (weekday - 1) * DAY + startMinute;

/** A window that runs over the end of the week is open at its start too. */
function isOpen(window: WeeklyWindow, minute: number): boolean {
  const since = (minute - startOf(window) + WEEK) % WEEK;
  return since < window.durationMinutes;
}

interface Part {
  readonly from: number;
  readonly to: number;
}

/** The week, cut at every hour and wherever a window opens or closes: nothing changes within a part. */
function partsOfWeek(windows: readonly WeeklyWindow[]): readonly Part[] {
  const hours = Array.from({ length: HOURS }, (_, hour) => hour * 60);
  const changes = windows.flatMap((window) => [startOf(window), (startOf(window) + window.durationMinutes) % WEEK]);
  const cuts = [...new Set([...hours, ...changes])].sort((a, b) => a - b);
  return cuts.map((from, index) => ({ from, to: cuts[index + 1] ?? WEEK }));
}

function peaksOf<K>(key: K, claims: readonly WindowClaim<K>[], parts: readonly Part[]): Peaks {
  const byHour = new Array<number>(HOURS).fill(0);
  let highest: Peak = { needed: 0, from: 0, to: WEEK, claims: [] };
  for (const { from, to } of parts) {
    const open = claims.filter(
      ({ windows, needs }) => (needs.get(key) ?? 0) > 0 && (windows.length === 0 || windows.some((window) => isOpen(window, from))),
    );
    const needed = open.reduce((sum, { needs }) => sum + (needs.get(key) ?? 0), 0);
    const hour = Math.floor(from / 60);
    byHour[hour] = Math.max(byHour[hour] ?? 0, needed);
    if (needed > highest.needed) highest = { needed, from, to, claims: open.map(({ name }) => name) };
    else if (needed === highest.needed && from === highest.to && isSame(open, highest.claims)) highest = { ...highest, to };
  }
  return { highest, byHour };
}

const isSame = (open: readonly { readonly name: string }[], names: readonly string[]): boolean =>
  open.length === names.length && open.every(({ name }, index) => name === names[index]);
