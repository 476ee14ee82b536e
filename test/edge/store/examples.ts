import type { Decision } from "../../../src/core/model/decision.ts";
import type { OutboxMessage, Summary, Told } from "../../../src/core/model/delivery.ts";
import type { LedgerEntry } from "../../../src/core/model/ledger.ts";
import { currency } from "../../../src/core/model/money.ts";
import { type SubscriptionId, scanId } from "../../../src/core/model/names.ts";
import type { FindingKey, FindingRecord } from "../../../src/core/model/record.ts";
import type { Scan, SubscriptionScan } from "../../../src/core/model/scan.ts";
import { day } from "../../../src/core/model/time.ts";
import { finding, minutesAfter, NOW, ref, SUBSCRIPTION, stamp, WESTEUROPE } from "../../support/build.ts";

export const findingKey = (text: string): FindingKey => text as FindingKey;

export function record(change: Partial<FindingRecord> = {}): FindingRecord {
  const found = finding();
  return {
    key: findingKey(`${ref().id}|managed-os-disk|apps`),
    stamp: stamp({ id: "managed-os-disk", code: "COST-001" }),
    subscription: SUBSCRIPTION,
    region: WESTEUROPE,
    finding: found,
    state: "open",
    baseline: false,
    firstSeen: NOW,
    lastSeen: NOW,
    round: "2026-11-23",
    reference: { severity: found.severity, magnitude: found.magnitude },
    ...change,
  };
}

export const records = (count: number, subscription: SubscriptionId): readonly FindingRecord[] =>
  Array.from({ length: count }, (_, index) => record({ subscription, key: findingKey(`finding-${String(index).padStart(5, "0")}`) }));

export const told = (change: Partial<Told> = {}): Told => ({ route: "platform", key: record().key, at: NOW, state: "open", ...change });

export const scan = (id: string, change: Partial<Scan> = {}): Scan => ({
  id: scanId(id),
  startedAt: NOW,
  deadline: minutesAfter(180),
  expected: 1,
  ...change,
});

export const subscriptionScan = (id: string, change: Partial<SubscriptionScan> = {}): SubscriptionScan => ({
  scan: scanId(id),
  subscription: SUBSCRIPTION,
  name: "Production",
  state: "open",
  page: 0,
  clustersRead: 0,
  touchedAt: NOW,
  ...change,
});

export const message = (change: Partial<OutboxMessage> = {}): OutboxMessage => ({
  route: "platform",
  key: "digest|2026-11-23",
  forms: { teams: '{"type":"message"}', mail: { html: "<p>digest</p>", text: "digest" } },
  summary: "2 new",
  state: "queued",
  tries: 0,
  createdAt: NOW,
  answerLost: false,
  tells: [told()],
  toldWritten: false,
  ...change,
});

export const summary = (change: Partial<Summary> = {}): Summary => ({
  subscription: SUBSCRIPTION,
  route: "platform",
  at: NOW,
  clusters: 12,
  open: 7,
  couldNotCheck: [],
  ...change,
});

export const decision = (change: Partial<Decision> = {}): Decision => ({
  id: "d-1",
  subscription: SUBSCRIPTION,
  finding: record().key,
  kind: "snoozed",
  at: NOW,
  by: { kind: "person", id: "0f0e0d0c-0000-0000-0000-000000000001", name: "Ada Example" },
  why: "after the freeze",
  until: day("2026-12-01"),
  reference: record().reference,
  ...change,
});

export const ledgerEntry = (change: Partial<LedgerEntry> = {}): LedgerEntry => ({
  key: record().key,
  subscription: SUBSCRIPTION,
  cluster: ref().id,
  pool: "apps",
  code: "COST-001",
  about: "disk",
  reason: "fixed",
  from: NOW,
  predicted: { amount: 60, currency: currency("EUR") },
  firmness: "firm",
  realised: { money: { amount: 60, currency: currency("EUR") } },
  ...change,
});
