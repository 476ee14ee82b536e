import type { DigestInput } from "../../../src/core/digest/digest.ts";
import type { Names } from "../../../src/core/digest/places.ts";
import { findingKey } from "../../../src/core/findings/key.ts";
import { missing } from "../../../src/core/model/absence.ts";
import type { Decided, SetAside } from "../../../src/core/model/decision.ts";
import type { CouldNotCheck, Route, Told } from "../../../src/core/model/delivery.ts";
import type { Finding, Target, Worth } from "../../../src/core/model/finding.ts";
import type { LedgerEntry } from "../../../src/core/model/ledger.ts";
import { currency } from "../../../src/core/model/money.ts";
import { type ClusterId, type ClusterRef, region, type SubscriptionId, subscriptionId } from "../../../src/core/model/names.ts";
import type { FindingRecord } from "../../../src/core/model/record.ts";
import type { PriceUse, Saving } from "../../../src/core/model/saving.ts";
import { day } from "../../../src/core/model/time.ts";
import { finding, minutesAfter, ref, SUBSCRIPTION, stamp, WESTEUROPE } from "../../support/build.ts";

/** Records of a believable estate, for digests and cards. */
export const FIRST_NIGHT = minutesAfter(0);
export const EUR = currency("EUR");
export const PLATFORM_DEV = subscriptionId("99999999-9999-9999-9999-999999999999");

export const route: Route = {
  name: "payments",
  match: { kind: "default" },
  via: { channel: "teams", target: "TEAMS_WEBHOOK_PAYMENTS", auth: "url", fallback: [] },
  heartbeat: "mon",
  locale: "en-GB",
  timeZone: "Europe/Berlin",
  sendAt: "07:30",
  days: ["mon", "tue", "wed", "thu", "fri"],
  floor: "info",
};

/** What its route was told of a finding on the first morning. */
export const toldOf = ({ key, finding: { severity, magnitude, due } }: FindingRecord, change: Partial<Told> = {}): Told => ({
  ...{ route: route.name, key, at: minutesAfter(270), state: "open", severity, magnitude },
  ...(due === undefined ? {} : { due }),
  ...change,
});

/** Snoozed by a person since after the first morning, until the end of the month. */
export const setAside = (
  { key, subscription, finding: { severity, magnitude } }: FindingRecord,
  change: Partial<SetAside> = {},
): SetAside => ({
  id: "d-1",
  subscription,
  finding: key,
  kind: "snoozed",
  at: minutesAfter(600),
  by: { kind: "person", id: "0f0e0d0c-0000-0000-0000-000000000001", name: "Ada Example" },
  why: "after the freeze",
  until: day("2026-11-30"),
  reference: { severity, magnitude },
  ...change,
});

export const decided = (...all: readonly Decided[]): DigestInput["decided"] => new Map(all.map((each) => [each.decision.finding, each]));

const CLUSTERS = ["prod-weu-1", "prod-weu-2", "prod-neu-1", "batch-neu-2", "dev-weu-3", "prod-sdc-1"].map((name) => ref(name));

export const names: Names = {
  clusters: new Map<ClusterId, ClusterRef>(CLUSTERS.map((each) => [each.id, each])),
  subscriptions: new Map<SubscriptionId, string>([
    [SUBSCRIPTION, "prod"],
    [PLATFORM_DEV, "platform-dev"],
  ]),
};

export const on = (cluster: string): Target => ({ kind: "cluster", cluster: ref(cluster).id });
export const inRegion = (name: string): Target => ({ kind: "region", subscription: SUBSCRIPTION, region: region(name) });

export const priceUse = (change: Partial<PriceUse> = {}): PriceUse => ({
  what: "P15 LRS",
  amount: 34.2,
  per: "month",
  meterId: "1c3f3b9e-7c8a-4d5e-9a51-0d7f4f7b7a11",
  from: day("2026-11-01"),
  readAt: minutesAfter(-2),
  ...change,
});

/** A firm saving of the whole of an OS disk bill, on tonight's nodes. */
export const saves = (monthly: number, change: Partial<Saving> = {}): Worth & Saving => ({
  kind: "monthly",
  about: "disk",
  firmness: "firm",
  monthly: { amount: monthly, currency: EUR },
  before: { amount: Math.max(monthly, 0), currency: EUR },
  basis: { kind: "tonight" },
  confidence: "medium",
  prices: [priceUse()],
  workings: [],
  ...change,
});

export type RecordChange = Partial<Omit<FindingRecord, "finding" | "stamp">> & {
  readonly rule?: string;
  readonly code?: string;
  readonly version?: number;
  readonly finding?: Partial<Finding>;
  /** About its cluster or region, not about a pool. */
  readonly isWhole?: boolean;
};

export function record(change: RecordChange = {}): FindingRecord {
  const { rule = "fixed-size-pool", code = "COST-014", version = 1, finding: said, isWhole = false, ...rest } = change;
  const stamped = stamp({ id: rule, code, version });
  const { subject, ...whole } = finding(said);
  const found: Finding = isWhole || subject === undefined ? whole : { ...whole, subject };
  return {
    key: findingKey(found.target, stamped.rule, found.subject),
    stamp: stamped,
    subscription: SUBSCRIPTION,
    region: WESTEUROPE,
    finding: found,
    state: "new",
    baseline: false,
    firstSeen: FIRST_NIGHT,
    lastSeen: FIRST_NIGHT,
    round: "2026-11-23",
    reference: { severity: found.severity, magnitude: found.magnitude },
    ...rest,
  };
}

export const supportEnds = (cluster: string, change: RecordChange = {}): FindingRecord =>
  record({
    rule: "support-ends-soon",
    code: "UPG-002",
    isWhole: true,
    ...change,
    finding: {
      target: on(cluster),
      severity: "critical",
      magnitude: { value: 83, unit: "day" },
      due: day("2026-11-30"),
      title: "Kubernetes 1.34 leaves community support on 30 Nov",
      detail: "30 Nov 2026 is the last day of community support for 1.34. The way on: 1.34 → 1.35.",
      workings: [
        { label: "last day of support", value: "30 Nov 2026" },
        { label: "left", formula: "30 Nov 2026 − 23 Nov 2026", value: "7 days" },
      ],
      first: ["Quota and addresses have room for the surge nodes", "Nothing that runs calls an API that the new version removes"],
      remedy: {
        steps: [
          { text: "See which versions the region offers", command: `az aks get-upgrades -g rg-prod -n ${cluster} -o table` },
          { text: "Upgrade to 1.35", command: `az aks upgrade -g rg-prod -n ${cluster} --kubernetes-version 1.35` },
        ],
        bicep: "kubernetesVersion: '1.35' and agentPoolProfiles[].orchestratorVersion: '1.35'",
        terraform: 'azurerm_kubernetes_cluster.kubernetes_version = "1.35" and orchestrator_version of each node pool',
        restarts: "every node is replaced, pool by pool; the API server restarts",
      },
      notKnown: ["which versions the region offers today"],
      worth: { kind: "none" },
      ...change.finding,
    },
  });

export const surgeShort = (cluster: string, pool: string, short: number, change: RecordChange = {}): FindingRecord =>
  record({
    rule: "surge-over-family-quota",
    code: "UPG-007",
    ...change,
    finding: {
      target: on(cluster),
      subject: pool,
      severity: "medium",
      magnitude: { value: short, unit: "vCPU" },
      title: "No room for the upgrade's surge nodes in the Ddsv5 quota",
      detail: `An upgrade adds 5 nodes of Standard_D8ds_v5: 40 vCPUs, ${40 - short} are free. With max surge 10 % quota and addresses have room.`,
      workings: [
        { label: "surge nodes", formula: "ceil(25 × 20 / 100)", value: "5" },
        { label: "vCPUs", formula: "5 × 8", value: "40" },
        { label: "free, read 23 Nov 02:03 UTC", formula: "200 − 172", value: `${40 - short}` },
        { label: "short", formula: `40 − ${40 - short}`, value: `${short}` },
      ],
      remedy: {
        steps: [
          { text: "Lower max surge", command: `az aks nodepool update -g rg-prod --cluster-name ${cluster} -n ${pool} --max-surge 10%` },
        ],
        bicep: `agentPoolProfiles[${pool}].upgradeSettings.maxSurge: '10%'`,
        terraform: 'azurerm_kubernetes_cluster_node_pool.upgrade_settings.max_surge = "10%"',
        restarts: "nothing; the setting counts at the next upgrade",
      },
      notKnown: ["free capacity in the zone", "pod disruption budgets"],
      worth: { kind: "none" },
      ...change.finding,
    },
  });

export const managedDisk = (cluster: string, pool: string, nodes: number, change: RecordChange = {}): FindingRecord =>
  record({
    rule: "managed-os-disk",
    code: "COST-004",
    ...change,
    finding: {
      target: on(cluster),
      subject: pool,
      magnitude: { value: nodes, unit: "node" },
      title: "Ephemeral OS disk has room",
      detail: `${nodes} managed disks of 256 GiB can become local: 44 of 300 GiB temp disk stay. A new pool has room, in 3 batches.`,
      remedy: {
        steps: [
          {
            text: "Add a pool with ephemeral disks, then move the work and delete the old one",
            command: `az aks nodepool add -g rg-prod --cluster-name ${cluster} -n ${pool}eph --node-vm-size Standard_D8ds_v5 --node-osdisk-type Ephemeral --node-osdisk-size 256 --node-count ${nodes}`,
          },
        ],
        bicep: `agentPoolProfiles[${pool}eph].osDiskType: 'Ephemeral'`,
        terraform: 'azurerm_kubernetes_cluster_node_pool.os_disk_type = "Ephemeral"',
        restarts: "what runs on the pool moves to the new one",
      },
      first: ["Nothing on the nodes keeps data on the OS disk"],
      worth: saves(nodes * 34.2, {
        workings: [
          { label: "nodes, tonight", value: `${nodes}` },
          { label: "disks", formula: `${nodes} × 34.20`, value: `${(nodes * 34.2).toFixed(2)} EUR a month` },
        ],
      }),
      ...change.finding,
    },
  });

export const fixedSize = (cluster: string, pool: string, change: RecordChange = {}): FindingRecord =>
  record({
    ...change,
    finding: {
      target: on(cluster),
      subject: pool,
      severity: "low",
      magnitude: { value: 4, unit: "node" },
      remedy: {
        steps: [
          {
            text: "Turn the autoscaler on",
            command: `az aks nodepool update -g rg-prod --cluster-name ${cluster} -n ${pool} --enable-cluster-autoscaler --min-count 2 --max-count 6`,
          },
        ],
        restarts: "nothing",
      },
      worth: upTo(140.16, { about: "autoscale", before: { amount: 700.8, currency: EUR }, prices: [node(0.24, "Standard_D4ds_v5")] }),
      ...change.finding,
    },
  });

const upTo = (monthly: number, change: Partial<Saving>): Worth => saves(monthly, { firmness: "up-to", confidence: "low", ...change });
const node = (amount: number, vmSize: string, change: Partial<PriceUse> = {}): PriceUse =>
  priceUse({ what: `${vmSize}, Linux`, amount, per: "hour", meterId: "77c5b2e0-2a0e-4cb5-9a44-61f0c9b3d2f5", ...change });

export const noAddresses = (cluster: string, pool: string, short: number, change: RecordChange = {}): FindingRecord =>
  record({
    rule: "surge-over-subnet-addresses",
    code: "UPG-011",
    ...change,
    finding: {
      target: on(cluster),
      subject: pool,
      severity: "high",
      magnitude: { value: short, unit: "address" },
      title: "No addresses for surge",
      detail: `5 surge nodes want 155 addresses of snet-aks, ${155 - short} are free: ${short} short.`,
      remedy: {
        steps: [
          { text: "Lower max surge", command: `az aks nodepool update -g rg-prod --cluster-name ${cluster} -n ${pool} --max-surge 2` },
        ],
        restarts: "nothing; the setting counts at the next upgrade",
      },
      worth: { kind: "none" },
      ...change.finding,
    },
  });

export const spotCandidate = (change: RecordChange): FindingRecord =>
  record({
    rule: "spot-candidate",
    code: "COST-008",
    ...change,
    finding: {
      target: on("batch-neu-2"),
      subject: "burst",
      magnitude: { value: 12, unit: "node" },
      title: "Could run on spot",
      detail:
        "Marked interruptible (label workload=batch), but 12 nodes of Standard_D8as_v5 run as regular VMs. A new pool has room, in 2 batches.",
      remedy: {
        steps: [
          {
            text: "Add a spot pool, then move the work and delete the old one",
            command:
              "az aks nodepool add -g rg-prod --cluster-name batch-neu-2 -n burstspot --priority Spot --eviction-policy Delete --spot-max-price -1 --enable-cluster-autoscaler --min-count 0 --max-count 12",
          },
        ],
        restarts: "what runs on the pool moves to the new one",
      },
      worth: upTo(612, {
        about: "spot",
        range: { low: 410, high: 702.5 },
        before: { amount: 3364, currency: EUR },
        basis: { kind: "mean", nights: 9 },
        prices: [node(0.384, "Standard_D8as_v5")],
        workings: [
          { label: "nodes, mean of 9 nights", value: "12" },
          { label: "a node and month, on demand", formula: "0.384 × 730", value: "280.32 EUR" },
        ],
      }),
      ...change.finding,
    },
  });

const likePools = (change: RecordChange): FindingRecord =>
  record({
    rule: "like-pools",
    code: "COST-019",
    ...change,
    finding: {
      target: on("prod-neu-1"),
      subject: "web4",
      severity: "info",
      magnitude: { value: 3, unit: "pool" },
      title: "One Virtual Machines pool could hold all three sizes",
      detail: "web4, web8 and web16 differ in size alone. One pool upgrades once, and surges by 2 nodes instead of 3.",
      worth: { kind: "none" },
    },
  });

const regionalQuota = (change: RecordChange): FindingRecord =>
  record({
    rule: "surge-over-regional-quota",
    code: "UPG-008",
    isWhole: true,
    ...change,
    finding: {
      target: inRegion("westeurope"),
      severity: "high",
      magnitude: { value: 23, unit: "vCPU" },
      title: "No room for two upgrades at once in the regional quota",
      detail: "The two largest upgrades of the region need 84 vCPUs together, 61 of 1,000 are free.",
      worth: { kind: "none" },
    },
  });

const BASELINE: RecordChange = { baseline: true };
const standing = (short: number): readonly FindingRecord[] => [
  supportEnds("prod-weu-1", BASELINE),
  regionalQuota(BASELINE),
  noAddresses("prod-weu-2", "etl", short, BASELINE),
  surgeShort("prod-weu-1", "apps", 12, BASELINE),
  surgeShort("prod-weu-2", "core", 4, BASELINE),
  managedDisk("prod-neu-1", "web", 12, BASELINE),
  managedDisk("prod-neu-1", "api", 6, BASELINE),
  spotCandidate(BASELINE),
  likePools(BASELINE),
];
const leaving = (change: (reason: "fixed" | "gone" | "moved") => RecordChange): readonly FindingRecord[] => [
  managedDisk("batch-neu-2", "jobs", 3, { ...BASELINE, ...change("moved") }),
  fixedSize("dev-weu-3", "tools", { ...BASELINE, ...change("fixed") }),
  fixedSize("prod-sdc-1", "old", { ...BASELINE, ...change("gone") }),
];

export const unchecked: readonly CouldNotCheck[] = [
  {
    reason: missing("forbidden", "the app may not read it").missing,
    scope: "subscription",
    subscription: PLATFORM_DEV,
    since: minutesAfter(-3 * 1440),
    clusters: [],
  },
  {
    reason: missing("throttled", "Azure kept asking to wait").missing,
    scope: "cluster",
    subscription: SUBSCRIPTION,
    since: minutesAfter(-1440),
    clusters: CLUSTERS.slice(0, 2),
  },
];

/** The first digest of a route: nothing was told before. */
export const baselineNight = (change: Partial<DigestInput> = {}): DigestInput => ({
  route,
  at: minutesAfter(270),
  day: day("2026-11-23"),
  records: [...standing(6), ...leaving(() => ({}))],
  told: [],
  couldNotCheck: unchecked,
  names,
  decided: new Map(),
  clusterCount: CLUSTERS.length,
  notChecked: 0,
  // Its week is not summed up: that has tests of its own.
  hasBaseline: false,
  currency: EUR,
  booked: new Map(),
  scanClosedAt: minutesAfter(60),
  ...change,
});

const NEXT = minutesAfter(1440);

/** A night later: two kinds of new finding, one that grew, and three that ended in three ways. */
export const secondNight = (told: readonly Told[], change: Partial<DigestInput> = {}): DigestInput => ({
  ...baselineNight(),
  at: minutesAfter(1440 + 270),
  day: day("2026-11-24"),
  told,
  records: [
    ...standing(37),
    ...leaving((reason) => ({
      state: "resolved",
      closed: { at: NEXT, reason, ...(reason === "moved" ? { successor: "jobseph" } : {}) },
    })),
    surgeShort("prod-neu-1", "web", 8, { firstSeen: NEXT }),
    ...["ci", "lint"].map((pool) => fixedSize("dev-weu-3", pool, { firstSeen: NEXT })),
    fixedSize("prod-weu-1", "web", { firstSeen: NEXT }),
  ],
  scanClosedAt: minutesAfter(1500),
  ...change,
});

/** A pool of another size: the same nodes' money as running them on spot. */
export const smallerSize = (cluster: string, pool: string, monthly: number, change: RecordChange = {}): FindingRecord =>
  record({
    rule: "older-generation",
    code: "COST-025",
    ...change,
    finding: {
      target: on(cluster),
      subject: pool,
      severity: "low",
      title: "A newer VM size costs less",
      detail: "Standard_D8as_v6 has the same vCPUs and memory.",
      worth: saves(monthly, {
        about: "size",
        before: { amount: 3364, currency: EUR },
        prices: [node(0.384, "Standard_D8as_v5"), node(0.36, "Standard_D8as_v6", { readAt: minutesAfter(-2 * 1440) })],
      }),
      ...change.finding,
    },
  });

/** What the ledger says a finding saves since the second night. */
export const entryOf = ({ key }: FindingRecord, realised: LedgerEntry["realised"], change: Partial<LedgerEntry> = {}): LedgerEntry => ({
  key,
  subscription: SUBSCRIPTION,
  cluster: ref().id,
  code: "COST-004",
  about: "disk",
  reason: "fixed",
  from: NEXT,
  predicted: { amount: 100, currency: EUR },
  firmness: "firm",
  realised,
  ...change,
});
export const booked = (...entries: readonly LedgerEntry[]): DigestInput["booked"] => new Map(entries.map((each) => [each.key, each]));
export const measured = (amount: number, code = "EUR"): LedgerEntry["realised"] => ({ money: { amount, currency: currency(code) } });

/** Every way in which money is said: firm, up to, also possible, once, more than before, not priced, old, booked. */
export function moneyNight(change: Partial<DigestInput> = {}): DigestInput {
  const toldBefore = [managedDisk("prod-neu-1", "api", 6), spotCandidate({ finding: { target: on("prod-weu-2") } })];
  const fixed = managedDisk("prod-sdc-1", "data", 4, {
    rule: "disk-tier",
    state: "resolved",
    closed: { at: NEXT, reason: "fixed" },
    finding: { title: "A smaller OS disk would do" },
  });
  const moved = managedDisk("batch-neu-2", "jobs", 3, { state: "resolved", closed: { at: NEXT, reason: "moved", successor: "jobseph" } });
  const fresh = { firstSeen: NEXT };
  const gpu = (pool: string): FindingRecord =>
    record({
      rule: "spot-candidate",
      code: "COST-008",
      ...fresh,
      finding: {
        target: on("prod-sdc-1"),
        subject: pool,
        title: "Could run on spot",
        detail: "Marked interruptible, but runs as regular VMs.",
        worth: { kind: "not-priced", why: "no retail row for Standard_NC24ads_A100_v4 in swedencentral (list read 24 Nov 02:01 UTC)" },
      },
    });
  return {
    ...baselineNight(),
    at: minutesAfter(1440 + 270),
    day: day("2026-11-24"),
    couldNotCheck: [],
    told: [...toldBefore, fixed, moved].map((each) => toldOf(each)),
    records: [
      ...toldBefore,
      fixed,
      moved,
      managedDisk("prod-neu-1", "web", 12, fresh),
      smallerSize("batch-neu-2", "burst", 210.24, fresh),
      spotCandidate(fresh),
      gpu("train"),
      gpu("infer"),
      record({
        rule: "hop-plan",
        code: "UPG-005",
        isWhole: true,
        ...fresh,
        finding: {
          target: on("prod-weu-1"),
          severity: "info",
          title: "Two hops to the newest version",
          detail: "1.34 → 1.35 → 1.36, 28 nodes replaced each time.",
          worth: { kind: "once", cost: { amount: 1.7, currency: EUR }, prices: [node(0.48, "Standard_D8ds_v5")], workings: [] },
        },
      }),
      record({
        rule: "zone-redundant-disks",
        code: "COST-099",
        ...fresh,
        finding: { target: on("prod-weu-2"), subject: "core", title: "A slower disk holds the nodes back", worth: saves(-18) },
      }),
    ],
    lastFirmTotal: { amount: 390, currency: EUR },
    booked: booked(entryOf(fixed, measured(136.8)), entryOf(moved, measured(96.4), { reason: "moved" })),
    scanClosedAt: minutesAfter(1500),
    ...change,
  };
}
