import { type Region, type SubnetId, type SubscriptionId, subscriptionId } from "../../core/model/names.ts";
import { badName } from "./errors.ts";

export interface NetworkRef {
  readonly subscription: SubscriptionId;
  readonly resourceGroup: string;
  readonly name: string;
}

const SUBNET_ID =
  /^\/subscriptions\/([^/]+)\/resourcegroups\/([^/]+)\/providers\/microsoft\.network\/virtualnetworks\/([^/]+)\/subnets\/[^/]+$/;

/** The virtual network a subnet lies in; nothing when the text is not the ARM id of a subnet. */
export function networkOf(subnet: SubnetId): NetworkRef | undefined {
  const [, subscription, resourceGroup, name] = SUBNET_ID.exec(subnet) ?? [];
  if (subscription === undefined || resourceGroup === undefined || name === undefined) return undefined;
  return { subscription: subscriptionId(subscription), resourceGroup, name };
}

// The SDK encodes what it puts into a path, but `..` stays as it is and climbs.
const PATH_SEGMENT = /^(?!\.+$)[^/\\?#%\p{Cc}]+$/u;
const REGION_NAME = /^[a-z0-9-]+$/;

/** @throws AzureRefusal before anything is sent when a name cannot stand in an address. */
export function checkNames(what: string, ...names: readonly string[]): void {
  if (!names.every((name) => PATH_SEGMENT.test(name))) throw badName(what);
}

export function checkRegion(what: string, region: Region): void {
  if (!REGION_NAME.test(region)) throw badName(what);
}

// What a resource group may be called; none of it ends the quotation marks of a query.
const RESOURCE_GROUP = /^[\p{L}\p{N}_().-]{1,90}$/u;

export function checkResourceGroups(what: string, names: readonly string[]): void {
  if (!names.every((name) => RESOURCE_GROUP.test(name))) throw badName(what);
}

// Neither name can end the quotation marks of a query.
const MANAGEMENT_GROUP = /^[A-Za-z0-9_().-]{1,90}$/;
const CLUSTER_NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$/;

export function checkManagementGroup(what: string, name: string): void {
  if (!MANAGEMENT_GROUP.test(name)) throw badName(what);
}

export function checkClusterName(what: string, name: string): void {
  if (!CLUSTER_NAME.test(name)) throw badName(what);
}
