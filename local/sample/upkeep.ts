import type { ArmBody } from "../arm/state.ts";
import { clusterArmId, nodeGroupOf } from "./cluster-body.ts";
import { REGIONS } from "./list-prices.ts";
import type { ClusterSpec, WindowSpec } from "./spec.ts";

const BOTH: readonly WindowSpec[] = [{ of: "cluster" }, { of: "node-os" }];
const NAMES = { cluster: "aksManagedAutoUpgradeSchedule", "node-os": "aksManagedNodeOSUpgradeSchedule" } as const;

/** The planned maintenance of every cluster that has any, by lower-case id. */
export const maintenance = (clusters: readonly ClusterSpec[]): Record<string, ArmBody[]> =>
  Object.fromEntries(
    clusters.flatMap((cluster) => {
      const rows = (cluster.windows ?? BOTH).map((window) => configuration(clusterArmId(cluster), window));
      return rows.length === 0 ? [] : [[clusterArmId(cluster).toLowerCase(), rows]];
    }),
  );

const configuration = (cluster: string, { of, hours = 6, startDate = "2026-01-04" }: WindowSpec): ArmBody => ({
  id: `${cluster}/maintenanceConfigurations/${NAMES[of]}`,
  name: NAMES[of],
  type: null,
  systemData: null,
  properties: {
    maintenanceWindow: {
      schedule: { daily: null, weekly: { intervalWeeks: 1, dayOfWeek: "Sunday" }, absoluteMonthly: null, relativeMonthly: null },
      durationHours: hours,
      utcOffset: "+00:00",
      startDate,
      startTime: "02:00",
      notAllowedDates: null,
    },
    timeInWeek: null,
    notAllowedTime: null,
  },
});

const PLANS = ["KubernetesOfficial", "AKSLongTermSupport"];

/** What AKS offers: made up, in step with the calendar of late November 2026. */
const MINORS: readonly {
  readonly minor: number;
  readonly newestPatch: number;
  readonly plans: readonly string[];
  readonly isDefault?: true;
}[] = [
  { minor: 33, newestPatch: 8, plans: PLANS.slice(1) },
  { minor: 34, newestPatch: 6, plans: PLANS },
  { minor: 35, newestPatch: 4, plans: PLANS, isDefault: true },
  { minor: 36, newestPatch: 1, plans: PLANS },
  { minor: 37, newestPatch: 0, plans: PLANS },
];
const PATCHES_OFFERED = 3;

/** The version catalogue, the same in every region. */
export const versions = (): Record<string, ArmBody[]> => Object.fromEntries(REGIONS.map((region) => [region, MINORS.map(minorRow)]));

function minorRow({ minor, newestPatch, plans, isDefault }: (typeof MINORS)[number]): ArmBody {
  const next = MINORS.find((each) => each.minor === minor + 1);
  const offered = patchesOf(newestPatch);
  const upgrades = (patch: number): string[] => [
    ...offered.filter((each) => each > patch).map((each) => `1.${minor}.${each}`),
    ...(next ? patchesOf(next.newestPatch).map((each) => `1.${next.minor}.${each}`) : []),
  ];
  return {
    version: `1.${minor}`,
    capabilities: { supportPlan: [...plans] },
    ...(isDefault ? { isDefault } : {}),
    patchVersions: Object.fromEntries(offered.map((patch) => [`1.${minor}.${patch}`, { upgrades: upgrades(patch) }])),
  };
}

const patchesOf = (newest: number): readonly number[] =>
  Array.from({ length: Math.min(PATCHES_OFFERED, newest + 1) }, (_, below) => newest - below).toReversed();

/** Locks as their owners put them: one that nobody minds, and those on the node resource groups of clusters. */
export function locks(clusters: readonly ClusterSpec[]): ArmBody[] {
  const [first] = clusters;
  const shared = first ? [lock(`/subscriptions/${first.subscription}/resourceGroups/rg-network`, "keep-network")] : [];
  const own = clusters
    .filter(({ isLocked }) => isLocked)
    .map((cluster) => lock(`/subscriptions/${cluster.subscription}/resourceGroups/${nodeGroupOf(cluster)}`, "do-not-delete"));
  return [...shared, ...own];
}

const lock = (scope: string, name: string): ArmBody => ({
  id: `${scope}/providers/Microsoft.Authorization/locks/${name}`,
  type: "Microsoft.Authorization/locks",
  name,
  properties: { level: "CanNotDelete", notes: "" },
});

/** What stopped clusters keep: two volumes, and the address that their pods went out by. Rows of Resource Graph. */
export const keptByStopped = (clusters: readonly ClusterSpec[]): ArmBody[] => clusters.filter(({ isStopped }) => isStopped).flatMap(kept);

function kept(cluster: ClusterSpec): ArmBody[] {
  const group = nodeGroupOf(cluster);
  const scope = `/subscriptions/${cluster.subscription}/resourceGroups/${group}`;
  const common = { location: cluster.region, resourceGroup: group.toLowerCase(), subscriptionId: cluster.subscription };
  const volume = (name: string, sizeGiB: number, sku: string, tier: string): ArmBody => ({
    ...common,
    id: `${scope}/providers/Microsoft.Compute/disks/${name}`,
    type: "microsoft.compute/disks",
    name,
    managedBy: "",
    sku: { name: sku, tier: sku.split("_")[0] },
    properties: { diskSizeGB: sizeGiB, tier, diskState: "Unattached" },
  });
  const frontend = `${scope}/providers/Microsoft.Network/loadBalancers/kubernetes/frontendIPConfigurations/outbound`;
  return [
    { ...common, id: scope, type: "microsoft.resources/subscriptions/resourcegroups", name: group },
    volume(`pvc-${cluster.name}-db`, 256, "Premium_LRS", "P15"),
    volume(`pvc-${cluster.name}-logs`, 128, "StandardSSD_LRS", "E10"),
    {
      ...common,
      id: `${scope}/providers/Microsoft.Network/publicIPAddresses/${cluster.name}-outbound`,
      type: "microsoft.network/publicipaddresses",
      name: `${cluster.name}-outbound`,
      sku: { name: "Standard", tier: "Regional" },
      properties: { publicIPAllocationMethod: "Static", ipConfiguration: { id: frontend } },
    },
  ];
}
