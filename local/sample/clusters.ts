import { dataClusters } from "./data-clusters.ts";
import { devClusters, platformDevClusters } from "./dev-clusters.ts";
import { prodClusters } from "./prod-clusters.ts";
import { shopClusters } from "./shop-clusters.ts";
import { type ClusterSpec, systemPool, userPool } from "./spec.ts";
import { SUBSCRIPTIONS } from "./subscriptions.ts";

const STORE_REGIONS = { weu: "westeurope", neu: "northeurope", sdc: "swedencentral" } as const;
const STORES_A_REGION = 4;
/** Held back from the last roll-out, with their channel off: the same findings twice in one fleet. */
const STORES_ON_1_34: ReadonlySet<string> = new Set(["store-neu-2", "store-sdc-4"]);

/** A fleet of twelve small clusters of one cut, in order but for two. */
const storeClusters: readonly ClusterSpec[] = Object.entries(STORE_REGIONS).flatMap(([short, region]) =>
  Array.from({ length: STORES_A_REGION }, (_, index): ClusterSpec => {
    const name = `store-${short}-${index + 1}`;
    return {
      name,
      subscription: SUBSCRIPTIONS.stores,
      resourceGroup: `rg-${name}`,
      region,
      version: STORES_ON_1_34.has(name) ? "1.34.2" : "1.36.1",
      network: "overlay",
      tags: { team: "storefront", env: "prod" },
      upgradeChannel: STORES_ON_1_34.has(name) ? "none" : "stable",
      pools: [systemPool("D4as_v5"), userPool("till", "D4as_v5", 2, { autoscale: [2, 4], os: "azurelinux", labels: { app: "till" } })],
    };
  }),
);

/** Everything there is on the first night, at rest. */
export const restingClusters: readonly ClusterSpec[] = [
  ...prodClusters,
  ...shopClusters,
  ...dataClusters,
  ...devClusters,
  ...platformDevClusters,
  ...storeClusters,
];
