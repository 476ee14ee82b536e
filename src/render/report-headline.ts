import type { SavingsTotal } from "../core/calc/savings-choice.ts";
import { counted } from "../core/digest/words.ts";
import { sumText } from "../core/digest/worth.ts";
import type { FindingRecord } from "../core/model/record.ts";
import type { Instant } from "../core/model/time.ts";
import { type Filter, isShown } from "./filter.ts";
import type { ReportFinding } from "./report-finding.ts";

/** The first line of every format, and the numbers in it. It holds no names. */
export interface Headline {
  /** `31 findings in 14 clusters · 7 new · 1 worse · 2 resolved · €672/month at list price` */
  readonly text: string;
  readonly open: number;
  /** Found since the last scan, or back again; what was found with its cluster is not among them. */
  readonly fresh: number;
  readonly worse: number;
  readonly resolved: number;
}

interface Estate {
  readonly records: readonly FindingRecord[];
  readonly locale: string;
  readonly since?: Instant;
  readonly filter?: Filter;
}

export function headlineOf(
  { records, locale, since, filter = {} }: Estate,
  shown: { readonly findings: readonly ReportFinding[]; readonly clusters: number; readonly totals: SavingsTotal },
): Headline {
  const open = shown.findings.filter(({ record }) => !record.closed).map(({ record }) => record);
  const fresh = open.filter(({ state, baseline }) => state === "regressed" || (state === "new" && !baseline)).length;
  const worse = open.filter(({ state }) => state === "worsened").length;
  const resolved = since === undefined ? 0 : resolvedSince(records, since, filter);
  const money = sumText(shown.totals, locale);
  const parts = [
    `${counted(open.length, "finding")} in ${counted(shown.clusters, "cluster")}`,
    ...(fresh > 0 ? [`${fresh} new`] : []),
    ...(worse > 0 ? [`${worse} worse`] : []),
    ...(resolved > 0 ? [`${resolved} resolved`] : []),
    ...(money === undefined ? [] : [`${money} at list price`]),
  ];
  return { text: parts.join(" · "), open: open.length, fresh, worse, resolved };
}

/** A rule that changed, or does not speak of it any more, resolved nothing. */
const resolvedSince = (records: readonly FindingRecord[], since: Instant, filter: Filter): number =>
  records.filter(
    (record) =>
      record.closed !== undefined &&
      record.closed.at >= since &&
      ["fixed", "gone", "moved"].includes(record.closed.reason) &&
      isShown(record, { ...filter, states: ["resolved"] }),
  ).length;
