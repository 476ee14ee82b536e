import type { Cause } from "../model/event.ts";
import type { FindingRecord } from "../model/record.ts";

/**
 * The finding with the change it appeared with, where this round found it new or worse, or a scan was faster than the check of that
 * change. What grows day by day needs no change to appear, and a baseline was there before anybody looked.
 */
export function caused(record: FindingRecord, changes: readonly Cause[], round: string): FindingRecord {
  if (record.closed || record.baseline || growsByItself(record)) return record;
  const { finding, state, firstSeen, lastSeen } = record;
  const hasAppeared = record.round === round && state !== "open";
  const own = changes.filter(({ cluster }) => finding.target.kind === "cluster" && finding.target.cluster === cluster.id);
  const candidates = hasAppeared
    ? (own.length > 0 ? own : changes).filter(({ at }) => at <= lastSeen)
    : record.cause === undefined
      ? own.filter(({ at }) => at <= firstSeen)
      : [];
  const cause = [...candidates].sort((a, b) => rank(a, record) - rank(b, record) || (a.at < b.at ? 1 : -1))[0];
  return cause ? { ...record, cause } : record;
}

const growsByItself = ({ finding: { due, magnitude } }: FindingRecord): boolean => due !== undefined || magnitude.unit === "day";

/** What was done to the pool itself first, then to the cluster, then to its other pools. */
const rank = ({ pool }: Cause, { finding: { subject } }: FindingRecord): number =>
  pool === undefined ? 1 : pool.toLowerCase() === subject?.toLowerCase() ? 0 : 2;
