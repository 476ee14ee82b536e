import { z } from "zod";
import { problemOf } from "../wire/decode.ts";
import type { Connection } from "./connection.ts";
import { unreadable } from "./errors.ts";

/** What the SDK's lists have in common. */
interface Paged {
  byPage(settings?: { continuationToken?: string }): AsyncIterator<unknown>;
}

export interface Page {
  readonly rows: readonly unknown[];
  readonly nextLink?: string;
}

/** A provider written in Go sends an empty list as null or not at all. */
const ArmPage = z.object({ value: z.array(z.unknown()).nullish(), nextLink: z.string().nullish() });

/** One page; a page without rows is not yet the end when it has a nextLink. */
export async function readPage(connection: Connection, what: string, list: () => Paged, nextLink?: string): Promise<Page> {
  const settings = nextLink === undefined ? {} : { continuationToken: connection.linkTo(what, nextLink) };
  const page = ArmPage.safeParse(await connection.ask(what, () => list().byPage(settings).next()));
  if (!page.success) throw unreadable(what, problemOf(page.error));
  const { value, nextLink: following } = page.data;
  if (following && following === nextLink) throw unreadable(what, "nextLink: it leads back to the same page");
  return { rows: value ?? [], ...(following ? { nextLink: following } : {}) };
}

/** From the start of the list, or from an address of the caller's. */
export async function readAllPages(connection: Connection, what: string, list: () => Paged, first?: string): Promise<readonly unknown[]> {
  const rows: unknown[] = [];
  const seen = new Set<string>();
  let nextLink = first;
  do {
    const page: Page = await readPage(connection, what, list, nextLink);
    rows.push(...page.rows);
    nextLink = page.nextLink;
    if (nextLink !== undefined && seen.has(nextLink)) throw unreadable(what, "nextLink: it leads back to an earlier page");
    if (nextLink !== undefined) seen.add(nextLink);
  } while (nextLink !== undefined);
  return rows;
}
