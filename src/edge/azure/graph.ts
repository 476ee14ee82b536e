import type { QueryRequest, ResourceGraphClient } from "@azure/arm-resourcegraph";
import { z } from "zod";
import type { SubscriptionId } from "../../core/model/names.ts";
import { problemOf } from "../wire/decode.ts";
import type { Connection } from "./connection.ts";
import { unreadable } from "./errors.ts";

/** Without a subscription the question goes to the whole tenant, as far as the app may read it. */
export interface GraphQuestion {
  /** Projects `id` and orders by it: without that column Resource Graph gives no way on to a second page. */
  readonly query: string;
  readonly subscription?: SubscriptionId;
  /** In place of a subscription: everything below it. Its name, not what is displayed for it. */
  readonly managementGroup?: string;
}

/** All rows. Those the app may not read are left out by Azure, without a word. */
export type GraphReader = (what: string, question: GraphQuestion) => Promise<readonly unknown[]>;

/** The most that Resource Graph gives. Without it a page has 100. */
const ROWS_A_PAGE = 1000;

const GraphPage = z.object({
  data: z.array(z.unknown()),
  $skipToken: z.string().nullish(),
  // Text, not a boolean.
  resultTruncated: z.string().nullish(),
});

export function graph(connection: Connection): GraphReader {
  let made: Promise<ResourceGraphClient> | undefined;
  const client = (): Promise<ResourceGraphClient> => {
    made ??= make(connection);
    return made;
  };

  async function readPage(what: string, { query, subscription, managementGroup }: GraphQuestion, skipToken: string | undefined) {
    const asked = await client();
    const request: QueryRequest = {
      query,
      options: { top: ROWS_A_PAGE, resultFormat: "objectArray", ...(skipToken === undefined ? {} : { skipToken }) },
      ...(subscription === undefined ? {} : { subscriptions: [subscription] }),
      ...(managementGroup === undefined ? {} : { managementGroups: [managementGroup] }),
    };
    const page = GraphPage.safeParse(await connection.ask(what, () => asked.resources(request)));
    if (!page.success) throw unreadable(what, problemOf(page.error));
    const { data, $skipToken: next, resultTruncated } = page.data;
    if (!next && resultTruncated?.toLowerCase() === "true") throw unreadable(what, "resultTruncated: rows were cut off");
    return { rows: data, next: next || undefined };
  }

  return async (what, question) => {
    const rows: unknown[] = [];
    const seen = new Set<string>();
    let skipToken: string | undefined;
    do {
      const page = await readPage(what, question, skipToken);
      rows.push(...page.rows);
      skipToken = page.next;
      if (skipToken !== undefined && seen.has(skipToken)) throw unreadable(what, "$skipToken: it leads back to an earlier page");
      if (skipToken !== undefined) seen.add(skipToken);
    } while (skipToken !== undefined);
    return rows;
  };
}

async function make({ credential, options }: Connection): Promise<ResourceGraphClient> {
  const { ResourceGraphClient } = await import("@azure/arm-resourcegraph");
  return new ResourceGraphClient(credential, options);
}
