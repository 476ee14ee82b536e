import { operatorRoute } from "../core/digest/route.ts";
import { counted } from "../core/digest/words.ts";
import type { OutboxMessage, Via } from "../core/model/delivery.ts";
import { dayOf } from "../core/model/time.ts";
import { withNote } from "../render/index.ts";
import type { Run } from "./compose.ts";
import { fingerprint, freezeNotice } from "./freeze-notice.ts";
import { freshMessage } from "./fresh-message.ts";

/** The same message by mail, beside the one that its webhook did not take. */
export const fallbackKey = (key: string): string => `fallback|${key}`;

/**
 * What a route's own webhook did not take goes to its fallback addresses, else to the operators, with the reason. Safe to be done
 * again: the keys in the outbox keep everything from being said twice.
 */
export async function handOn(run: Run, message: OutboxMessage, why: string): Promise<void> {
  if (await fallBack(run, message, why)) return;
  if (message.by !== "mail") {
    await passOn(run, message, why);
    return;
  }
  const original = (await run.store.outbox.get(message.route, message.key.slice(fallbackKey("").length)))?.value;
  await passOn(
    run,
    { ...message, ...(original?.forms ? { forms: original.forms } : {}) },
    `${original?.lastError ?? NO_WEBHOOK}; and by mail: ${why}`,
  );
}

/** Why a message was left to its fallback, where it was: frozen before the message itself is marked. */
export async function leftToFallback({ store }: Run, { route, key, by }: OutboxMessage): Promise<string | undefined> {
  if (by === "mail") return undefined;
  const stored = await store.outbox.get(route, fallbackKey(key));
  return stored && (stored.value.lastError ?? NO_WEBHOOK);
}

const NO_WEBHOOK = "its webhook could not be used";

function fallbackOf(via: Via): readonly string[] {
  switch (via.channel) {
    case "teams":
      return via.fallback;
    case "mail":
      return [];
  }
}

/** Whether the route has a fallback. */
async function fallBack(run: Run, message: OutboxMessage, why: string): Promise<boolean> {
  const { routes } = run.settings.routing;
  const { forms, by } = message;
  const route = routes.find(({ name }) => name === message.route);
  const addresses = route ? fallbackOf(route.via) : [];
  if (by === "mail" || !forms || !route || addresses.length === 0) return false;
  const { summary, tells, firmTotal } = message;
  const note = `This came by mail because the Teams webhook of route ${route.name} could not be used: ${why}.`;
  await run.store.outbox.insert({
    ...freshMessage(run, route.name, fallbackKey(message.key)),
    ...{ by: "mail", summary, tells, forms: { ...forms, mail: withNote(forms.mail, note) }, lastError: why },
    ...(firmTotal === undefined ? {} : { firmTotal }),
  });
  // The operators read the reason in their own mail.
  if (route.name === operatorRoute(routes)?.name) return true;
  await freezeNotice(run, `notice|fallback|${dayOf(run.now)}|${route.name}|${fingerprint(why)}`, {
    title: `Route ${route.name} falls back to mail`,
    lines: [why, `Its messages go to ${counted(addresses.length, "mail address", "mail addresses")} until the webhook works again.`],
  });
  return true;
}

/** A message its own route could not take goes to the operators as it is, after a notice that says why. */
async function passOn(run: Run, message: OutboxMessage, why: string): Promise<void> {
  const operators = operatorRoute(run.settings.routing.routes);
  if (!operators || message.route === operators.name) return;
  const about = `${message.route}|${message.key}`;
  await freezeNotice(run, `notice|undelivered|${about}`, {
    title: `Route ${message.route} could not be told`,
    lines: [why, `Its message of ${dayOf(message.createdAt)} follows. It stays untold there until the route works again.`],
  });
  const { summary, forms } = message;
  if (forms) await run.store.outbox.insert({ ...freshMessage(run, operators.name, `passed-on|${about}`), summary, forms });
}

/** Some of a route's addresses did not get its mail: said once a day and reason. */
export async function tellMissed(run: Run, { route }: OutboxMessage, why: string): Promise<void> {
  await freezeNotice(run, `notice|missed|${dayOf(run.now)}|${route}|${fingerprint(why)}`, {
    title: `Some addresses of route ${route} did not get its mail`,
    lines: [why],
  });
}
