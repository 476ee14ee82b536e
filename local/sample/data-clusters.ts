import { type ClusterSpec, systemPool, userPool } from "./spec.ts";
import { SUBSCRIPTIONS } from "./subscriptions.ts";

const DATA = { subscription: SUBSCRIPTIONS.data, resourceGroup: "rg-data", version: "1.36.1", network: "overlay" } as const;
const data = { team: "data", environment: "production" } as const;

export const dataClusters: readonly ClusterSpec[] = [
  // burst says of itself that it may be interrupted and is not spot; workers can take over half of it. scavenge is spot, lost
  // its autoscaler, and was left behind by the upgrades, which pass spot pools over.
  {
    ...DATA,
    name: "batch-neu-2",
    region: "northeurope",
    tags: { team: "payments", environment: "production" },
    pools: [
      systemPool("D4as_v5"),
      userPool("burst", "D8as_v5", 12, { autoscale: [4, 20], labels: { app: "settlement", workload: "interruptible" } }),
      userPool("workers", "D8as_v5", 6, { autoscale: [3, 12], labels: { app: "settlement" } }),
      userPool("scavenge", "D4ads_v5", 5, { ephemeralGiB: 128, spot: { maxPrice: -1 }, version: "1.34.2", labels: { app: "reports" } }),
    ],
  },
  // query surges by 4 x 8 vCPUs and the family has 8 left: an upgrade goes on with one node at a time. cache cannot have an
  // ephemeral disk of its size: 256 of 80 GiB. An upgrade was forced past AKS's checks, and so will the next ones be until December.
  {
    ...DATA,
    name: "dwh-weu-1",
    region: "westeurope",
    version: "1.35.4",
    tags: data,
    pools: [
      systemPool("D4ds_v5", { ephemeralGiB: 128 }),
      userPool("query", "E8ds_v5", 10, { autoscale: [6, 12], ephemeralGiB: 256, maxSurge: "33%", labels: { app: "query" } }),
      userPool("cache", "L8s_v3", 3, { autoscale: [3, 5], managedGiB: 256, labels: { app: "cache" } }),
    ],
    more: { upgradeSettings: { overrideSettings: { forceUpgrade: true, until: "2026-12-05T00:00:00Z" } } },
  },
  // Long-term support carries 1.33 until July 2027, and its two newest patches; disks of 128 GiB have no room in a cache of 100.
  {
    ...DATA,
    name: "ledger-weu-1",
    region: "westeurope",
    version: "1.33.6",
    tier: "Premium",
    hasLongTermSupport: true,
    tags: data,
    upgradeChannel: "none",
    pools: [systemPool("D4s_v3"), userPool("apps", "D8s_v3", 4, { autoscale: [3, 6], ephemeralGiB: 200, labels: { app: "ledger" } })],
  },
  // GPU quota is bought to the node: nothing is left for a surge node. The price list does not know its size here, so nothing says what
  // spot would save. prep is spot as it should be.
  {
    ...DATA,
    name: "ml-sdc-1",
    region: "swedencentral",
    tags: data,
    pools: [
      systemPool("D4ds_v5", { ephemeralGiB: 128 }),
      userPool("gpu", "NC24ads_A100_v4", 2, {
        zones: ["1", "2"],
        autoscale: [0, 2],
        ephemeralGiB: 256,
        maxPods: 30,
        labels: { app: "training", workload: "interruptible" },
        taints: ["sku=gpu:NoSchedule"],
      }),
      userPool("prep", "D8ds_v5", 4, {
        autoscale: [0, 10],
        ephemeralGiB: 256,
        spot: { maxPrice: 0.25 },
        labels: { app: "prep", batch: "true" },
      }),
    ],
  },
];
