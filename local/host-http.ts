import type { Registration, WireAnswer } from "./functions-core.ts";

export interface SentRequest {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface HttpAnswer {
  readonly status: number;
  /** By lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The first function that has this route and method, as the host looks for one: another method is another route. */
export function routed(
  functions: readonly Registration[],
  method: string,
  path: string,
): { readonly entry: Registration; readonly params: Readonly<Record<string, string>> } | undefined {
  for (const entry of functions) {
    for (const { type, route = entry.name, methods = [] } of Object.values(entry.bindings)) {
      const params = type === "httpTrigger" ? routeParameters(route, path) : undefined;
      if (params && methods.some((each) => each.toUpperCase() === method)) return { entry, params };
    }
  }
  return undefined;
}

/** A request as the host hands it to its worker. */
export const requestValue = (method: string, url: URL, params: Readonly<Record<string, string>>, { headers = {}, body }: SentRequest) => ({
  method,
  url: url.href,
  nullableHeaders: nullable(lowerCased(headers)),
  nullableQuery: nullable(foldedQuery(url)),
  nullableParams: nullable(params),
  ...(body === undefined ? {} : { body: { string: body } }),
});

export function answerOf(answer: WireAnswer | undefined): HttpAnswer {
  const text = answer?.body?.bytes ?? answer?.body?.string ?? "";
  return {
    status: Number(answer?.statusCode ?? 200),
    headers: lowerCased(answer?.headers ?? {}),
    body: typeof text === "string" ? text : Buffer.from(text).toString("utf8"),
  };
}

/** `report/{page?}` under the host's prefix: nothing where the path is another one. Segments compare without case, as the host does it. */
function routeParameters(route: string, path: string): Readonly<Record<string, string>> | undefined {
  const [prefix, ...given] = path.split("/").slice(1);
  if (prefix?.toLowerCase() !== "api") return undefined;
  const wanted = route.split("/");
  const params: Record<string, string> = {};
  for (const [index, segment] of wanted.entries()) {
    const [, name, isOptional] = /^\{(\w+)(\?)?\}$/.exec(segment) ?? [];
    const value = given[index];
    if (name === undefined) {
      if (value?.toLowerCase() !== segment.toLowerCase()) return undefined;
    } else if (value !== undefined && value !== "") params[name] = decodeURIComponent(value);
    else if (isOptional === undefined) return undefined;
  }
  return given.length > wanted.length ? undefined : params;
}

const lowerCased = (headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

/** The host folds parameters of one name into one, with commas. */
const foldedQuery = ({ searchParams }: URL): Readonly<Record<string, string>> =>
  Object.fromEntries([...new Set(searchParams.keys())].map((name) => [name, searchParams.getAll(name).join(",")]));

const nullable = (values: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value }]));
