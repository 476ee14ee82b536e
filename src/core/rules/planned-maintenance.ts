import { type Missing, missing } from "../model/absence.ts";
import type { AutoUpgrade, Cluster } from "../model/cluster.ts";
import type { MaintenancePlans, MaintenancePurpose, MaintenanceSchedule, MaintenanceTimes } from "../model/maintenance.ts";
import { movesVersions, UPKEEP_NOT_READ } from "./upkeep.ts";

/** What AKS does to a cluster by itself, and when it may. */
export interface Upkeep {
  readonly plan: readonly MaintenanceSchedule[];
  /** What its channels do; only this needs a schedule. */
  readonly purposes: readonly UpkeepPurpose[];
}

export type UpkeepPurpose = Exclude<MaintenancePurpose, "aks-releases">;

const NOT_READ_YET = missing("absent", "its planned maintenance was not read yet; a few clusters are each night").missing;

export const NOTHING_BY_ITSELF = "no channel of AKS changes its nodes by itself";

/** Nothing where AKS does nothing by itself. */
export function upkeepOf(cluster: Cluster, { byCluster }: MaintenancePlans): Upkeep | { readonly cannotTell: Missing } | undefined {
  const { autoUpgrade } = cluster;
  if (!autoUpgrade) return { cannotTell: UPKEEP_NOT_READ };
  const purposes = purposesOf(autoUpgrade);
  if (purposes.length === 0) return undefined;
  const plan = byCluster.get(cluster.id);
  if (!plan || "missing" in plan) return { cannotTell: plan?.missing ?? NOT_READ_YET };
  return { plan: plan.known, purposes };
}

function purposesOf(autoUpgrade: AutoUpgrade): UpkeepPurpose[] {
  const { channel, nodeOsChannel } = autoUpgrade;
  // The legacy channel brings the node OS channel with it.
  const renewsImages = nodeOsChannel === "node-image" || nodeOsChannel === "security-patch" || channel === "node-image";
  return [...(movesVersions(autoUpgrade) ? (["cluster-upgrades"] as const) : []), ...(renewsImages ? (["node-os-upgrades"] as const) : [])];
}

export const timesFor = ({ plan }: Upkeep, purpose: UpkeepPurpose): MaintenanceTimes | undefined =>
  plan.find((schedule) => schedule.purpose === purpose)?.times;

/** The block of azurerm_kubernetes_cluster that holds a window. */
export const TERRAFORM_WINDOWS = {
  "cluster-upgrades": "maintenance_window_auto_upgrade",
  "node-os-upgrades": "maintenance_window_node_os",
} as const satisfies Record<UpkeepPurpose, string>;

export const PURPOSE_WORDS = { "cluster-upgrades": "Kubernetes upgrades", "node-os-upgrades": "node images" } as const satisfies Record<
  UpkeepPurpose,
  string
>;
