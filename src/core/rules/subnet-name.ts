import type { SubnetId, SubscriptionId } from "../model/names.ts";

const SUBNET_ID =
  /^\/subscriptions\/([^/]+)\/resourcegroups\/([^/]+)\/providers\/microsoft\.network\/virtualnetworks\/([^/]+)\/subnets\/([^/]+)$/;

/** `vnet/subnet`, for people. */
export function subnetText(id: SubnetId): string {
  const [, , , vnet, subnet] = SUBNET_ID.exec(id) ?? [];
  return vnet !== undefined && subnet !== undefined ? `${vnet}/${subnet}` : id;
}

/**
 * The subject of a finding about a subnet. Virtual networks of one name are common, so the resource group stands before it, and
 * for networks of another subscription that as well: two subnets never share a subject, and a subnet never changes its own.
 */
export function subnetSubject(id: SubnetId, home: SubscriptionId): string {
  const [, subscription, group, vnet, subnet] = SUBNET_ID.exec(id) ?? [];
  if (subscription === undefined) return id;
  const path = `${group}/${vnet}/${subnet}`;
  return subscription === home ? path : `${subscription}/${path}`;
}
