import { SEVERITIES, type Severity } from "../core/model/finding.ts";
import { type ClusterId, type ClusterRef, clusterRef } from "../core/model/names.ts";
import { rules } from "../core/rules/index.ts";
import { type Filter, SHOWN_STATES, shortId } from "../render/index.ts";
import type { Estate } from "./report-estate.ts";

/** A parameter that asks for what there is not, in words for whoever wrote it. */
export interface WrongQuery {
  readonly wrong: string;
}

export const FILTER_PARAMETERS = ["subscription", "cluster", "severity", "state", "rule"] as const;

/** Each may stand several times or hold a list with commas; an empty one asks for nothing. */
export function valuesOf(query: URLSearchParams, name: string): readonly string[] | undefined {
  const values = query
    .getAll(name)
    .flatMap((value) => value.split(","))
    .map((value) => value.trim())
    .filter((value) => value !== "");
  return values.length === 0 ? undefined : values;
}

/** What a query wants to see of what its reader may see: what is not in there is unknown here, whoever else may have it. */
export function filterOf(query: URLSearchParams, estate: Estate): Filter | WrongQuery {
  const severities = valuesOf(query, "severity");
  const states = valuesOf(query, "state");
  const ruleNames = valuesOf(query, "rule");
  const subscriptions = valuesOf(query, "subscription")?.map((name) => ({ name, id: subscriptionNamed(name, estate) }));
  const clusters = valuesOf(query, "cluster")?.map((name) => ({ name, ids: clustersNamed(name, estate) }));
  const wrong =
    unknown("severity", severities, SEVERITIES) ??
    unknown("state", states, SHOWN_STATES) ??
    unknown("rule", ruleNames, RULE_NAMES, RULE_CODES) ??
    absent("subscription", subscriptions?.find(({ id }) => id === undefined)?.name) ??
    absent("cluster", clusters?.find(({ ids }) => ids.length === 0)?.name);
  if (wrong) return wrong;
  const [severity] = SEVERITIES.filter((each) => severities?.some((asked) => isSame(asked, each)));
  return {
    ...(subscriptions ? { subscriptions: subscriptions.flatMap(({ id }) => id ?? []) } : {}),
    ...(clusters ? { clusters: clusters.flatMap(({ ids }) => ids) } : {}),
    ...(severity ? { severity: severity satisfies Severity } : {}),
    ...(states ? { states: SHOWN_STATES.filter((each) => states.some((asked) => isSame(asked, each))) } : {}),
    ...(ruleNames ? { rules: ruleNames } : {}),
  };
}

const isSame = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

const RULE_NAMES = rules.flatMap(({ meta: { id, code } }) => [id, code]);
const RULE_CODES = rules.map(({ meta }) => meta.code);

function unknown(
  parameter: string,
  asked: readonly string[] | undefined,
  known: readonly string[],
  named: readonly string[] = known,
): WrongQuery | undefined {
  const wrong = asked?.find((value) => !known.some((each) => isSame(each, value)));
  return wrong === undefined ? undefined : { wrong: `${parameter} is not "${shown(wrong)}"; it takes ${named.join(", ")}` };
}

const absent = (parameter: string, name: string | undefined): WrongQuery | undefined =>
  name === undefined ? undefined : { wrong: `no ${parameter} called "${shown(name)}" is in what you may read` };

const LONGEST_SHOWN = 80;
const shown = (text: string): string => (text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text);

/** By id, or by its name for people. */
const subscriptionNamed = (name: string, { subscriptions }: Estate): string | undefined =>
  [...subscriptions].find(([id, called]) => isSame(id, name) || isSame(called, name))?.[0];

/** By name, ARM id or its short form in addresses; a name may be had by several, and by one that is gone and left findings behind. */
function clustersNamed(name: string, { snapshots, records }: Estate): readonly ClusterId[] {
  const named = (refs: readonly ClusterRef[]): readonly ClusterId[] => [
    ...new Set(refs.filter((ref) => isSame(ref.id, name) || isSame(ref.name, name) || shortId(ref.id) === name).map(({ id }) => id)),
  ];
  const seen = named(snapshots.map(({ ref }) => ref));
  if (seen.length > 0) return seen;
  return named(records.flatMap(({ finding: { target } }) => (target.kind === "cluster" ? (clusterRef(target.cluster) ?? []) : [])));
}
