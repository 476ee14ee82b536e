import { z } from "zod";
import { type Answer, ok } from "./answers.ts";
import type { ArmBody, ArmState } from "./state.ts";

export const GRAPH_PATH = "/providers/microsoft.resourcegraph/resources";

const Posted = z.object({
  query: z.string(),
  subscriptions: z.array(z.string()).optional(),
  managementGroups: z.array(z.string()).optional(),
  options: z
    .object({
      $top: z.int().min(1).max(1000).default(100),
      $skipToken: z.string().optional(),
      resultFormat: z.literal("objectArray"),
    })
    .prefault({ resultFormat: "objectArray" }),
});
type Posted = z.infer<typeof Posted>;

/** Resource Graph, for the few queries the advisor has; any other is refused as one with a mistake in it. */
export function graphAnswer(state: ArmState, posted: string): Answer {
  const request = parsed(posted);
  if (!request) return refused("InvalidRequest", "The request body does not fit.");
  const query = readQuery(request.query);
  if (!query) return refused("InvalidQuery", "Query is invalid. Please refer to the documentation for the Azure Resource Graph service.");
  const scope = scopeOf(state, request);
  if (scope.length === 0) {
    return refused("NoValidSubscriptionsInQueryRequest", "There must be at least one subscription that is eligible to contain resources.");
  }
  return page(state, request, query, rowsOf(state, request, query, scope));
}

function parsed(posted: string): Posted | undefined {
  try {
    return Posted.safeParse(JSON.parse(posted)).data;
  } catch {
    return undefined;
  }
}

interface Query {
  readonly table: string;
  readonly conditions: readonly ((row: ArmBody) => boolean)[];
  readonly columns: readonly Column[];
}

interface Column {
  readonly name: string;
  readonly path: string;
}

const TABLES = ["spotresources", "resources", "resourcecontainers", "resourcechanges", "containerserviceeventresources"];
const WORDS = /^where (type|location|name|resourceGroup|properties(?:\.\w+)+) (?:=~ ('[^']*')|in~ \(('[^']*'(?:, '[^']*')*)\))$/;
const SINCE = /^where todatetime\((properties(?:\.\w+)+)\) >= datetime\(([^)]+)\)$/;
const COLUMN = /^(\w+)(?: = tostring\((\w+(?:\.\w+)*)\))?$/;

/** `table | where column =~ 'x' | where column in~ ('x', 'y') | project columns | order by id asc`, and nothing else. */
function readQuery(text: string): Query | undefined {
  const parts = text.split(" | ");
  const [table = "", order = "", projection = ""] = [parts[0], parts.at(-1), parts.at(-2)];
  const conditions = parts.slice(1, -2).map(readCondition);
  const columns = projection
    .replace(/^project /, "")
    .split(", ")
    .map(readColumn);
  const isWhole = conditions.length > 0 && conditions.every((each) => each !== undefined) && columns.every((each) => each !== undefined);
  if (!TABLES.includes(table.toLowerCase()) || !projection.startsWith("project ") || order !== "order by id asc" || !isWhole)
    return undefined;
  return {
    table: table.toLowerCase(),
    conditions: conditions.filter((each) => each !== undefined),
    columns: columns.filter((each) => each !== undefined),
  };
}

function readCondition(text: string): Query["conditions"][number] | undefined {
  const [, path, moment] = SINCE.exec(text) ?? [];
  if (path !== undefined && moment !== undefined) return (row) => Date.parse(String(valueAt(row, path))) >= Date.parse(moment);
  const [, column, one, several] = WORDS.exec(text) ?? [];
  if (column === undefined) return undefined;
  const values = [...(one ?? several ?? "").matchAll(/'([^']*)'/g)].map(([, value = ""]) => value.toLowerCase());
  return (row) => values.includes(fieldOf(row, column));
}

function readColumn(text: string): Column | undefined {
  const [, name, path = name] = COLUMN.exec(text) ?? [];
  return name === undefined || path === undefined ? undefined : { name, path };
}

/** Nothing where a part of the way is missing. */
const valueAt = (row: ArmBody, path: string): unknown =>
  path
    .split(".")
    .reduce((value: unknown, part) => (typeof value === "object" && value !== null ? Reflect.get(value, part) : undefined), row);

/** The subscriptions a question is about that can be read. */
function scopeOf(state: ArmState, { subscriptions, managementGroups }: Posted): readonly string[] {
  const readable = state.subscriptions.filter(({ hidden }) => !hidden).map(({ subscriptionId }) => subscriptionId.toLowerCase());
  const below = managementGroups?.flatMap((name) => state.managementGroups[name.toLowerCase()] ?? []);
  if (below?.length === 0) return [];
  const asked = (subscriptions ?? below)?.map((id) => id.toLowerCase()) ?? [];
  return asked.length === 0 ? readable : readable.filter((id) => asked.includes(id));
}

function rowsOf(state: ArmState, { subscriptions = [] }: Posted, { table, conditions }: Query, scope: readonly string[]): ArmBody[] {
  // Spot belongs to no subscription: a question about one finds nothing (grafana/grafana issue 103702).
  const all = table === "spotresources" ? (subscriptions.length > 0 ? [] : state.spot) : rowsIn(state, table, scope);
  return all.filter((row) => conditions.every((isMet) => isMet(row))).toSorted((a, b) => String(a.id).localeCompare(String(b.id), "en"));
}

function rowsIn(state: ArmState, table: string, scope: readonly string[]): readonly ArmBody[] {
  if (table === "resourcechanges") return state.changes.filter(isUnder(scope));
  if (table === "containerserviceeventresources") return state.notices.filter(isUnder(scope));
  return tableRows(state).filter(isIn(table, scope));
}

/** What both tables hold; clusters that no list shows are not in it. */
const tableRows = ({ resources, clusters, unlisted, subscriptions }: ArmState): readonly ArmBody[] => [
  ...resources,
  ...subscriptions.map(({ subscriptionId, displayName }) => ({
    id: `/subscriptions/${subscriptionId}`,
    name: displayName,
    type: SUBSCRIPTION,
  })),
  ...clusters
    .filter(({ id }) => ![...unlisted].some((hidden) => hidden.toLowerCase() === String(id).toLowerCase()))
    .map(({ id }) => ({ id, name: String(id).split("/").at(-1), type: "microsoft.containerservice/managedclusters" })),
];

const SUBSCRIPTION = "microsoft.resources/subscriptions";
const CONTAINERS: readonly string[] = [SUBSCRIPTION, `${SUBSCRIPTION}/resourcegroups`];
const isIn =
  (table: string, scope: readonly string[]) =>
  (row: ArmBody): boolean =>
    (table === "resourcecontainers") === CONTAINERS.includes(String(row.type).toLowerCase()) && isUnder(scope)(row);

const isUnder =
  (scope: readonly string[]) =>
  ({ id }: ArmBody): boolean =>
    scope.some((subscription) => `${String(id).toLowerCase()}/`.startsWith(`/subscriptions/${subscription}/`));

function fieldOf(row: ArmBody, column: string): string {
  if (column !== "resourceGroup") return String(valueAt(row, column) ?? "").toLowerCase();
  return /\/resourcegroups\/([^/]+)/.exec(String(row.id).toLowerCase())?.[1] ?? "";
}

const Token = z.object({ RowsToSkip: z.int().nonnegative() });

function page({ graphPageSize }: ArmState, { options }: Posted, { columns }: Query, rows: readonly ArmBody[]): Answer {
  const start = options.$skipToken === undefined ? 0 : skipped(options.$skipToken);
  if (start === undefined) return refused("InvalidSkipToken", "The skip token does not fit.");
  const data = rows.slice(start, start + Math.min(options.$top, graphPageSize)).map((row) => project(row, columns));
  const end = start + data.length;
  // Without an id column there is no way on, and the rest is lost.
  const hasMore = end < rows.length;
  const hasId = columns.some(({ name }) => name === "id");
  const next = hasMore && hasId ? { $skipToken: token(end) } : {};
  const resultTruncated = String(hasMore && !hasId);
  const { status, body } = ok({ totalRecords: rows.length, count: data.length, data, facets: [], resultTruncated, ...next });
  return { status, body, headers: { "x-ms-user-quota-remaining": "14", "x-ms-user-quota-resets-after": "00:00:05" } };
}

/** A column that a row does not have is null. */
const project = (row: ArmBody, columns: readonly Column[]): ArmBody =>
  Object.fromEntries(columns.map(({ name, path }) => [name, valueAt(row, path) ?? null]));

const token = (rows: number): string => Buffer.from(JSON.stringify({ $id: "1", RowsToSkip: rows })).toString("base64");

function skipped(text: string): number | undefined {
  try {
    return Token.safeParse(JSON.parse(Buffer.from(text, "base64").toString())).data?.RowsToSkip;
  } catch {
    return undefined;
  }
}

/** Every refusal is a bad request; why is in the details. */
const refused = (code: string, message: string): Answer => ({
  status: 400,
  body: JSON.stringify({
    error: { code: "BadRequest", message: "Please provide below info when asking for support.", details: [{ code, message }] },
  }),
});
