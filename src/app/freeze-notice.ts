import { createHash } from "node:crypto";
import { teamsMessage } from "../core/digest/card.ts";
import { type Notice, noticeCard } from "../core/digest/notice.ts";
import { operatorRoute } from "../core/digest/route.ts";
import type { Told } from "../core/model/delivery.ts";
import { dayOf } from "../core/model/time.ts";
import { noticeMail } from "../render/index.ts";
import type { Run } from "./compose.ts";
import { freshMessage, quietMessage } from "./fresh-message.ts";

/** Where rows stand that remember what was logged for want of an operator route. No route has such a name. */
const NOBODY = "no operator route";

/** Who hears notices, as the outbox names them. */
export const noticePartition = ({ settings }: Run): string => operatorRoute(settings.routing.routes)?.name ?? NOBODY;

/**
 * Puts a notice into the outbox of the operator route, once for each key; `tells` is what it makes told. Without an operator route
 * it is an error in the log, once a day.
 */
export async function freezeNotice(run: Run, key: string, notice: Notice, tells: readonly Told[] = []): Promise<void> {
  const { store, now, log } = run;
  const said = `${notice.title}: ${notice.lines.join(" ")}`;
  const route = operatorRoute(run.settings.routing.routes);
  if (!route) {
    const row = { ...quietMessage(run, NOBODY, `${key}|${dayOf(now)}`), summary: notice.title };
    if (await store.outbox.insert(row)) log.error(`There is no operator route to tell. ${said}`);
    return;
  }
  const isNew = await store.outbox.insert({
    ...freshMessage(run, route.name, key),
    forms: { teams: teamsMessage(noticeCard(notice, key), notice.title), mail: noticeMail(notice, key) },
    summary: notice.title,
    tells,
  });
  if (isNew) log.warn(said);
}

/** A short name of a text, for keys. */
export const fingerprint = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 16);
