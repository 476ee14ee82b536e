import { type Day, day } from "./time.ts";

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
}

const dates = (minor: string, communityEnd: string, ltsEnd: string): [string, SupportDates] => [
  minor,
  { communityEnd: day(communityEnd), ltsEnd: day(ltsEnd) },
];

/** Minors that left long-term support before the calendar begins have no row: they are out of every support. */
export const builtInSupportCalendar: SupportCalendar = {
  checkedOn: day("2026-11-20"),
  source: "https://learn.microsoft.com/azure/aks/supported-kubernetes-versions",
  byMinor: new Map([
    dates("1.29", "2025-03-31", "2026-04-30"),
    dates("1.30", "2025-08-22", "2026-07-31"),
    dates("1.31", "2025-11-01", "2026-11-30"),
    dates("1.32", "2026-03-31", "2027-03-31"),
    dates("1.33", "2026-07-31", "2027-07-31"),
    dates("1.34", "2026-11-30", "2027-11-30"),
    dates("1.35", "2027-03-31", "2028-03-31"),
    dates("1.36", "2027-06-30", "2028-06-30"),
    dates("1.37", "2027-10-31", "2028-10-31"),
  ]),
};
