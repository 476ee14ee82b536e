import { type ClusterSpec, systemPool, userPool } from "./spec.ts";
import { SUBSCRIPTIONS, subnetArmId } from "./subscriptions.ts";

const SHOP = { subscription: SUBSCRIPTIONS.shop, resourceGroup: "rg-shop", version: "1.36.1" } as const;
const storefront = { team: "storefront", env: "prod" } as const;

export const SHOP_SUBNET = subnetArmId(SUBSCRIPTIONS.shop, "vnet-shop-weu", "snet-shop-weu-1");

export const shopClusters: readonly ClusterSpec[] = [
  // A Windows pool and a Virtual Machines pool, both in order. cache keeps 250 pods a node on 16 GiB: a quarter is node-reserved.
  {
    ...SHOP,
    name: "shop-weu-1",
    region: "westeurope",
    version: "1.35.4",
    network: "overlay",
    subnet: SHOP_SUBNET,
    tags: storefront,
    pools: [
      systemPool("D4as_v5"),
      userPool("web", "D8as_v5", 10, { autoscale: [6, 14], maxSurge: "33%", labels: { app: "web" } }),
      userPool("win22", "D8ads_v5", 3, { autoscale: [2, 5], ephemeralGiB: 256, os: "windows", labels: { app: "pricing" } }),
      userPool("mixed", "D4as_v5", 2, {
        autoscale: [1, 4],
        alsoSizes: [{ size: "D8as_v5", nodes: 1, autoscale: [1, 3] }],
        labels: { app: "search" },
      }),
      userPool("cache", "D4ds_v5", 8, { autoscale: [4, 10], ephemeralGiB: 128, maxPods: 250, labels: { app: "cache" } }),
    ],
  },
  // Here at rest. It is upgrading while the first scan reads it: 4 surge nodes of a family that shop-weu-1 wants to surge in.
  {
    ...SHOP,
    name: "shop-weu-2",
    region: "westeurope",
    version: "1.35.4",
    network: "overlay",
    tags: storefront,
    pools: [
      systemPool("D4as_v5"),
      userPool("checkout", "D8as_v5", 12, { autoscale: [8, 16], maxSurge: "33%", labels: { app: "checkout" } }),
    ],
  },
  // The region's vCPUs are nearly used up, whatever the family has left: not even one more node of web.
  {
    ...SHOP,
    name: "shop-neu-1",
    region: "northeurope",
    network: "overlay",
    tags: storefront,
    pools: [
      systemPool("D4ds_v5", { ephemeralGiB: 128 }),
      userPool("web", "F8s_v2", 8, { autoscale: [4, 10], ephemeralGiB: 128, labels: { app: "web" } }),
    ],
  },
  // What everybody has somewhere: kubenet, out of support, two system nodes, fixed sizes, and settings no upgrade accepts.
  {
    ...SHOP,
    name: "catalog-weu-1",
    region: "westeurope",
    version: "1.29.15",
    network: "kubenet",
    tier: "Free",
    tags: storefront,
    upgradeChannel: "none",
    nodeOsChannel: "None",
    windows: [],
    pools: [
      systemPool("D4s_v3", { nodes: 2, autoscale: [2, 4], zones: [], maxSurge: null }),
      userPool("apps", "D4s_v3", 4, { zones: [], maxSurge: "0", labels: { app: "catalog" } }),
      userPool("import", "D4s_v3", 2, { zones: [], maxSurge: null, labels: { app: "import" } }),
    ],
  },
];

/** A subscription that came in with an acquisition: read for the first time on the second night. */
export const nordicCluster: ClusterSpec = {
  ...SHOP,
  subscription: SUBSCRIPTIONS["shop-nordics"],
  resourceGroup: "rg-nordics",
  name: "nordic-sdc-1",
  region: "swedencentral",
  network: "overlay",
  tags: storefront,
  upgradeChannel: "none",
  windows: [],
  pools: [systemPool("D4ds_v5", { ephemeralGiB: 128 }), userPool("web", "D8ds_v5", 5, { labels: { app: "web" } })],
};
