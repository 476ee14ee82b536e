import type { Via } from "../core/model/delivery.ts";
import { MOST_RECIPIENTS } from "../edge/notify/mail.ts";
import { webhookProblem } from "../edge/notify/teams.ts";
import type { MailSettings } from "./mail-settings.ts";
import type { Env, SettingProblem } from "./setting.ts";

/** How one route is told, as far as its settings go. */
export interface Channel {
  /** Its addresses each once, and a fallback only where it can be used. */
  readonly via: Via;
  /** A secret. */
  readonly webhook?: string;
  /** Why nothing can be sent to it. */
  readonly setAside?: string;
  /** By the route's own keys. */
  readonly problems: readonly SettingProblem[];
}

/** What all routes share. */
export interface ChannelSettings {
  /** Host suffixes of Workflows webhooks in other clouds. */
  readonly moreHosts: readonly string[];
  readonly mail: MailSettings;
}

export const readChannel = (via: Via, env: Env, settings: ChannelSettings): Channel =>
  via.channel === "teams" ? teamsChannel(via, env[via.target], settings) : mailChannel(via, settings);

function teamsChannel(via: Extract<Via, { channel: "teams" }>, url: string | undefined, { moreHosts, mail }: ChannelSettings): Channel {
  const fallback = addressesOf("fallback", via.fallback);
  const useless = fallback.tooMany ?? ("missing" in mail ? mail.missing : undefined);
  const problems = [...fallback.problems];
  if (via.fallback.length > 0 && useless !== undefined) {
    problems.push({ setting: "fallback", text: `${useless}; what the webhook does not take goes to the operator route` });
  }
  const usable: Via = { ...via, fallback: useless === undefined ? fallback.kept : [] };
  const wrong = url === undefined || url === "" ? "is missing" : webhookProblem(url, { auth: via.auth, moreHosts });
  if (wrong === undefined && url !== undefined) return { via: usable, webhook: url, problems };
  const setAside = `${via.target} ${wrong}`;
  return { via: usable, setAside, problems: [{ setting: "target", text: setAside }, ...problems] };
}

function mailChannel(via: Extract<Via, { channel: "mail" }>, { mail }: ChannelSettings): Channel {
  const { kept, tooMany, problems } = addressesOf("to", via.to);
  const wrong = tooMany ?? ("missing" in mail ? mail.missing : undefined);
  if (wrong === undefined) return { via: { ...via, to: kept }, problems };
  return { via: { ...via, to: kept }, setAside: `mail ${wrong}`, problems: [{ setting: "to", text: wrong }, ...problems] };
}

/** Mailboxes compare without case wherever people have them. */
function addressesOf(setting: string, addresses: readonly string[]) {
  const kept = addresses.filter((one, index) => addresses.findIndex((other) => isSame(one, other)) === index);
  const repeated = kept.filter((one) => addresses.filter((other) => isSame(one, other)).length > 1);
  const problems: readonly SettingProblem[] = repeated.map((one) => ({ setting, text: `names ${one} more than once; it gets one mail` }));
  const tooMany =
    kept.length > MOST_RECIPIENTS
      ? `has ${kept.length} addresses, and one mail goes to ${MOST_RECIPIENTS} at most; name a distribution list`
      : undefined;
  return { kept, problems, tooMany };
}

const isSame = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
