import type { Cluster, NodePool } from "../model/cluster.ts";

const PLAIN = /^[A-Za-z0-9_./:=@%+-]+$/;

/** One word of a POSIX shell command: whatever it holds, the shell hands it over unchanged. */
const shellWord = (word: string): string => (PLAIN.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);

export const azCommand = (...words: readonly string[]): string => ["az", ...words].map(shellWord).join(" ");
export const kubectlCommand = (...words: readonly string[]): string => ["kubectl", ...words].map(shellWord).join(" ");

/** How az commands name a cluster, and a node pool of it. */
export const clusterWords = (cluster: Cluster): string[] => ["-g", cluster.resourceGroup, "-n", cluster.name];
export const poolWords = (cluster: Cluster, pool: Pick<NodePool, "name">): string[] => [
  "-g",
  cluster.resourceGroup,
  "--cluster-name",
  cluster.name,
  "-n",
  pool.name,
];

export const updateCluster = (cluster: Cluster, ...words: readonly string[]): string =>
  azCommand("aks", "update", ...clusterWords(cluster), ...words);
export const updatePool = (cluster: Cluster, pool: Pick<NodePool, "name">, ...words: readonly string[]): string =>
  azCommand("aks", "nodepool", "update", ...poolWords(cluster, pool), ...words);
export const upgradePool = (cluster: Cluster, pool: Pick<NodePool, "name">, to: string): string =>
  azCommand("aks", "nodepool", "upgrade", ...poolWords(cluster, pool), "--kubernetes-version", to);
export const deletePool = (cluster: Cluster, pool: Pick<NodePool, "name">): string =>
  azCommand("aks", "nodepool", "delete", ...poolWords(cluster, pool));
