import type { Cluster } from "./cluster.ts";

/** A management lock. It holds for what it is put on and for everything below. */
export interface Lock {
  readonly name: string;
  /** `read-only` also stops every change; both stop the deletion of nodes, and so upgrades and scaling in. */
  readonly level: "cannot-delete" | "read-only";
  /** The lower-case ARM id of what it is put on: a subscription, a resource group or a resource. */
  readonly scope: string;
}

/** Those that hold for a resource or a resource group, by its ARM id in any case: its own and those from above. */
export function locksOver(locks: readonly Lock[], id: string): readonly Lock[] {
  const path = `${id.toLowerCase()}/`;
  return locks.filter(({ scope }) => path.startsWith(`${scope}/`));
}

/** The lower-case ARM id of the group that holds a cluster's nodes; nothing where its name was not read. */
export const nodeGroupId = ({
  subscription,
  nodeResourceGroup,
}: Pick<Cluster, "subscription" | "nodeResourceGroup">): string | undefined =>
  nodeResourceGroup === undefined ? undefined : `/subscriptions/${subscription}/resourcegroups/${nodeResourceGroup}`.toLowerCase();

/** Those that stop upgrades, each once: a read-only lock over the cluster stops every change, any lock over its nodes their replacement. */
export function locksOnUpgrades(cluster: Cluster, locks: readonly Lock[]): readonly Lock[] {
  const group = nodeGroupId(cluster);
  const stopping = [
    ...locksOver(locks, cluster.id).filter(({ level }) => level === "read-only"),
    ...(group === undefined ? [] : [...locksOver(locks, group), ...locksOnNodes(locks, group)]),
  ];
  return [...new Map(stopping.map((lock) => [`${lock.scope} ${lock.name}`, lock])).values()];
}

/** On scale sets and machines themselves. A lock on a disk or an address of the group hinders no node. */
const locksOnNodes = (locks: readonly Lock[], group: string): Lock[] =>
  locks.filter(({ scope }) => NODE_TYPES.some((type) => scope.startsWith(`${group}/providers/microsoft.compute/${type}/`)));
const NODE_TYPES = ["virtualmachinescalesets", "virtualmachines"];
