import type { ClusterEvent } from "../model/event.ts";
import { type Target, type TargetKey, targetKey } from "../model/finding.ts";
import { ruleId } from "../model/names.ts";
import type { FindingRecord } from "../model/record.ts";
import { byText } from "./words.ts";

/** What does not wait for the digest. Each is told at most once for a cluster and day. */
export type UrgentKind = "roll-failed" | "auto-upgrade-failed" | "out-of-support" | "critical";

export interface Urgent {
  readonly kind: UrgentKind;
  readonly target: Target;
  /** What happened, oldest first; nothing where the findings speak for themselves. */
  readonly events: readonly ClusterEvent[];
  /** What is told with it. */
  readonly findings: readonly FindingRecord[];
}

export interface UrgentInput {
  /** The check's: what other rounds found waits for the digest. */
  readonly round: string;
  readonly records: readonly FindingRecord[];
  /** Heard of the checked cluster since its last check, in the order in which they happened. */
  readonly events: readonly ClusterEvent[];
}

/** What a check has to tell at once. The same check made again says the same. */
export function urgentsOf({ round, records, events }: UrgentInput): readonly Urgent[] {
  const open = records.filter(({ closed }) => !closed);
  const fresh = open.filter((record) => record.round === round && !record.baseline);
  const byKind: readonly (readonly [UrgentKind, readonly FindingRecord[]])[] = [
    ["out-of-support", fresh.filter(isFirstOutOfSupport)],
    ["critical", fresh.filter((record) => record.stamp.rule !== OUT_OF_SUPPORT && becameCritical(record))],
  ];
  const failures: readonly (readonly [UrgentKind, readonly ClusterEvent[]])[] = [
    ["roll-failed", standing(events, isRollFailed, isRolled)],
    ["auto-upgrade-failed", standing(events, isAutoUpgradeFailed, isAutoUpgraded)],
  ];
  return [...failures.flatMap(([kind, of]) => ofEvents(kind, of, open)), ...byKind.flatMap(([kind, of]) => ofFindings(kind, of))];
}

const OUT_OF_SUPPORT = ruleId("version-out-of-support");
const LAST_CHANGE_FAILED = ruleId("last-change-failed");

const isFirstOutOfSupport = ({ stamp, state }: FindingRecord): boolean => stamp.rule === OUT_OF_SUPPORT && state === "new";

function becameCritical({ finding, state, reference }: FindingRecord): boolean {
  if (finding.severity !== "critical") return false;
  return state === "new" || state === "regressed" || (state === "worsened" && reference.severity !== "critical");
}

const isRollFailed = ({ what }: ClusterEvent): boolean => what.kind === "rolling" && what.step === "failed";
const isRolled = ({ what }: ClusterEvent): boolean => what.kind === "rolling" && what.step === "succeeded";
const isAutoUpgradeFailed = ({ what }: ClusterEvent): boolean =>
  what.kind === "auto-upgrade" && (what.status === "failed" || what.status === "canceled");
const isAutoUpgraded = ({ what }: ClusterEvent): boolean => what.kind === "auto-upgrade" && what.status === "completed";

/** Failures that nothing made good since: events come late and out of order. */
function standing(
  events: readonly ClusterEvent[],
  hasFailed: (event: ClusterEvent) => boolean,
  isDone: (event: ClusterEvent) => boolean,
): readonly ClusterEvent[] {
  const good = events.filter(isDone);
  return events.filter((event) => hasFailed(event) && !good.some(({ pool, at }) => pool === event.pool && at > event.at));
}

function ofEvents(kind: UrgentKind, events: readonly ClusterEvent[], open: readonly FindingRecord[]): readonly Urgent[] {
  const [first] = events;
  if (!first) return [];
  const target: Target = { kind: "cluster", cluster: first.cluster.id };
  const findings = open.filter(
    ({ stamp, baseline, finding }) =>
      stamp.rule === LAST_CHANGE_FAILED && !baseline && finding.target.kind === "cluster" && finding.target.cluster === first.cluster.id,
  );
  return [{ kind, target, events, findings }];
}

function ofFindings(kind: UrgentKind, records: readonly FindingRecord[]): readonly Urgent[] {
  const byTarget = Map.groupBy(records, ({ finding }): TargetKey => targetKey(finding.target));
  return [...byTarget]
    .sort(([a], [b]) => byText(a, b))
    .flatMap(([, findings]) => {
      const [first] = findings;
      return first ? [{ kind, target: first.finding.target, events: [], findings }] : [];
    });
}
