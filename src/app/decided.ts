import { type KnownRules, misreadTags } from "../core/findings/decision-tags.ts";
import { decidedOf, outgrown } from "../core/findings/decisions.ts";
import { tagDecisions } from "../core/findings/tagged.ts";
import type { DecidedByKey } from "../core/model/decision.ts";
import type { Outcome } from "../core/model/finding.ts";
import type { SubscriptionId } from "../core/model/names.ts";
import type { FindingRecord } from "../core/model/record.ts";
import type { Snapshot } from "../core/model/snapshot.ts";
import { ruleDirectory } from "../core/rules/index.ts";
import type { Run } from "./compose.ts";
import { readable } from "./readable.ts";

const KNOWN_RULES: KnownRules = new Map([...ruleDirectory].map(([name, { stamp }]) => [name, stamp.rule]));

/** What tags of these clusters were to decide, and nobody understands. */
export const misread = (snapshots: readonly Snapshot[]): readonly Outcome[] => misreadTags(snapshots, KNOWN_RULES);

/**
 * What people decided about these findings, with what their tags say by now and what has been outgrown: both stand in the table, beside
 * what was decided by hand.
 */
export async function decideIn(
  run: Run,
  subscription: SubscriptionId,
  records: readonly FindingRecord[],
  snapshots: readonly Snapshot[],
): Promise<DecidedByKey> {
  const { store, now } = run;
  const stood = await readable(run, store.decisions.list(subscription));
  const byTag = tagDecisions(records, snapshots, stood, KNOWN_RULES);
  const known = [...stood, ...byTag];
  const ended = outgrown(records, known, now);
  for (const decision of [...byTag, ...ended]) await store.decisions.add(decision);
  return decidedOf(records, [...known, ...ended], now);
}
