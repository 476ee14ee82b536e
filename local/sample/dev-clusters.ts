import { type ClusterSpec, systemPool, userPool } from "./spec.ts";
import { SUBSCRIPTIONS } from "./subscriptions.ts";

const DEV = { subscription: SUBSCRIPTIONS.dev, resourceGroup: "rg-dev", region: "westeurope", version: "1.36.1", tier: "Free" } as const;
const twoNodes = { nodes: 2, autoscale: [2, 3], zones: [] } as const;

export const devClusters: readonly ClusterSpec[] = [
  // tools has a fixed size; ci spends a twentieth of two vCPUs on each node itself.
  {
    ...DEV,
    name: "dev-weu-3",
    network: "kubenet",
    tags: { team: "payments", env: "dev" },
    upgradeChannel: "none",
    windows: [],
    pools: [
      systemPool("B4ms", twoNodes),
      userPool("tools", "D4as_v5", 3, { zones: [], labels: { app: "tools" } }),
      userPool("ci", "D2as_v5", 6, { zones: [], autoscale: [2, 8], maxPods: 60, labels: { app: "builds" } }),
    ],
  },
  // Stopped over the winter: nothing runs, nothing is judged by counts. Two volumes and an address stay.
  {
    ...DEV,
    name: "dev-weu-5",
    network: "overlay",
    version: "1.35.4",
    isStopped: true,
    tags: { team: "storefront", env: "dev" },
    pools: [systemPool("D4as_v5", twoNodes), userPool("apps", "D4as_v5", 2, { zones: [], autoscale: [1, 4], labels: { app: "web" } })],
  },
  // One system node. Deleted between the nights.
  {
    ...DEV,
    name: "dev-weu-7",
    network: "overlay",
    tags: { team: "platform", env: "dev" },
    pools: [systemPool("D4as_v5", { ...twoNodes, nodes: 1, autoscale: [1, 3] })],
  },
  // Three findings in one pool, which stay while the cluster is not seen on the second night.
  {
    ...DEV,
    name: "dev-weu-9",
    network: "overlay",
    tags: { team: "payments", env: "dev" },
    upgradeChannel: "node-image",
    windows: [{ of: "node-os" }],
    pools: [
      systemPool("D4as_v5", twoNodes),
      userPool("ci", "D4ds_v5", 3, { zones: [], labels: { app: "builds" }, taints: ["ci=true:NoSchedule"] }),
    ],
  },
  // A body that does not fit: the count is a word. It must cost nobody else a finding, and be named.
  {
    ...DEV,
    name: "lab-weu-1",
    network: "overlay",
    tags: { team: "platform", env: "lab" },
    pools: [systemPool("D4as_v5", twoNodes), userPool("probe", "D4as_v5", 3, { zones: [], autoscale: [1, 3], more: { count: "three" } })],
  },
];

/** The platform team's own: readable on the first night, 403 on the second. The second has no windows, the third is still on 1.34. */
export const platformDevClusters: readonly ClusterSpec[] = [1, 2, 3, 4].map((number) => ({
  ...DEV,
  subscription: SUBSCRIPTIONS["platform-dev"],
  resourceGroup: "rg-platform-dev",
  name: `platform-dev-${number}`,
  version: number === 3 ? "1.34.2" : "1.36.1",
  network: "overlay",
  tags: { team: "platform", env: "dev" },
  ...(number === 2 ? { windows: [] } : {}),
  pools: [
    systemPool("D4as_v5", twoNodes),
    userPool("tools", "D4as_v5", 2, { zones: [], ...(number === 1 ? {} : { autoscale: [1, 4] }), labels: { app: "tools" } }),
  ],
}));
