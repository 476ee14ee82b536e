import type { ClusterId } from "../model/names.ts";
import type { Closing, FindingKey, FindingRecord } from "../model/record.ts";
import type { Saving } from "../model/saving.ts";
import { findingKey } from "./key.ts";

/** A saving that was offered on one pool, or on the whole cluster where it names none. */
export interface SavingClaim {
  readonly id: string;
  readonly pool?: string;
  readonly saving: Saving;
}

/** Which claims of ONE cluster count, so that no part of its bill counts twice. */
export type ChooseSavings = (claims: readonly SavingClaim[]) => { readonly counted: readonly { readonly id: string }[] };

/** A finding that ended by what it advised, and what that was to save. */
export interface ClosedSaving {
  readonly record: FindingRecord;
  readonly cluster: ClusterId;
  readonly closed: Closing & { readonly reason: "fixed" | "moved" };
  readonly saving: Saving;
}

/** Nothing where it was not about money, saved nothing, or ended in any other way. */
export function closedSaving(record: FindingRecord): ClosedSaving | undefined {
  const { closed, finding } = record;
  const { target, worth } = finding;
  if (!closed || !isDone(closed) || target.kind !== "cluster") return undefined;
  if (worth.kind !== "monthly" || worth.monthly.amount <= 0) return undefined;
  const { kind: _, ...saving } = worth;
  return { record, cluster: target.cluster, closed, saving };
}

const isDone = (closed: Closing): closed is ClosedSaving["closed"] => closed.reason === "fixed" || closed.reason === "moved";

/** What ended together is chosen from together. */
export function countedKeys(closings: readonly ClosedSaving[], choose: ChooseSavings): ReadonlySet<FindingKey> {
  const counted = new Set<string>();
  for (const together of Map.groupBy(closings, ({ cluster }) => cluster).values()) {
    for (const { id } of choose(together.map(claimOf)).counted) counted.add(id);
  }
  return new Set(closings.map(({ record }) => record.key).filter((key) => counted.has(key)));
}

const claimOf = ({ record, saving }: ClosedSaving): SavingClaim => ({ id: record.key, saving, ...poolOf(record) });

/** The subject, where it is a pool. */
export const poolOf = ({ pool, finding: { subject } }: FindingRecord): { readonly pool?: string } =>
  pool && subject !== undefined ? { pool: subject } : {};

/** The rule says the same of the pool that took over: the pool moved, and the advice was not followed. */
export function saidOfSuccessor(record: FindingRecord, records: ReadonlyMap<FindingKey, FindingRecord>): FindingRecord | undefined {
  const { finding, stamp, closed } = record;
  if (closed?.successor === undefined) return undefined;
  const again = records.get(findingKey(finding.target, stamp.rule, closed.successor));
  return again && !again.closed ? again : undefined;
}
