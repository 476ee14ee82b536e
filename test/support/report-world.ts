import { expect } from "vitest";
import type { HttpAnswer } from "../../local/host-http.ts";
import type { FindingRecord } from "../../src/core/model/record.ts";
import { shortId } from "../../src/render/index.ts";
import { type Account, principalHeader } from "./signed-in.ts";
import { clusterOf, EVERY_DAY, openWorld, type TestWorld, type TestWorldOptions } from "./world.ts";

export const HOST = "func-advisor.azurewebsites.net";
export const ORIGIN = `https://${HOST}`;
export const KEY = "a key of more than thirty-two characters";

/** Two subscriptions and two teams: `prod-2` belongs to payments by its tag, everything else to the platform. */
export const openReportWorld = (settings: Readonly<Record<string, string>>, more: Partial<TestWorldOptions> = {}): Promise<TestWorld> =>
  openWorld({
    clusters: [clusterOf("prod-1"), clusterOf("prod-2", {}, { tags: { environment: "production", team: "payments" } }), clusterOf("dev-1")],
    routes: [
      { name: "platform", match: "default", target: "TEAMS_WEBHOOK_PLATFORM", days: EVERY_DAY },
      { name: "payments", match: { tag: { team: "payments" } }, target: "TEAMS_WEBHOOK_PAYMENTS", days: EVERY_DAY, locale: "de-DE" },
      { name: "operators", match: "operator", target: "TEAMS_WEBHOOK_OPERATORS" },
    ],
    settings: { WEBSITE_HOSTNAME: HOST, ...settings },
    ...more,
  });

export type Ask = (
  method: string,
  path: string,
  sent?: { readonly headers?: Readonly<Record<string, string>>; readonly body?: string },
) => Promise<HttpAnswer>;

/** Asks at the app's own name, signed in where an account is given. */
export function askAs(world: TestWorld, account?: Account): Ask {
  const signedIn = account ? { "x-ms-client-principal": principalHeader(account) } : {};
  return (method, path, { headers = {}, ...rest } = {}) =>
    world.host.request(method, `${ORIGIN}${path}`, { headers: { ...signedIn, ...headers }, ...rest });
}

/** As the browser of somebody on the finding's page does it. */
export const post = (ask: Ask, path: string, fields: Readonly<Record<string, string>>, headers: Readonly<Record<string, string>> = {}) =>
  ask("POST", path, {
    headers: { origin: ORIGIN, "content-type": "application/x-www-form-urlencoded", ...headers },
    body: new URLSearchParams(fields).toString(),
  });

export async function recordsOf(world: TestWorld): Promise<readonly FindingRecord[]> {
  const records: FindingRecord[] = [];
  for await (const record of world.store.findings.all()) records.push(record);
  return records;
}

/** What was found, by the cluster's name: one finding each. */
export async function foundIn(world: TestWorld): Promise<(cluster: string) => FindingRecord> {
  const byCluster = new Map((await recordsOf(world)).map((record) => [/managedclusters\/([^|]+)/.exec(record.key)?.[1], record]));
  return (cluster) => byCluster.get(cluster) ?? expect.fail(`nothing was found about ${cluster}`);
}

export const findingPath = ({ key }: FindingRecord): string => `/api/report/finding?id=${shortId(key)}`;
export const decidePath = ({ key }: FindingRecord): string => `/api/snooze?id=${shortId(key)}`;
/** What stands in a page's hidden field. */
export const seenIn = (html: string): string => /name="seen" value="([0-9a-f]+)"/.exec(html)?.[1] ?? "";
export const linksIn = (html: string): readonly string[] =>
  [...html.matchAll(/href="(\/[^"]*)"/g)].map(([, href = ""]) => href.replaceAll("&amp;", "&"));
