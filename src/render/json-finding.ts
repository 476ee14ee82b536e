import type { Decision } from "../core/model/decision.ts";
import type { Worth } from "../core/model/finding.ts";
import type { LedgerEntry } from "../core/model/ledger.ts";
import type { Saving } from "../core/model/saving.ts";
import type { ReportFinding } from "./report-finding.ts";
import { cents, roundedMoney } from "./rounded.ts";

export function findingOf(shown: ReportFinding) {
  const { record, where, cluster, subscriptionName, notChecked, portal, setAside, decisions, booked } = shown;
  const { finding, stamp, closed, cause } = record;
  return {
    key: record.key,
    rule: stamp.rule,
    code: stamp.code,
    category: stamp.category,
    severity: finding.severity,
    state: record.state,
    baseline: record.baseline,
    title: finding.title,
    detail: finding.detail,
    where,
    subscription: record.subscription,
    subscriptionName,
    region: record.region,
    cluster: cluster?.id,
    clusterName: cluster?.name,
    pool: finding.subject,
    firstSeen: record.firstSeen,
    lastSeen: record.lastSeen,
    due: finding.due,
    magnitude: finding.magnitude,
    workings: finding.workings,
    mustHoldFirst: finding.first,
    remedy: finding.remedy,
    notKnown: finding.notKnown,
    money: moneyOf(shown),
    notCheckedSince: notChecked && { since: notChecked.since, kind: notChecked.reason.kind, why: notChecked.reason.why },
    cause: cause && causeOf(cause),
    setAside: setAside && decisionOf(setAside),
    decisions: decisions.map(decisionOf),
    saved: booked && bookedOf(booked),
    closed: closed && { at: closed.at, reason: closed.reason, successor: closed.successor },
    source: stamp.source,
    portal,
  };
}

const causeOf = ({ operation, at, correlationId, cluster, pool }: NonNullable<ReportFinding["record"]["cause"]>) => ({
  operation,
  at,
  correlationId,
  cluster: cluster.id,
  pool,
});

/** Of a person the name, which the page shows too; the object id stays in the store. */
const decisionOf = ({ kind, at, by, why, until }: Decision) => ({
  kind,
  at,
  by: by.kind === "person" ? { kind: by.kind, name: by.name } : by,
  why,
  until,
});

function moneyOf({ record, standing, setAside }: ReportFinding) {
  const { worth } = record.finding;
  if (standing.kind === "not-priced") return { kind: standing.kind, why: standing.why };
  if (worth.kind === "once") return onceOf(worth);
  if (standing.kind === "none") return { kind: standing.kind };
  return {
    kind: setAside ? "set-aside" : standing.kind,
    ...savingOf(standing.saving),
    insteadOf: standing.kind === "also-possible" ? standing.counted.map(({ key }) => key) : undefined,
  };
}

const bookedOf = ({ from, until, predicted, realised }: LedgerEntry) => ({
  from,
  until,
  predicted: roundedMoney(predicted),
  realised: "money" in realised ? roundedMoney(realised.money) : undefined,
  notMeasured: "missing" in realised ? realised.missing.why : undefined,
  since:
    "since" in realised
      ? { monthly: roundedMoney(realised.since.money), prices: realised.since.prices, workings: realised.since.workings }
      : undefined,
});

const onceOf = ({ cost, prices, workings }: Extract<Worth, { kind: "once" }>) => ({
  kind: "once",
  cost: roundedMoney(cost),
  prices,
  workings,
});

const savingOf = ({ about, firmness, monthly, range, before, basis, confidence, prices, workings }: Saving) => ({
  about,
  firmness,
  monthly: roundedMoney(monthly),
  range: range && { low: cents(range.low), high: cents(range.high) },
  before: roundedMoney(before),
  basis,
  confidence,
  prices,
  workings,
});
