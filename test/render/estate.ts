import fc from "fast-check";
import { missing } from "../../src/core/model/absence.ts";
import type { Decision, DecisionKind, SetAside } from "../../src/core/model/decision.ts";
import type { Summary } from "../../src/core/model/delivery.ts";
import { type ClusterRef, type Region, region, ruleId, scanId } from "../../src/core/model/names.ts";
import type { FindingRecord } from "../../src/core/model/record.ts";
import type { Skus } from "../../src/core/model/region.ts";
import type { RegionRoom } from "../../src/core/model/room.ts";
import type { SubscriptionScan } from "../../src/core/model/scan.ts";
import type { Snapshot } from "../../src/core/model/snapshot.ts";
import type { ReportInput } from "../../src/render/report-input.ts";
import { EUR, entryOf, measured, moneyNight, PLATFORM_DEV, supportEnds, unchecked } from "../core/digest/estate.ts";
import { cluster, minutesAfter, pool, ref, SUBSCRIPTION, sku, skus, snapshot, systemPool, version, WESTEUROPE } from "../support/build.ts";
import { settledCalendar } from "../support/calendar.ts";

export const SKUS: ReadonlyMap<Region, Skus> = new Map([[WESTEUROPE, skus(sku())]]);

const seen = (name: string, minor = "1.35.4"): Snapshot => snapshot(cluster({ ...ref(name), version: version(minor) }));

export const scanOf = (change: Partial<SubscriptionScan> = {}): SubscriptionScan => ({
  scan: scanId("2026-11-24"),
  subscription: SUBSCRIPTION,
  name: "prod",
  state: "done",
  page: 0,
  clustersRead: 6,
  touchedAt: minutesAfter(1440),
  ...change,
});

const SUMMARY: Summary = {
  subscription: SUBSCRIPTION,
  route: "payments",
  at: minutesAfter(1440),
  clusters: 6,
  open: 10,
  couldNotCheck: unchecked,
};

/** The money night of the digest, and a version that leaves support, as a report. */
export function reportInput(change: Partial<ReportInput> = {}): ReportInput {
  const night = moneyNight();
  return {
    at: night.at,
    currency: EUR,
    locale: "en-GB",
    timeZone: "Europe/Berlin",
    records: [...night.records, supportEnds("prod-weu-1")],
    snapshots: [
      seen("prod-weu-1", "1.34.2"),
      ...["prod-weu-2", "prod-neu-1", "batch-neu-2", "prod-sdc-1"].map((name) => seen(name)),
      snapshot(cluster({ ...ref("dev-weu-3"), nodePools: [systemPool(), pool({ sizes: [], nodeCount: 0 })] })),
    ],
    summaries: [SUMMARY],
    scans: [scanOf(), scanOf({ subscription: PLATFORM_DEV, name: "platform-dev", state: "done" })],
    scanClosedAt: minutesAfter(1500),
    since: minutesAfter(1440),
    calendar: settledCalendar,
    skus: SKUS,
    rules: new Map([[ruleId("managed-os-disk"), { summary: "A pool pays for disks it need not.", page: "https://docs.example/COST-004" }]]),
    ...change,
  };
}

const PAYLOADS = [
  "<script>alert(1)</script>",
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  "</title></style></details><b>",
  "&lt;b&gt;&#60;",
  "=HYPERLINK(1)",
  "+1",
  "-1",
  "@SUM(1)",
  "\t=1",
  "\r=1",
  "＝1",
  "[free](https://evil.example)",
  "![x](https://evil.example/x.png)",
  "**bold** _x_ `code` ~~gone~~",
  "| a | b |",
  "# heading",
  "```",
  "https://evil.example www.evil.example",
  "javascript:alert(1)",
  "\u202Egnp.exe",
  "a,b;c\nd",
  '"quoted"',
  "\uD800",
];

/** What somebody may have called a thing. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...PAYLOADS),
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.tuple(fc.string({ maxLength: 5 }), fc.constantFrom(...PAYLOADS), fc.string({ maxLength: 5 })).map((parts) => parts.join("")),
  fc.constant("x".repeat(500)),
);

/** An estate of one cluster, all of whose names are that; short ones only where they stand in a link. */
export function named(name: string, short: string = name.slice(0, 12) || "x"): ReportInput {
  const [target, ...others] = reportInput().records.filter(({ finding }) => finding.target.kind === "cluster");
  if (!target) throw new Error("the estate has no finding");
  const place: ClusterRef = { ...ref("prod-weu-1"), name: short, resourceGroup: short };
  const texts = { title: name, detail: name, first: [name], notKnown: [name], workings: [{ label: name, formula: name, value: name }] };
  const remedy = { steps: [{ text: name, command: "az account show" }], bicep: name, terraform: name, restarts: name };
  const cause = { operation: name, at: minutesAfter(-60), correlationId: name, cluster: place, pool: name };
  const decisionOf = ({ key, subscription, reference }: FindingRecord, kind: DecisionKind): Decision => ({
    ...{ id: `d ${kind}`, subscription, finding: key, kind, at: minutesAfter(0), why: name, reference },
    by: kind === "accepted" ? { kind: "tag", tag: name, on: name } : { kind: "person", id: "p", name },
  });
  const accepted = decisionOf(others[0] ?? target, "accepted") as SetAside;
  return reportInput({
    decisions: [accepted, decisionOf(target, "withdrawn")],
    setAside: new Map([[accepted.finding, accepted]]),
    rooms: roomsNamed(name, place),
    coverage: [{ subscription: SUBSCRIPTION, name, by: [] }],
    ledger: [
      { ...entryOf(target, measured(10)), pool: name, reason: "moved" },
      { ...entryOf(target, missing("absent", name)), pool: name, reason: "moved" },
    ],
    records: [target, ...others].map((record) => ({
      ...record,
      cause,
      region: region(name),
      finding: {
        ...record.finding,
        ...texts,
        remedy,
        ...(record.finding.subject === undefined ? {} : { subject: `${name}/${record.finding.subject}` }),
      },
    })),
    snapshots: [
      { ...snapshot(cluster({ ...ref("prod-weu-1"), nodePools: [systemPool({ name }), pool({ name })] })), ref: place },
      {
        ...snapshot(cluster(ref("prod-weu-2"))),
        // First in every order of names.
        ref: { ...ref("prod-weu-2"), name: "" },
        readFailed: { since: minutesAfter(0), reason: { kind: "forbidden", why: name } },
      },
    ],
    summaries: [
      { ...SUMMARY, couldNotCheck: unchecked.map((group) => ({ ...group, reason: { ...group.reason, why: name }, clusters: [] })) },
    ],
    scans: [scanOf({ name })],
  });
}

function roomsNamed(name: string, { id }: ClusterRef): readonly RegionRoom[] {
  const needs = {
    onePool: { vcpus: 40, cluster: id, pool: name },
    oneCluster: { vcpus: 44, cluster: id },
    allAtOnce: { vcpus: 44, clusters: 1 },
  };
  const at = minutesAfter(1440);
  return [
    {
      ...{ subscription: SUBSCRIPTION, region: region(name), at },
      rows: [
        { family: name, quota: { limit: 200, used: 172, readAt: at }, needs },
        { family: name, quota: missing("absent", name), needs },
      ],
    },
    { subscription: SUBSCRIPTION, region: WESTEUROPE, at, rows: [], ...missing("forbidden", name) },
  ];
}

/** What a page says, without its markup. */
export const textOf = (page: string): string => page.replaceAll(/<[^>]*>/g, " ").replaceAll(/\s+/g, " ");
