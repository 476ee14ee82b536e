import { z } from "zod";
import { type Route, type RouteMatch, type Via, WEEKDAYS } from "../core/model/delivery.ts";
import { SEVERITIES } from "../core/model/finding.ts";
import { subscriptionId } from "../core/model/names.ts";

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
export const RouteSetting = z
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
