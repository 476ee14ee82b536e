import { clusterCost } from "../../src/core/calc/cluster-cost.ts";
import { regionRoom } from "../../src/core/calc/region-room.ts";
import { savingsByMonth } from "../../src/core/findings/savings.ts";
import { known, missing } from "../../src/core/model/absence.ts";
import type { Cluster } from "../../src/core/model/cluster.ts";
import type { Decision, SetAside } from "../../src/core/model/decision.ts";
import type { LedgerEntry } from "../../src/core/model/ledger.ts";
import { type Region, region, type SubscriptionId, subscriptionId, vmFamily, vmSize } from "../../src/core/model/names.ts";
import type { FindingRecord } from "../../src/core/model/record.ts";
import type { Skus } from "../../src/core/model/region.ts";
import type { RegionRoom } from "../../src/core/model/room.ts";
import { addDays, day, dayOf, type Instant, startOf } from "../../src/core/model/time.ts";
import { gib } from "../../src/core/model/units.ts";
import type { Coverage } from "../../src/render/coverage.ts";
import type { ReportInput } from "../../src/render/report-input.ts";
import { EUR, entryOf, managedDisk, measured, noAddresses, PLATFORM_DEV, spotCandidate, surgeShort } from "../core/digest/estate.ts";
import {
  cluster,
  minutesAfter,
  NOW,
  pool,
  prices,
  quota,
  quotas,
  ref,
  regionFacts,
  regionView,
  SUBSCRIPTION,
  sku,
  skus,
  snapshot,
  systemPool,
  vmPrices,
  WESTEUROPE,
} from "../support/build.ts";
import { reportInput } from "./estate.ts";

/** The money night with all that a page can show: surge room, a score, coverage, decisions and pools worth a word. */
export function wholeInput(change: Partial<ReportInput> = {}): ReportInput {
  const input = reportInput();
  const records = [...input.records, surgeShort("prod-weu-1", "apps", 12, { cause: CAUSE }), ...asideRecords];
  const ledger = ledgerOf(input.at);
  return {
    ...input,
    records,
    snapshots: [...input.snapshots, snapshot(gpuCluster)],
    skus: new Map([[WESTEUROPE, SKUS]]),
    costs: new Map([[gpuCluster.id, costOf(gpuCluster)]]),
    savings: savingsByMonth(ledger, dayOf(input.at), EUR),
    ledger,
    rooms: ROOMS,
    coverage: coverageOf(60),
    decisions: DECISIONS,
    setAside: new Map(DECISIONS.filter(isHolding).map((each) => [each.finding, each])),
    ...change,
  };
}

const GPU = "Standard_NC24ads_A100_v4";
const SKUS: Skus = skus(
  sku(),
  sku({ name: GPU, familyName: "StandardNCADSA100v4Family", vcpus: 24, vcpusAvailable: 24, memoryGiB: gib(220), gpus: 1 }),
);

const gpuCluster: Cluster = cluster({
  ...ref("ml-weu-1"),
  nodePools: [
    systemPool({ maxPods: 250 }),
    pool({ name: "train", nodeCount: 2, sizes: [{ vmSize: vmSize(GPU), nodeCount: 2, autoscale: { min: 1, max: 4 } }] }),
  ],
});

const costOf = (of: Cluster) =>
  clusterCost(of, {
    at: NOW,
    skus: SKUS,
    prices: { known: prices({ vms: { Standard_D4ds_v5: vmPrices(0.24), [GPU]: vmPrices(4.1) } }), at: NOW },
    history: [],
  });

const CAUSE = {
  operation: "Microsoft.ContainerService/managedClusters/agentPools/write",
  at: minutesAfter(-60),
  correlationId: "1b2c3d4e-0000-4000-8000-000000000001",
  cluster: ref("prod-weu-1"),
  pool: "apps",
};

const asideRecords: readonly FindingRecord[] = [
  managedDisk("dev-weu-3", "tools", 4, { firstSeen: minutesAfter(-10 * 1440), state: "open" }),
  noAddresses("prod-weu-2", "batch", 7, { state: "open" }),
  spotCandidate({ state: "open", finding: { subject: "nightly" } }),
];

const [snoozed, accepted, planned] = asideRecords as readonly [FindingRecord, FindingRecord, FindingRecord];

function decided(record: FindingRecord, id: string, change: Partial<Decision>): Decision {
  const { severity, magnitude } = record.finding;
  return {
    ...{ id, subscription: record.subscription, finding: record.key, kind: "snoozed", at: minutesAfter(-600) },
    by: { kind: "person", id: "00000000-0000-4000-8000-0000000000aa", name: "Ada Lovelace" },
    why: "waits for the new image",
    reference: { severity, magnitude },
    ...change,
  };
}

export const DECISIONS: readonly Decision[] = [
  decided(snoozed, "d-1", { until: day("2026-12-24") }),
  decided(accepted, "d-2", {
    kind: "accepted",
    why: "the subnet is replaced in spring",
    by: { kind: "tag", tag: "advisor-accept", on: "prod-weu-2" },
  }),
  decided(planned, "d-3", { kind: "planned", until: day("2026-12-10"), why: "sprint 12" }),
  decided(planned, "d-0", { kind: "withdrawn", at: minutesAfter(-900), why: "" }),
];
const isHolding = (decision: Decision): decision is SetAside => decision.kind !== "withdrawn";

const NORTH = region("northeurope");
const SDC = region("swedencentral");

const roomIn = (of: Region, free: number, limit: number, subscription: SubscriptionId = SUBSCRIPTION): RegionRoom =>
  regionRoom(
    regionView({
      at: minutesAfter(1440),
      subscription,
      region: of,
      snapshots: [
        snapshot(
          cluster({
            ...ref("prod-weu-1"),
            nodePools: [systemPool(), pool({ nodeCount: 20, upgrade: { maxSurge: { kind: "percent", percent: 25 } } })],
          }),
        ),
        snapshot(cluster({ ...ref("prod-weu-2"), nodePools: [systemPool(), pool({ nodeCount: 9 })] })),
      ],
      facts: regionFacts({
        skus: known(skus(sku()), minutesAfter(1440)),
        quotas: known(
          quotas({ byFamily: new Map([[vmFamily("standardDDSv5Family"), quota(limit, limit - free)]]), regional: quota(1000, 410) }),
          minutesAfter(1440),
        ),
      }),
    }),
  );

const ROOMS: readonly RegionRoom[] = [
  roomIn(WESTEUROPE, 18, 200),
  roomIn(NORTH, 26, 200),
  roomIn(SDC, 300, 350),
  roomIn(WESTEUROPE, 22, 100, PLATFORM_DEV),
  {
    subscription: PLATFORM_DEV,
    region: NORTH,
    at: minutesAfter(1440),
    rows: [],
    ...missing("forbidden", "the app may not read the sizes there"),
  },
];

function ledgerOf(at: Instant): readonly LedgerEntry[] {
  const from = (days: number) => startOf(addDays(dayOf(at), -days));
  const entry = (pool: string, amount: number, realised: LedgerEntry["realised"], change: Partial<LedgerEntry> = {}): LedgerEntry => {
    const { key } = managedDisk("prod-weu-1", pool, 1);
    return { ...entryOf({ ...managedDisk("prod-weu-1", pool, 1), key }, realised), pool, predicted: { amount, currency: EUR }, ...change };
  };
  return [
    entry("tools", 128, measured(128), { from: from(70), reason: "fixed", firmness: "firm" }),
    entry("web", 410, measured(395), { from: from(50), reason: "moved", firmness: "firm", successor: "webeph" }),
    entry("jobs", 90, measured(-12), { from: from(40), reason: "moved", firmness: "firm", successor: "jobs2" }),
    entry("burst", 612, measured(540), { from: from(20), reason: "fixed", firmness: "up-to", about: "spot" }),
    entry("old", 60, missing("absent", "several pools took over from it"), { from: from(15), reason: "moved", firmness: "firm" }),
  ];
}

const coverageOf = (many: number): readonly Coverage[] =>
  Array.from({ length: many }, (_, index) => ({
    subscription: subscriptionId(`00000000-0000-4000-8000-${String(index).padStart(12, "0")}`),
    name: `team-${String(index).padStart(3, "0")}`,
    by: index % 3 === 0 ? ["event-grid", "change-feed"] : index % 3 === 1 ? ["change-feed"] : [],
  }));
