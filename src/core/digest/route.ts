import type { Tags } from "../model/cluster.ts";
import type { Route } from "../model/delivery.ts";
import type { Target } from "../model/finding.ts";
import { type ClusterRef, clusterRef, type SubscriptionId } from "../model/names.ts";
import type { Snapshot } from "../model/snapshot.ts";

/**
 * The one route a cluster belongs to: by tag, resource group, subscription, else the default; the first in the setting's
 * order where several match. Names compare without case, as Azure compares tag names and resource groups. Without a default
 * there may be none: the operator route takes no findings.
 */
export function routeFor(ref: ClusterRef, tags: Tags, routes: readonly Route[]): Route | undefined {
  return (
    routes.find(({ match }) => match.kind === "tag" && hasTag(tags, match.key, match.value)) ??
    routes.find(
      ({ match }) =>
        match.kind === "resource-group" && match.subscription === ref.subscription && isSameName(match.resourceGroup, ref.resourceGroup),
    ) ??
    routeForSubscription(ref.subscription, routes)
  );
}

/** For what is about a subscription or a region of it, and has no tags. */
export const routeForSubscription = (subscription: SubscriptionId, routes: readonly Route[]): Route | undefined =>
  routes.find(({ match }) => match.kind === "subscription" && match.subscription === subscription) ??
  routes.find(({ match }) => match.kind === "default");

/** For what is about the app itself. */
export const operatorRoute = (routes: readonly Route[]): Route | undefined =>
  routes.find(({ match }) => match.kind === "operator") ?? routes.find(({ match }) => match.kind === "default");

/** Routes by target, from the snapshots a target may name. A cluster without one is routed by its id, without tags. */
export function targetRoutes(snapshots: readonly Snapshot[], routes: readonly Route[]): (target: Target) => Route | undefined {
  const byId = new Map(snapshots.map((snapshot) => [snapshot.ref.id, snapshot]));
  return (target) => {
    if (target.kind === "region") return routeForSubscription(target.subscription, routes);
    const snapshot = byId.get(target.cluster);
    if (snapshot) return snapshotRoute(snapshot, routes);
    const ref = clusterRef(target.cluster);
    return ref && routeFor(ref, {}, routes);
  };
}

export const snapshotRoute = ({ ref, cluster }: Snapshot, routes: readonly Route[]): Route | undefined =>
  routeFor(ref, "known" in cluster ? cluster.known.tags : {}, routes);

const isSameName = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
const hasTag = (tags: Tags, key: string, value: string): boolean =>
  Object.entries(tags).some(([name, content]) => isSameName(name, key) && isSameName(content, value));
