import type { MissingKind } from "../model/absence.ts";
import type { CouldNotCheck, Route, Told } from "../model/delivery.ts";
import { type SubscriptionId, subscriptionId } from "../model/names.ts";
import type { FindingRecord } from "../model/record.ts";
import type { SubscriptionScan } from "../model/scan.ts";
import type { Instant } from "../model/time.ts";
import { localDay } from "./due.ts";
import { type Names, subscriptionName } from "./places.ts";
import { plainName, plainSentence } from "./plain.ts";
import { reasonKey } from "./reason.ts";
import { byText, counted, shortDayText, someOf } from "./words.ts";

/** One line: what could not be checked for one kind of reason, and the way out. */
export interface UncheckedLine {
  /** `subscription platform-dev and 4 clusters in prod` */
  readonly what: string;
  readonly why: string;
  /** `20 Nov`, local to the route. */
  readonly since: string;
  readonly wayOut: string;
  /** Safe to paste. */
  readonly commands: readonly string[];
}

/** `the app may not read it (403 AuthorizationFailed), since 20 Nov` */
export const whyText = ({ why, since }: UncheckedLine): string => `${why}, since ${since}`;

const WAYS_OUT: Record<MissingKind, string> = {
  forbidden: "Give the app's identity the role Reader there.",
  throttled: "Azure asked to wait for longer than the scan lasts; the next scan asks again.",
  "not-seen": "A cluster that was moved or deleted shows up as gone once its resource group can be read.",
  unreadable: "The answer has a form the app does not know. An update of the app may know it.",
  unavailable: "The next scan asks again.",
  "in-motion": "It is read again when it rests.",
  stale: "The next scan that can read it judges it again.",
  absent: "Azure's answer leaves it out; the next scan looks again.",
  unsupported: "An update of the app may know the case.",
  "wrong-tag": "Mend the tag or take it away; until then it changes nothing.",
};

/** They are clauses: named or counted, never joined by "and". */
const MOST_WHYS = 2;

const isGuid = (text: string): boolean => /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(text);

export interface UncheckedInput {
  readonly route: Pick<Route, "name" | "locale" | "timeZone">;
  readonly at: Instant;
  readonly couldNotCheck: readonly CouldNotCheck[];
  /** What counts in what is said beside it. */
  readonly records: readonly FindingRecord[];
  readonly told: readonly Told[];
  readonly names: Names;
  /** Object id of the app's managed identity, where it is known. */
  readonly principalId?: string;
}

/** Reasons the route was not told of yet, one line a kind, and what becomes told with them. */
export function uncheckedLines(input: UncheckedInput): { readonly lines: readonly UncheckedLine[]; readonly tells: readonly Told[] } {
  const { route, at, couldNotCheck } = input;
  const told = new Map<string, Instant>(input.told.map((row) => [row.key, row.at]));
  // A reason that went away and came back begins anew.
  const untold = couldNotCheck.filter((group) => (told.get(reasonKey(group)) ?? "") < group.since);
  const byKind = Map.groupBy(untold, ({ reason }) => reason.kind);
  return {
    lines: [...byKind].sort(([a], [b]) => byText(a, b)).map(([kind, groups]) => lineOf(kind, groups, input)),
    tells: [...new Set(untold.map(reasonKey))].sort(byText).map((key) => ({ route: route.name, key, at, state: "open" })),
  };
}

/** What stopped a scan from reading a subscription at all. */
export function subscriptionNotChecked({ subscription, failure, failingSince, touchedAt }: SubscriptionScan): CouldNotCheck | undefined {
  return failure && { reason: failure, scope: "subscription", subscription, since: failingSince ?? touchedAt, clusters: [] };
}

function lineOf(
  kind: MissingKind,
  groups: readonly CouldNotCheck[],
  { route, at, records, names, principalId }: UncheckedInput,
): UncheckedLine {
  const [since = at] = groups.map((group) => group.since).sort(byText);
  const whys = [...new Set(groups.map(({ reason }) => plainSentence(reason.why)))].sort(byText);
  const isRefused = kind === "forbidden";
  return {
    what: plainSentence(whatOf(groups, names)),
    why: plainSentence((whys.length > MOST_WHYS ? [whys[0], `${whys.length - 1} more reasons`] : whys).join("; ")),
    since: shortDayText(localDay(since, route.timeZone), route.locale),
    wayOut: [...keptText(groups, records), isRefused ? roleWanted(groups, names) : WAYS_OUT[kind]].join(" "),
    commands: isRefused
      ? refusedIn(groups)
          .filter(isGuid)
          .map((id) => readerCommand(id, principalId))
      : [],
  };
}

/** Findings where nobody could look are neither resolved nor judged again: they stay in every count and sum. */
function keptText(groups: readonly CouldNotCheck[], records: readonly FindingRecord[]): readonly string[] {
  const clusters = new Set(groups.flatMap(({ scope, clusters }) => (scope === "cluster" ? clusters.map(({ id }) => id) : [])));
  const whole = new Set(groups.flatMap(({ scope, subscription }) => (scope === "subscription" ? [subscription] : [])));
  const kept = records.filter(
    ({ closed, subscription, finding: { target } }) =>
      !closed && (whole.has(subscription) || (target.kind === "cluster" && clusters.has(target.cluster))),
  ).length;
  return kept === 0
    ? []
    : [`${counted(kept, "finding")} there ${kept === 1 ? "stays" : "stay"} as ${kept === 1 ? "it was" : "they were"}.`];
}

/** Where what was refused lies in another subscription than the clusters, "there" would be the wrong one. */
function roleWanted(groups: readonly CouldNotCheck[], names: Names): string {
  if (groups.every((group) => refusedBy(group) === group.subscription)) return WAYS_OUT.forbidden;
  const ids = refusedIn(groups);
  return plainSentence(
    `Give the app's identity the role Reader on ${ids.length === 1 ? "subscription" : "subscriptions"} ${namesOf(ids, names)}.`,
  );
}

const refusedIn = (groups: readonly CouldNotCheck[]): SubscriptionId[] => [...new Set(groups.map(refusedBy))].sort(byText);

function refusedBy({ reason, subscription }: CouldNotCheck): SubscriptionId {
  const [, id] = /^\/subscriptions\/([^/]+)/i.exec(reason.scope ?? "") ?? [];
  return id === undefined ? subscription : subscriptionId(id);
}

function whatOf(groups: readonly CouldNotCheck[], names: Names): string {
  const whole = [...new Set(groups.filter(({ scope }) => scope === "subscription").map(({ subscription }) => subscription))];
  const parts =
    whole.length === 0 ? [] : [`${whole.length === 1 ? "subscription" : `${whole.length} subscriptions:`} ${namesOf(whole, names)}`];
  for (const scope of ["cluster", "rule"] as const) {
    const ofScope = groups.filter((group) => group.scope === scope && !whole.includes(group.subscription));
    if (ofScope.length === 0) continue;
    const clusters = new Map(ofScope.flatMap((group) => group.clusters.map(({ id, name }) => [id, plainName(name)])));
    const inside = namesOf([...new Set(ofScope.map(({ subscription }) => subscription))], names);
    const those = clusters.size === 1 ? [...clusters.values()].join("") : `${counted(clusters.size, "cluster")} in ${inside}`;
    if (scope === "cluster") parts.push(those);
    else parts.push(`some rules for ${clusters.size === 0 ? inside : those}`);
  }
  return someOf(parts, 3);
}

const namesOf = (ids: readonly SubscriptionId[], names: Names): string =>
  someOf(ids.map((id) => subscriptionName(id, names)).sort(byText), 3);

/** Nothing in it is written by others: a subscription id is a GUID, and so is a principal's. */
function readerCommand(subscription: SubscriptionId, principalId: string | undefined): string {
  const assignee = principalId !== undefined && isGuid(principalId.toLowerCase()) ? principalId : '"$ADVISOR_PRINCIPAL_ID"';
  return `az role assignment create --role Reader --assignee-object-id ${assignee} --assignee-principal-type ServicePrincipal --scope /subscriptions/${subscription}`;
}
