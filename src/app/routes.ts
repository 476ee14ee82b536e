import type { Route } from "../core/model/delivery.ts";
import { type ChannelSettings, readChannel } from "./channel.ts";
import { RouteSetting } from "./route-setting.ts";
import type { Env, SettingProblem } from "./setting.ts";

export interface Routing {
  readonly routes: readonly Route[];
  /** Webhook URLs by route. Secrets: they are passed to the channel and nowhere else. */
  readonly webhooks: ReadonlyMap<string, string>;
  /** Routes that match findings but cannot be sent to, with the reason: their messages go to the operator route. */
  readonly setAside: ReadonlyMap<string, string>;
  readonly problems: readonly SettingProblem[];
}

/** Nothing here stops the start: a wrong route is set aside and reported. */
export function readRouting(env: Env, settings: ChannelSettings): Routing {
  const problems: SettingProblem[] = [];
  const routes: Route[] = [];
  const webhooks = new Map<string, string>();
  const setAside = new Map<string, string>();
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
    const channel = readChannel(route.via, env, settings);
    problems.push(...channel.problems.map(({ setting, text }) => ({ setting: `ROUTES[${index}].${setting}`, text })));
    routes.push({ ...route, via: channel.via });
    if (channel.webhook !== undefined) webhooks.set(route.name, channel.webhook);
    if (channel.setAside !== undefined) setAside.set(route.name, channel.setAside);
  }
  if (!routes.some(({ match }) => match.kind === "default")) {
    problems.push({
      setting: "ROUTES",
      text: 'has no route that matches "default"; findings that match no other route are kept and told to nobody',
    });
  }
  return { routes, webhooks, setAside, problems };
}

function routeItems(text: string | undefined, problems: SettingProblem[]): readonly unknown[] {
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
