import { composeDigest } from "../../src/core/digest/compose.ts";
import type { Digest, DigestInput } from "../../src/core/digest/digest.ts";
import type { PageLinks } from "../../src/core/digest/page-links.ts";
import { urgentsOf } from "../../src/core/digest/urgent.ts";
import type { UrgentCardInput } from "../../src/core/digest/urgent-said.ts";
import type { ClusterEvent } from "../../src/core/model/event.ts";
import { subscriptionId } from "../../src/core/model/names.ts";
import type { FindingRecord } from "../../src/core/model/record.ts";
import { day } from "../../src/core/model/time.ts";
import { baselineNight, EUR, fixedSize, moneyNight, names, on, record, route, secondNight, unchecked } from "../core/digest/estate.ts";
import { cluster, minutesAfter, NOW, pool, ref, SUBSCRIPTION, snapshot } from "../support/build.ts";

/** Where the report page is, for readers of these mails. */
export const links: PageLinks = {
  report: "https://advisor.example/api/report",
  finding: (key) => `https://advisor.example/api/report/finding?key=${encodeURIComponent(key.toWellFormed())}`,
  rule: (code) => `https://advisor.example/api/report?rule=${code}`,
};

export function digestOf(input: DigestInput): Digest {
  const digest = composeDigest({ links, ...input });
  if (!digest) throw new Error("the day is quiet");
  return digest;
}

/** A week after the baseline: nothing was new, and the week is summed up. Some findings are set aside. */
export function heartbeat(change: Partial<Digest> = {}): Digest {
  const first = digestOf(baselineNight());
  const night = secondNight(first.tells);
  const told = new Map([...first.tells, ...digestOf(night).tells].map((row) => [row.key, row]));
  const weekLater = digestOf({
    ...night,
    ...{ at: minutesAfter(7 * 1440 + 270), day: day("2026-11-30"), scanClosedAt: minutesAfter(7 * 1440) },
    ...{ told: [...told.values()], hasBaseline: true },
    records: night.records.filter(({ finding }) => finding.due === undefined),
  });
  if (weekLater.kind !== "heartbeat") throw new Error("something was new");
  return { ...weekLater, setAside: "4 snoozed · 1 accepted", ...change };
}

const ROUND = "check 1";
const KEY = `urgent|2026-11-23|${ref("prod-weu-1").id}|roll-failed`;

const failedRoll: ClusterEvent = {
  ...{ id: "e1", at: minutesAfter(-1), cluster: ref("prod-weu-1"), pool: "apps" },
  what: { kind: "rolling", step: "failed" },
  operation: "Microsoft.ContainerService.NodePoolRollingFailed",
};

const failedChange: FindingRecord = record({
  rule: "last-change-failed",
  code: "UPG-020",
  round: ROUND,
  finding: {
    target: on("prod-weu-1"),
    subject: "apps",
    severity: "high",
    title: "The last change of the pool failed",
    detail: "The pool is in state Failed since 23 Nov 02:02 UTC; Azure says QuotaExceeded.",
  },
  cause: {
    ...{ operation: "Microsoft.ContainerService/managedClusters/agentPools/write", at: NOW, correlationId: "c-1" },
    ...{ cluster: ref("prod-weu-1"), pool: "apps" },
  },
});

export function urgentInput(
  change: Partial<UrgentCardInput> = {},
  message = "no cores of family standardDDSv5Family are free",
): UrgentCardInput {
  const [urgent] = urgentsOf({ round: ROUND, records: [failedChange], events: [failedRoll] });
  if (!urgent) throw new Error("nothing is urgent");
  const failedPool = pool({ name: "apps", provisioningState: "Failed", failure: { code: "QuotaExceeded", message } });
  return {
    ...{ key: KEY, urgent, route, at: NOW, names, currency: EUR, links, open: [failedChange] },
    snapshot: snapshot(cluster({ ...ref("prod-weu-1"), nodePools: [failedPool] })),
    ...change,
  };
}

export const NOTICE_KEY = "notice|undelivered|payments|digest|2026-11-24";
export const notice = {
  title: "Route payments could not be told",
  lines: [
    "Teams answered 404: the flow is gone. Whoever owns it may have left, or it was switched off after months without a message.",
    "Its message of 2026-11-24 follows. It stays untold there until the route works again.",
  ],
};

export const baseline = (): Digest => digestOf(baselineNight());
export const second = (): Digest => digestOf(secondNight(composeDigest(baselineNight())?.tells ?? []));
export const money = (): Digest => digestOf(moneyNight());

const ENTITIES: Readonly<Record<string, string>> = { lt: "<", gt: ">", quot: '"', "#39": "'", nbsp: " ", amp: "&" };

/** What can be read in the HTML of a mail, as one text; the preheader, which repeats the headline, left out. */
export const readable = (page: string): string =>
  page
    .replace(/^.*<body[^>]*>/s, "")
    .replace(/<div style="display:none[^>]*>[^<]*<\/div>/, "")
    .replaceAll(/<!--.*?-->/gs, "")
    .replaceAll(/<\/?(?:td|tr|table|h\d|br)[^>]*>/g, " ")
    .replaceAll(/<[^>]*>/g, "")
    .replaceAll(/&(lt|gt|quot|#39|nbsp|amp);/g, (_, name: string) => ENTITIES[name] ?? "")
    .replaceAll(/\s+/g, " ")
    .trim();

/** The words and numbers of a part in order: what stands around them for the eye, and addresses, left out. */
export const wordsOf = (text: string): readonly string[] =>
  text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => !word.startsWith("https://") && !/^-+$/.test(word))
    .map((word) => word.replaceAll(/^[·:,]+|[·:,]+$/g, ""))
    .filter((word) => word !== "");

export const linksIn = (page: string): readonly string[] =>
  [...page.matchAll(/<a href="([^"]*)"/g)].map(([, href = ""]) => href.replaceAll("&amp;", "&"));

/** A digest all of whose names and texts are that. */
export function named(name: string): Digest {
  const working = { label: name, formula: name, value: name };
  const finding = {
    ...{ title: name, detail: name, subject: name, first: [name], notKnown: [name], workings: [working] },
    remedy: { steps: [{ text: name, command: "az account show" }], bicep: name, terraform: name, restarts: name },
  };
  const cause = { operation: name, at: baselineNight().at, correlationId: name, cluster: ref("prod-weu-1"), pool: name };
  return digestOf({
    ...baselineNight(),
    // A link that is too long is left out: here every name has one.
    links: { ...links, finding: () => links.report },
    route: { ...baselineNight().route, name },
    names: {
      clusters: new Map([[ref("prod-weu-1").id, ref(name.slice(0, 12))]]),
      subscriptions: new Map([[subscriptionId(SUBSCRIPTION), name]]),
    },
    records: [record({ ...fixedSize("prod-weu-1", name), finding, cause })],
    couldNotCheck: unchecked.map((group) => ({ ...group, reason: { ...group.reason, why: name } })),
  });
}
