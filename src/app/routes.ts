import { z } from "zod";
import { type Route, type RouteMatch, type Via, WEEKDAYS } from "../core/model/delivery.ts";
import { SEVERITIES } from "../core/model/finding.ts";
import { subscriptionId } from "../core/model/names.ts";
import { webhookProblem } from "../edge/notify/teams.ts";

const weekday = z.enum(WEEKDAYS);
/** Enough to catch what is no address at all; whether it takes mail, only mail can tell. */
const address = z.email({ error: ({ input }) => `"${String(input)}" is not a mail address` });

/** What every route has in the `ROUTES` setting, however it is told. */
const common = {
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, "takes lower-case letters, digits and dashes, at most 40"),
  match: z.union(
    [
      z.literal("default").transform((): RouteMatch => ({ kind: "default" })),
      z.literal("operator").transform((): RouteMatch => ({ kind: "operator" })),
      z
        .strictObject({ tag: z.record(z.string().min(1), z.string()).refine((tag) => Object.keys(tag).length === 1, "takes one tag") })
        .transform(({ tag }): RouteMatch => {
          const [[key = "", value = ""] = []] = Object.entries(tag);
          return { kind: "tag", key, value };
        }),
      z.strictObject({ subscription: z.guid() }).transform(
        ({ subscription }): RouteMatch => ({
          kind: "subscription",
          subscription: subscriptionId(subscription),
        }),
      ),
      z.strictObject({ subscription: z.guid(), resourceGroup: z.string().min(1) }).transform(
        ({ subscription, resourceGroup }): RouteMatch => ({
          kind: "resource-group",
          subscription: subscriptionId(subscription),
          resourceGroup: resourceGroup.toLowerCase(),
        }),
      ),
    ],
    {
      error:
        'takes "default", "operator", {"tag": {"team": "payments"}}, {"subscription": "…"} or {"subscription": "…", "resourceGroup": "…"}',
    },
  ),
  locale: z.string().refine(isLocale, "is not a locale, for example de-DE").default("en-GB"),
  timeZone: z.string().refine(isTimeZone, "is not an IANA time zone, for example Europe/Berlin").default("UTC"),
  sendAt: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'takes a local time such as "07:30"')
    .default("07:00"),
  days: z.array(weekday).nonempty().default(["mon", "tue", "wed", "thu", "fri"]),
  heartbeat: weekday.optional(),
  floor: z.enum(SEVERITIES).default("info"),
};

const TeamsRoute = z.strictObject({
  ...common,
  channel: z.literal("teams"),
  target: z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "takes the name of the setting that holds the webhook URL"),
  auth: z.enum(["url", "entra"]).default("url"),
  fallback: z.array(address).default([]),
});
const MailRoute = z.strictObject({ ...common, channel: z.literal("mail"), to: z.array(address).nonempty() });

/** A route as the `ROUTES` setting holds it. */
const RouteSetting = z
  .preprocess(
    (item) => (typeof item === "object" && item !== null && !("channel" in item) ? { ...item, channel: "teams" } : item),
    z.discriminatedUnion("channel", [TeamsRoute, MailRoute], {
      error: ({ code }) => (code === "invalid_union" ? 'takes "teams" or "mail"' : undefined),
    }),
  )
  .transform(({ name, match, locale, timeZone, sendAt, days, heartbeat, floor, ...rest }): Route => {
    const via: Via = rest;
    return { name, match, via, locale, timeZone, sendAt, days, heartbeat: heartbeat ?? days[0] ?? "mon", floor };
  });

export interface Routing {
  readonly routes: readonly Route[];
  /** Webhook URLs by the name of their setting. Secrets: they are passed to the channel and nowhere else. */
  readonly webhooks: ReadonlyMap<string, string>;
  /** Routes that match findings but cannot be sent to, with the reason: their messages go to the operator route. */
  readonly setAside: ReadonlyMap<string, string>;
  readonly problems: readonly Problem[];
}

export interface Problem {
  readonly setting: string;
  readonly text: string;
}

/** Nothing here stops the start: a wrong route is set aside and reported. */
export function readRouting(env: Readonly<Record<string, string | undefined>>): Routing {
  const problems: Problem[] = [];
  const routes: Route[] = [];
  const webhooks = new Map<string, string>();
  const setAside = new Map<string, string>();
  const moreHosts = (env.TEAMS_WEBHOOK_HOSTS ?? "")
    .split(",")
    .map((host) => host.trim())
    .filter((host) => host !== "");

  for (const [index, item] of routeItems(env.ROUTES, problems).entries()) {
    const parsed = RouteSetting.safeParse(item);
    if (!parsed.success) {
      for (const { path, message } of parsed.error.issues)
        problems.push({ setting: ["ROUTES[", index, "]", ...path.map((part) => `.${String(part)}`)].join(""), text: message });
      continue;
    }
    const route: Route = parsed.data;
    const clash = routes.find(
      (other) =>
        other.name === route.name || (other.match.kind === route.match.kind && JSON.stringify(other.match) === JSON.stringify(route.match)),
    );
    if (clash) {
      problems.push({ setting: `ROUTES[${index}]`, text: `has the name or the match of route ${clash.name}; the first one counts` });
      continue;
    }
    routes.push(route);
    const { via } = route;
    if (via.channel !== "teams") continue;
    const url = env[via.target];
    const wrong = url === undefined || url === "" ? "is missing" : webhookProblem(url, moreHosts);
    if (wrong === undefined && url !== undefined) webhooks.set(via.target, url);
    else {
      setAside.set(route.name, `${via.target} ${wrong}`);
      problems.push({ setting: `ROUTES[${index}].target`, text: `${via.target} ${wrong}` });
    }
  }
  if (!routes.some(({ match }) => match.kind === "default")) {
    problems.push({
      setting: "ROUTES",
      text: 'has no route that matches "default"; findings that match no other route are kept and told to nobody',
    });
  }
  return { routes, webhooks, setAside, problems };
}

function routeItems(text: string | undefined, problems: Problem[]): readonly unknown[] {
  if (text === undefined || text.trim() === "") return [];
  try {
    const value: unknown = JSON.parse(text);
    if (Array.isArray(value)) return value;
    problems.push({ setting: "ROUTES", text: "is not a JSON array of routes" });
  } catch {
    problems.push({ setting: "ROUTES", text: "is not JSON; it takes an array of routes" });
  }
  return [];
}

function isTimeZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

function isLocale(locale: string): boolean {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf([locale]).length === 1;
  } catch {
    return false;
  }
}
