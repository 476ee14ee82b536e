import type { Booking } from "../../../src/core/findings/bookings.ts";
import type { SavingClaim } from "../../../src/core/findings/closed-savings.ts";
import { findingKey } from "../../../src/core/findings/key.ts";
import type { Worth } from "../../../src/core/model/finding.ts";
import type { LedgerEntry, PartsCost } from "../../../src/core/model/ledger.ts";
import { currency, type Money } from "../../../src/core/model/money.ts";
import type { FindingRecord } from "../../../src/core/model/record.ts";
import type { Saving } from "../../../src/core/model/saving.ts";
import { cluster, finding, minutesAfter, NOW, pool, SUBSCRIPTION, snapshot, stamp, systemPool, WESTEUROPE } from "../../support/build.ts";

export const euros = (amount: number): Money => ({ amount, currency: currency("EUR") });

/** A firm saving of all that the disks of a pool cost: 60 a month. */
export const saves = (change: Partial<Saving> = {}): Worth => ({
  kind: "monthly",
  about: "disk",
  firmness: "firm",
  monthly: euros(60),
  before: euros(60),
  basis: { kind: "tonight" },
  confidence: "medium",
  prices: [],
  workings: [],
  ...change,
});

interface RecordChange extends Partial<FindingRecord> {
  readonly id?: string;
  readonly subject?: string;
  readonly worth?: Worth;
}

/** A finding about pool apps, open since a day and last seen an hour ago. */
export function record({ id = "managed-os-disk", subject = "apps", worth = saves(), ...change }: RecordChange = {}): FindingRecord {
  const about = finding({ subject, worth });
  return {
    key: findingKey(about.target, stamp({ id }).rule, subject),
    stamp: stamp({ id, code: `CODE-${id}` }),
    subscription: SUBSCRIPTION,
    region: WESTEUROPE,
    finding: about,
    state: "open",
    baseline: false,
    firstSeen: minutesAfter(-1440),
    lastSeen: minutesAfter(-60),
    round: "r0",
    reference: { severity: about.severity, magnitude: about.magnitude },
    resourceUid: "uid-1",
    pool: { neighbours: ["apps", "system"], labels: {}, taints: [] },
    ...change,
  };
}

/** The same, closed now in round r1. */
export const closed = (reason: NonNullable<FindingRecord["closed"]>["reason"], change: RecordChange = {}): FindingRecord =>
  record({
    state: "resolved",
    round: "r1",
    closed: { at: NOW, reason, ...(reason === "moved" ? { successor: "apps2" } : {}) },
    ...change,
  });

/** The snapshot of a cluster with these pools beside its system pool. */
export const withPools = (...names: readonly string[]) =>
  snapshot(cluster({ nodePools: [systemPool(), ...names.map((name) => pool({ name }))] }));

export const all: Booking["choose"] = (claims) => ({ counted: claims });
/** One claim a cluster: whoever saves most. */
export const best: Booking["choose"] = (claims) => {
  const [first, ...others] = claims;
  if (!first) return { counted: [] };
  const more = (a: SavingClaim, b: SavingClaim) => (b.saving.monthly.amount > a.saving.monthly.amount ? b : a);
  return { counted: [others.reduce(more, first)] };
};

/** What the parts of a bill cost. */
export const partsCost = (amount: number): PartsCost => ({ money: euros(amount), prices: [], workings: [] });

/** Round r1, now; everything counts, and what is there costs 25 a month. */
export const booking = (change: Partial<Booking> = {}): Booking => ({
  records: [],
  snapshots: [withPools("apps", "apps2")],
  standing: [],
  round: "r1",
  at: NOW,
  choose: all,
  costOf: () => partsCost(25),
  ...change,
});

/** What a ledger holds, by entry. */
export type Written = ReadonlyMap<string, LedgerEntry>;

export const write = (ledger: Written, entries: readonly LedgerEntry[]): Written =>
  new Map([...ledger, ...entries.map((entry) => [`${entry.key} ${entry.from}`, entry] as const)]);
export const standingIn = (ledger: Written): readonly LedgerEntry[] => [...ledger.values()].filter(({ until }) => until === undefined);
