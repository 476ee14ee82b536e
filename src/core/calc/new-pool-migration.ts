import { type Cluster, hasMotion, type NodePool, nodesOf } from "../model/cluster.ts";
import { podCeiling } from "./addresses-pods.ts";
import { type CannotTell, cannotTell } from "./cannot-tell.ts";
import type { Resource } from "./new-pool.ts";
import { type Batches, batchesWithin, type Demand } from "./new-pool-batches.ts";
import { IN_MOTION, inMotion, type NewPool, type NewPoolFacts, newPoolDemands } from "./new-pool-room.ts";
import { clusterCeiling, SCALE_SET_INSTANCES } from "./surge-ceiling.ts";

/** Everything that a new pool takes from while the old one is still there. */
export type MigrationResource =
  | Resource
  /** Addresses of the public IP prefix, where nodes have one each. */
  | { readonly kind: "public-ips" }
  /** Nodes that the pod CIDR (or, with kubenet, the route table) has room for. */
  | { readonly kind: "pod-cidr" }
  /** Nodes that the cluster's tier allows. */
  | { readonly kind: "cluster-nodes" }
  /** Instances of the new pool's own scale set. */
  | { readonly kind: "scale-set" };

export interface MigrationFacts extends NewPoolFacts {
  /** Addresses that are free in the public IP prefix of the pool; asked for only where its nodes have public addresses. */
  readonly publicIps?: { readonly free: number } | CannotTell;
}

/** A pool to build in place of another. `kind` is as in the old one when it is left out. */
export interface MigrationTarget extends NewPool {
  readonly kind?: NodePool["kind"];
}

/**
 * The largest batches in which a new pool can take the place of an old one: vCPUs by family and region (or of spot), addresses, public
 * addresses, pod CIDR and the limits on nodes. It stays in the old pool's subnets, with a public address a node if the old has. Old
 * nodes are drained and deleted after each batch. A shortage where nodes come or go is cannot tell.
 */
export function migrationRoom(old: NodePool, target: MigrationTarget, facts: MigrationFacts): Batches<MigrationResource> {
  const shared = newPoolDemands(old, target, facts);
  if ("cannotTell" in shared) return shared;
  const demands: readonly Demand<MigrationResource>[] = [...shared, ...nodeDemands(old, target, facts)];
  const room = batchesWithin(target.nodes ?? old.nodeCount, old.nodeCount, demands);
  if ("cannotTell" in room || room.kind === "has-room") return room;

  const isMoving = inMotion(target.sku, facts);
  const short = room.short.filter(({ of }) => !isDoubtful(of, facts.cluster, isMoving));
  return short.length > 0 ? { kind: "no-room", short } : IN_MOTION;
}

/** What counts nodes, whatever their size. A stopped pool's nodes give nothing back: they are gone already. */
function nodeDemands(
  old: NodePool,
  { kind = old.kind }: MigrationTarget,
  { cluster, publicIps }: MigrationFacts,
): Demand<MigrationResource>[] {
  const one = { perNew: 1, perOld: old.powerState === "running" ? 1 : 0 };
  const demands: Demand<MigrationResource>[] = [{ of: { kind: "cluster-nodes" }, ...one, room: clusterCeiling(cluster) }];
  const ceiling = podCeiling(cluster);
  if ("cannotTell" in ceiling) demands.push({ of: { kind: "pod-cidr" }, ...one, room: ceiling });
  else if (ceiling.kind === "nodes") {
    demands.push({ of: { kind: "pod-cidr" }, ...one, room: { free: ceiling.nodes - nodesOf(cluster) } });
  }
  if (old.nodePublicIp) demands.push({ of: { kind: "public-ips" }, ...one, room: publicIps ?? NO_PREFIX });
  if (kind === "scale-set") demands.push({ of: { kind: "scale-set" }, perNew: 1, perOld: 0, room: { free: SCALE_SET_INSTANCES } });
  return demands;
}

const NO_PREFIX = cannotTell("absent", "the public addresses that are free were not read");

function isDoubtful(of: MigrationResource, cluster: Cluster, isMoving: (of: Resource) => boolean): boolean {
  switch (of.kind) {
    case "pod-cidr":
    case "cluster-nodes":
    case "public-ips":
      return hasMotion(cluster);
    case "scale-set":
      return false;
    default:
      return isMoving(of);
  }
}
