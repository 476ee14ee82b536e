import type { OutboxMessage, Route } from "../core/model/delivery.ts";
import { sendByAcs } from "../edge/notify/acs.ts";
import type { HandOver } from "../edge/notify/hand-over.ts";
import type { Mail } from "../edge/notify/mail.ts";
import { pacer } from "../edge/notify/pace.ts";
import { sendBySmtp } from "../edge/notify/smtp.ts";
import { postToTeams } from "../edge/notify/teams.ts";
import type { Run } from "./compose.ts";

export type Send = (message: OutboxMessage) => Promise<HandOver>;

/** Four tries of this length and the waits between them stay within the claim. */
const LONGEST_TRY_MS = 30_000;
/** Teams takes four messages a second in a channel, and several routes may end in one. Never longer than the wait before a second try. */
const POST_GAP_MS = 300;
/** For all deliveries of this process. */
const turn = pacer();

/** Hands messages to the channels of their routes, one after another. */
export function channels(run: Run): Send {
  const { routing, RETRY_DELAY_MS, REQUEST_TIMEOUT_SECONDS, IDENTITY_PRINCIPAL_ID: principalId } = run.settings;
  const tries = { timeoutMs: Math.min(REQUEST_TIMEOUT_SECONDS * 1000, LONGEST_TRY_MS), firstDelayMs: RETRY_DELAY_MS };

  return async (message) => {
    const { forms } = message;
    const route = routing.routes.find(({ name }) => name === message.route);
    if (!route || !forms) return refused("the route is no longer in ROUTES");
    if (message.by === "mail") return await sendMail(addressedTo(route, message));
    const aside = routing.setAside.get(route.name);
    if (aside !== undefined) return refused(aside);
    const { via } = route;
    if (via.channel === "mail") return await sendMail(addressedTo(route, message));
    const url = routing.webhooks.get(route.name);
    if (url === undefined) return refused(`${via.target} is missing`);
    const identity = { credential: run.credential, ...(principalId === undefined ? {} : { principalId }) };
    await turn(url, Math.min(POST_GAP_MS, RETRY_DELAY_MS));
    return await postToTeams(url, forms.teams, { ...tries, ...(via.auth === "entra" ? { identity } : {}) });
  };

  async function sendMail(mail: Omit<Mail, "from"> | undefined): Promise<HandOver> {
    const settings = run.settings.mail;
    if ("missing" in settings) return refused(`mail ${settings.missing}`);
    if (!mail) return refused("the route has no mail addresses any more");
    const { from, replyTo, via } = settings.sender;
    const complete = { ...mail, from, ...(replyTo === undefined ? {} : { replyTo }) };
    if (via.kind === "smtp") return await sendBySmtp(complete, { url: via.url, timeoutMs: tries.timeoutMs });
    return await sendByAcs(complete, { ...tries, endpoint: via.endpoint, credential: run.credential });
  }
}

const refused = (why: string): HandOver => ({ kind: "refused", why });

function addressedTo({ name, via }: Route, { key, createdAt, summary, forms }: OutboxMessage): Omit<Mail, "from"> | undefined {
  const to = via.channel === "mail" ? via.to : via.fallback;
  return forms && to.length > 0 ? { route: name, key, createdAt, to, subject: summary, form: forms.mail } : undefined;
}
