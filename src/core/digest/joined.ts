import { SEVERITIES } from "../model/finding.ts";
import type { FindingRecord } from "../model/record.ts";
import { placeOf } from "./places.ts";
import type { View } from "./rows.ts";
import { sumOfRecords } from "./standing.ts";
import { byText, counted, someOf } from "./words.ts";
import { sumText } from "./worth.ts";

/** Clusters that came after the route's first digest, with their baseline. */
export interface JoinedLine {
  readonly clusters: string;
  /** `3 medium findings`, `14 findings: 1 critical, 13 low` */
  readonly findings: string;
  /** `€40/month`; nothing where they save nothing. */
  readonly worth?: string;
}

export function joinedLine(records: readonly FindingRecord[], { names, standings, currency, locale }: View): JoinedLine {
  const places = new Set(records.map(({ finding }) => placeOf(finding.target, names)));
  const counts = Map.groupBy(records, ({ finding }) => finding.severity);
  const bySeverity = SEVERITIES.toReversed().flatMap((severity) => {
    const many = counts.get(severity)?.length;
    return many === undefined ? [] : [`${many} ${severity}`];
  });
  const worth = sumText(sumOfRecords(records, standings, currency), locale);
  return {
    clusters: someOf([...places].sort(byText), 3),
    findings:
      bySeverity.length === 1
        ? `${bySeverity.join("")} ${records.length === 1 ? "finding" : "findings"}`
        : `${counted(records.length, "finding")}: ${bySeverity.join(", ")}`,
    ...(worth === undefined ? {} : { worth }),
  };
}
