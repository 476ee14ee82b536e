import type { MonthlySavings, SavedMoney } from "../core/model/ledger.ts";
import { clusterOf } from "./json-cluster.ts";
import { findingOf } from "./json-finding.ts";
import { roomsOf } from "./json-room.ts";
import type { Report } from "./report.ts";
import { roundedMoney } from "./rounded.ts";
import type { Score, ScoreSum } from "./score.ts";

/** Raised when a field goes or changes its meaning; new fields alone do not raise it. */
export const JSON_VERSION = 1;

/** The report as `report.schema.json` describes it. Names stand as Azure gave them: whoever shows them makes them safe. */
export const renderJson = (report: Report): string => `${JSON.stringify(documentOf(report), undefined, 2)}\n`;

function documentOf(report: Report) {
  const { at, scanClosedAt, currency, locale, filter, headline, totals, atStake, saved, support } = report;
  const { text, open, fresh, worse, resolved } = headline;
  return {
    version: JSON_VERSION,
    at,
    scanClosedAt,
    currency,
    locale,
    filter,
    headline: { text, open, new: fresh, worse, resolved },
    money: { firm: roundedMoney(totals.firm), upTo: roundedMoney(totals.upTo), notPriced: totals.notPriced },
    atStake: atStake.map((kind) => ({ ...kind, monthly: roundedMoney(kind.monthly) })),
    saved: saved?.map(monthOf),
    support: support?.flatMap(({ minor, entry, lines }) =>
      lines.map(({ plan, clusters, ends, isTold, doubt }) => ({
        minor,
        plan,
        clusters,
        lastDay: ends?.on,
        daysLeft: ends?.daysLeft,
        toldByAzure: isTold,
        doubt,
        source: entry?.source,
      })),
    ),
    rooms: report.rooms && roomsOf(report.rooms),
    score: report.score && scoreOf(report.score),
    coverage: report.coverage?.flatMap(({ subscriptions }) => subscriptions),
    clusters: report.clusters.map(clusterOf),
    findings: [...report.findings, ...report.aside].map(findingOf),
    couldNotCheck: report.couldNotCheck.map(({ scope, subscription, since, reason, clusters }) => ({
      scope,
      subscription,
      since,
      kind: reason.kind,
      why: reason.why,
      refusedAt: reason.scope,
      clusters: clusters.map(({ id }) => id),
    })),
    rules: report.rules.map(({ rule, code, version, category, source, summary, page }) => ({
      rule,
      code,
      version,
      category,
      source,
      summary,
      page,
    })),
  };
}

const monthOf = ({ month, firm, upTo }: MonthlySavings) => ({ month, firm: savedOf(firm), upTo: savedOf(upTo) });
const savedOf = ({ predicted, realised, unmeasured }: SavedMoney) => ({
  predicted: roundedMoney(predicted),
  realised: roundedMoney(realised),
  unmeasured,
});

const scoreOf = ({ measured, asSaid, notMeasured, entries }: Score) => ({
  entries,
  measured: measured.map(sumOf),
  asSaid: asSaid && sumOf(asSaid),
  notMeasured,
});

const sumOf = ({ firmness, entries, predicted, realised }: ScoreSum) => ({
  firmness,
  entries,
  predicted: roundedMoney(predicted),
  realised: roundedMoney(realised),
});
