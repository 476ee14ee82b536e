import { describe, expect, it } from "vitest";
import { cardText } from "../../../local/terminal.ts";
import { teamsMessage } from "../../../src/core/digest/card.ts";
import { cardBytes, MOST_CARD_BYTES } from "../../../src/core/digest/fit.ts";
import type { PageLinks } from "../../../src/core/digest/page-links.ts";
import { type UrgentInput, urgentsOf } from "../../../src/core/digest/urgent.ts";
import { urgentCard } from "../../../src/core/digest/urgent-card.ts";
import type { ClusterEvent, Happening } from "../../../src/core/model/event.ts";
import type { Finding } from "../../../src/core/model/finding.ts";
import type { FindingRecord } from "../../../src/core/model/record.ts";
import { cluster, minutesAfter, NOW, pool, ref, snapshot } from "../../support/build.ts";
import { EUR, inRegion, names, on, record, route } from "./estate.ts";

const ROUND = "check 1";
const event = (what: Happening, minutes: number, change: Partial<ClusterEvent> = {}): ClusterEvent => ({
  ...{ id: `e${minutes}`, at: minutesAfter(minutes), cluster: ref(), what, operation: "Microsoft.ContainerService.NodePoolRollingFailed" },
  ...change,
});
const rolled = (step: "started" | "succeeded" | "failed", minutes: number, poolName = "apps") =>
  event({ kind: "rolling", step }, minutes, { pool: poolName });
const auto = (status: "completed" | "failed" | "canceled", minutes: number) => event({ kind: "auto-upgrade", status }, minutes);

const critical = (change: Partial<FindingRecord> = {}, subject = "apps"): FindingRecord =>
  record({ round: ROUND, finding: { target: on("prod-weu-1"), subject, severity: "critical" }, ...change, rule: "surge-family-quota" });
const kinds = (input: Partial<UrgentInput>) => urgentsOf({ round: ROUND, records: [], events: [], ...input }).map(({ kind }) => kind);

describe("a rolling upgrade", () => {
  it.for([
    { what: "failed", events: [rolled("failed", 1)], says: ["roll-failed"] },
    { what: "failed in two pools", events: [rolled("failed", 1), rolled("failed", 2, "web")], says: ["roll-failed"] },
    { what: "failed and then succeeded", events: [rolled("failed", 1), rolled("succeeded", 9)], says: [] },
    { what: "failed while another pool's succeeded", events: [rolled("failed", 1), rolled("succeeded", 9, "web")], says: ["roll-failed"] },
    { what: "succeeded and then failed", events: [rolled("succeeded", 1), rolled("failed", 9)], says: ["roll-failed"] },
    { what: "began", events: [rolled("started", 1)], says: [] },
  ])("that $what: $says", ({ events, says }) => {
    expect(kinds({ events })).toEqual(says);
  });
});

describe("an automatic upgrade", () => {
  it.for([
    { events: [auto("failed", 1)], says: ["auto-upgrade-failed"] },
    { events: [auto("canceled", 1)], says: ["auto-upgrade-failed"] },
    { events: [auto("failed", 1), auto("completed", 60)], says: [] },
  ])("$says", ({ events, says }) => {
    expect(kinds({ events })).toEqual(says);
  });
});

describe("a finding", () => {
  it.for([
    { what: "new and critical", record: critical({ state: "new" }), says: ["critical"] },
    { what: "back and critical", record: critical({ state: "regressed" }), says: ["critical"] },
    {
      what: "critical now, high before",
      record: critical({ state: "worsened", reference: { severity: "high", magnitude: { value: 1, unit: "node" } } }),
      says: ["critical"],
    },
    { what: "critical before, and more of it", record: critical({ state: "worsened" }), says: [] },
    { what: "critical as before", record: critical({ state: "open" }), says: [] },
    { what: "of a first judgement", record: critical({ baseline: true }), says: [] },
    { what: "of another round", record: critical({ round: "2026-11-23" }), says: [] },
    { what: "closed", record: critical({ closed: { at: NOW, reason: "fixed" } }), says: [] },
  ])("$what: $says", ({ record: of, says }) => {
    expect(kinds({ records: [of] })).toEqual(says);
  });

  it("about a version is urgent the first time it is out of support, whatever its severity", () => {
    const out = (state: FindingRecord["state"], severity: "high" | "critical") =>
      record({ rule: "version-out-of-support", isWhole: true, round: ROUND, state, finding: { target: on("prod-weu-1"), severity } });

    expect(kinds({ records: [out("new", "high")] })).toEqual(["out-of-support"]);
    expect(kinds({ records: [out("regressed", "critical")] })).toEqual([]);
  });

  it("is told with the others of its cluster, a card each cluster and region", () => {
    const records = [
      critical({}, "apps"),
      critical({}, "web"),
      record({ round: ROUND, finding: { target: on("prod-weu-2"), severity: "critical" } }),
      record({ round: ROUND, finding: { target: inRegion("westeurope"), severity: "critical" }, isWhole: true }),
    ];

    expect(urgentsOf({ round: ROUND, records, events: [] }).map(({ findings }) => findings.length)).toEqual([2, 1, 1]);
  });
});

describe("the urgent card", () => {
  const KEY = "urgent|2026-11-23|prod-weu-1|roll-failed";
  const failedPool = pool({
    name: "apps",
    provisioningState: "Failed",
    failure: { code: "QuotaExceeded", message: "no [free](https://evil.example) cores" },
  });
  const cause = {
    operation: "Microsoft.ContainerService/managedClusters/agentPools/write",
    at: NOW,
    correlationId: "c-1",
    cluster: ref(),
    pool: "apps",
  };
  const said = record({ rule: "last-change-failed", round: ROUND, finding: { target: on("prod-weu-1"), severity: "high" }, cause });
  const graveOne = (finding: Partial<Finding>) => record({ rule: "surge-family-quota", round: ROUND, finding });
  const about = (subject: string) => ({ target: on("prod-weu-1"), subject, severity: "critical" as const });
  const made = (records: readonly FindingRecord[], events: readonly ClusterEvent[], links?: PageLinks) => {
    const [urgent] = urgentsOf({ round: ROUND, records, events });
    if (!urgent) throw new Error("nothing urgent");
    const snap = snapshot(cluster({ nodePools: [failedPool] }));
    return urgentCard({
      key: KEY,
      urgent,
      route,
      at: NOW,
      names,
      currency: EUR,
      snapshot: snap,
      open: records,
      ...(links ? { links } : {}),
    });
  };

  it("says what failed, when, what Azure says of the pool, and what the finding advises", () => {
    const { headline, card } = made([said], [rolled("failed", -1)]);

    expect(headline).toBe("The rolling upgrade of a node pool failed");
    expect(cardText(teamsMessage(card, headline))).toMatchInlineSnapshot(`
      "The rolling upgrade of a node pool failed
      prod-weu-1
      AKS Advisor · payments · 23 Nov 02:03 UTC
      apps · failed 23 Nov 02:02 UTC
      Read 23 Nov 02:03 UTC: Failed · QuotaExceeded: no [free](https://evil.example) cores
      prod-weu-1 / apps · Fixed size, autoscaler off
      high · 10 nodes run whatever the load is.
      Appeared with agentPools/write on apps, 23 Nov 02:03 UTC, correlation id c-1
        [Details] [Portal]
      urgent|2026-11-23|roll-failed"
    `);
  });

  it("leads to the report page of each finding, and to all of them where there are more than one or none", () => {
    const links = { report: "https://r/all", finding: (key: string) => `https://r/${key.split("|").at(-1)}`, rule: () => "https://r/rule" };
    const urls = (subjects: readonly string[], events: readonly ClusterEvent[] = []) => {
      const records = subjects.map((subject) => graveOne({ ...about(subject), title: `Advice ${subject}` }));
      return [...JSON.stringify(made(records, events, links).card).matchAll(/https:\/\/r\/[\w]+/g)].map(([url]) => url);
    };

    expect(urls(["apps"])).toEqual(["https://r/apps"]);
    expect(urls(["apps", "web"])).toEqual(["https://r/apps", "https://r/web", "https://r/all"]);
    expect(urls([], [rolled("failed", -1)])).toEqual(["https://r/all"]);
  });

  it("stays within the size also with links as long as they get", () => {
    const long = (text: string) => `https://r/${text}?link=${"t".repeat(480)}`;
    const links = { report: long("all"), finding: () => long("one"), rule: () => long("rule") };
    const records = Array.from({ length: 8 }, (_, index) =>
      graveOne({ ...about(`p${index}`), title: `Advice ${index}`, detail: '"'.repeat(390) }),
    );

    expect(cardBytes(made(records, [], links).card)).toBeLessThanOrEqual(MOST_CARD_BYTES);
  });

  it("counts pools, and holds no name where markdown is read", () => {
    const { headline, card } = made([], [rolled("failed", -2, "[free](https://evil.example)"), rolled("failed", -1, "web")]);

    expect(headline).toBe("The rolling upgrade of 2 node pools failed");
    const markdown = JSON.stringify(card.body?.filter(({ type }) => type === "TextBlock"));
    expect(markdown).not.toContain("evil");
  });

  it("stays within the size that Teams takes", () => {
    const many = Array.from({ length: 60 }, (_, index) =>
      record({
        round: ROUND,
        finding: {
          target: on("prod-weu-1"),
          subject: `p${index}`,
          severity: "critical",
          title: `Title ${index}`,
          detail: "word ".repeat(90),
        },
      }),
    );

    expect(cardBytes(made(many, []).card)).toBeLessThanOrEqual(MOST_CARD_BYTES);
  });
});
