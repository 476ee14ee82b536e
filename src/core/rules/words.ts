import type { NodePool } from "../model/cluster.ts";
import type { Worth } from "../model/finding.ts";
import { type Day, dayText, type Instant, momentText } from "../model/time.ts";

/** Words that several rules share. */
export const NO_MONEY: Worth = { kind: "none" };

export const counted = (many: number, one: string, several = `${one}s`): string => `${many} ${many === 1 ? one : several}`;
export const nodesText = (many: number): string => counted(many, "node");
export const vcpusText = (many: number): string => counted(many, "vCPU");
export const addressesText = (many: number): string => counted(many, "address", "addresses");
export const daysText = (many: number): string => counted(many, "day");

/** At most one decimal, cut off: what is under a threshold never reads as if it had reached it. */
export const percentText = (percent: number): string => `${Math.floor(percent * 10 + 1e-9) / 10} %`;

/** `30 Nov 2026` */
export const fullDayText = (of: Day): string => `${dayText(of)} ${of.slice(0, 4)}`;
/** `read 23 Nov 02:03 UTC` */
export const readText = (at: Instant): string => `read ${momentText(at)}`;

export const capital = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;

export function listText(items: readonly string[]): string {
  const last = items.at(-1) ?? "";
  return items.length < 2 ? last : `${items.slice(0, -1).join(", ")} and ${last}`;
}

/** The property of a node pool, as Bicep and Terraform write it. */
export const bicepPool = (pool: NodePool, property: string): string => `agentPoolProfiles[${pool.name}].${property}`;
/** The first system pool of a cluster stands inside the cluster's own resource in Terraform. */
export const terraformPool = (pool: NodePool, property: string): string =>
  `${pool.mode === "system" ? "azurerm_kubernetes_cluster.default_node_pool" : "azurerm_kubernetes_cluster_node_pool"}.${property}`;
