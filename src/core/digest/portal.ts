import type { ClusterRef, SubscriptionId } from "../model/names.ts";

const PORTAL = "https://portal.azure.com";
/** ARM's own limits keep ids far below; a longer one is not worth its place in a card. */
const LONGEST_LINK = 600;

/** The cluster's page in the portal of the public cloud. Nothing when the link would be absurdly long. */
export const clusterLink = ({ subscription, resourceGroup, name }: ClusterRef): string | undefined =>
  link(subscription, "resourceGroups", resourceGroup, "providers", "Microsoft.ContainerService", "managedClusters", name, "overview");

export const subscriptionLink = (subscription: SubscriptionId): string | undefined => link(subscription, "overview");

function link(...segments: readonly string[]): string | undefined {
  const url = `${PORTAL}/#resource/subscriptions/${segments.map(encoded).join("/")}`;
  return url.length <= LONGEST_LINK ? url : undefined;
}

/** Parentheses and the like, too: resource groups may hold them, and they end links in chat text. */
const encoded = (segment: string): string =>
  encodeURIComponent(segment.toWellFormed()).replaceAll(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
