import { type ClusterSpec, systemPool, userPool } from "./spec.ts";
import { SUBSCRIPTIONS, subnetArmId } from "./subscriptions.ts";

const PROD = { subscription: SUBSCRIPTIONS.prod, resourceGroup: "rg-prod", version: "1.36.1" } as const;
const payments = { team: "payments", environment: "production" } as const;
const platform = { team: "platform", environment: "production" } as const;

const subnet = (network: string, name: string): string => subnetArmId(SUBSCRIPTIONS.prod, network, name);

/** The subnets by what lives in them; `use.ts` gives their sizes. */
export const PROD_SUBNETS = {
  payments: subnet("vnet-prod-weu", "snet-prod-weu-1"),
  etlSystem: subnet("vnet-prod-weu", "snet-prod-weu-2-system"),
  shared: subnet("vnet-prod-weu", "snet-shared"),
  web: subnet("vnet-prod-neu", "snet-prod-neu-1"),
  nodes: subnet("vnet-prod-sdc", "snet-nodes"),
  pods: subnet("vnet-prod-sdc", "snet-pods"),
} as const;

/** Not a secret of anyone: it stands in a cluster's proxy settings so that a test can look for it where it must not be. */
export const PROXY_PASSWORD = "sample-proxy-password";

export const prodClusters: readonly ClusterSpec[] = [
  // 1.34 leaves community support in a week, and the upgrade has room as long as max surge is 10 %: 2 x 8 + 4 of 28 vCPUs.
  {
    ...PROD,
    name: "prod-weu-1",
    region: "westeurope",
    version: "1.34.2",
    network: "node-subnet",
    subnet: PROD_SUBNETS.payments,
    tags: payments,
    upgradeChannel: "none",
    windows: [{ of: "node-os", hours: 4 }],
    pools: [
      systemPool("D4ds_v5", { ephemeralGiB: 128 }),
      userPool("apps", "D8ds_v5", 20, { autoscale: [12, 24], ephemeralGiB: 300, labels: { app: "payments" } }),
    ],
  },
  // etl surges by half its nodes, 6 x 31 addresses, in a subnet it shares with prod-weu-4: 6 short.
  {
    ...PROD,
    name: "prod-weu-2",
    region: "westeurope",
    network: "node-subnet",
    subnet: PROD_SUBNETS.shared,
    tags: payments,
    pools: [
      systemPool("D4as_v5", { subnet: PROD_SUBNETS.etlSystem }),
      userPool("etl", "E8ds_v5", 12, { autoscale: [6, 16], ephemeralGiB: 300, maxSurge: "50%", labels: { app: "ledger-etl" } }),
    ],
    more: {
      httpProxyConfig: {
        httpProxy: `http://aks-proxy:${PROXY_PASSWORD}@proxy.example.com:3128/`,
        httpsProxy: `http://aks-proxy:${PROXY_PASSWORD}@proxy.example.com:3128/`,
        noProxy: ["localhost", "127.0.0.1", ".example.com"],
      },
    },
  },
  // Its window for Kubernetes upgrades is not used before February. Its ids are spelled differently from its neighbour's: subnets are
  // shared whatever the case.
  {
    ...PROD,
    name: "prod-weu-4",
    subscription: SUBSCRIPTIONS.prod.toUpperCase(),
    resourceGroup: "RG-Prod-Platform",
    region: "westeurope",
    network: "node-subnet",
    subnet: PROD_SUBNETS.shared.replace("vnet-prod-weu", "VNet-Prod-WEU"),
    tags: platform,
    windows: [{ of: "cluster", startDate: "2027-02-07" }, { of: "node-os" }],
    pools: [systemPool("D4as_v5"), userPool("services", "standard_d8as_v5", 8, { autoscale: [6, 12], labels: { app: "services" } })],
  },
  // web pays for OS disks that would have room on its nodes; three like pools could be one Virtual Machines pool.
  {
    ...PROD,
    name: "prod-neu-1",
    region: "northeurope",
    network: "overlay",
    subnet: PROD_SUBNETS.web,
    tags: payments,
    pools: [
      systemPool("D4ds_v5", { ephemeralGiB: 128 }),
      userPool("web", "D8ds_v5", 12, {
        autoscale: [8, 20],
        managedGiB: 256,
        maxSurge: "1",
        labels: { app: "web" },
        taints: ["app=web:NoSchedule"],
      }),
      ...(
        [
          ["web4", "D4ds_v5", 4, 8],
          ["web8", "D8ds_v5", 3, 6],
          ["web16", "D16ds_v5", 2, 4],
        ] as const
      ).map(([name, size, nodes, max]) =>
        userPool(name, size, nodes, { zones: [], autoscale: [1, max], ephemeralGiB: 128, labels: { app: "render" } }),
      ),
    ],
  },
  // AKS Automatic: no pool list, and nodes of node auto-provisioning that stand in no pool.
  {
    ...PROD,
    name: "prod-neu-3",
    region: "northeurope",
    version: "1.35.4",
    network: "overlay",
    isAutomatic: true,
    tags: platform,
    pools: [],
  },
  // Pods in a subnet of their own, an arm64 pool, and two pools of fixed size.
  {
    ...PROD,
    name: "prod-sdc-1",
    region: "swedencentral",
    network: "pod-subnet",
    subnet: PROD_SUBNETS.nodes,
    podSubnet: PROD_SUBNETS.pods,
    isLocked: true,
    tags: payments,
    pools: [
      systemPool("D4ds_v5", { ephemeralGiB: 128 }),
      userPool("apps", "D8ds_v5", 6, { ephemeralGiB: 300, labels: { app: "api" } }),
      userPool("jobs", "D4ds_v5", 4, { ephemeralGiB: 128, labels: { app: "jobs" } }),
      userPool("arm", "D8pds_v5", 3, { autoscale: [2, 6], ephemeralGiB: 200, os: "arm64", labels: { app: "edge" } }),
    ],
  },
];

/** Made between the two nights. */
export const newProdCluster: ClusterSpec = {
  ...PROD,
  name: "prod-sdc-2",
  region: "swedencentral",
  network: "overlay",
  tags: payments,
  pools: [
    systemPool("D4ds_v5", { ephemeralGiB: 128 }),
    userPool("apps", "D8ds_v5", 3, { autoscale: [3, 6], managedGiB: 256, labels: { app: "api" } }),
  ],
};
