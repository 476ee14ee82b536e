declare const name: unique symbol;
type Name<K extends string> = string & { readonly [name]: K };

/** Lower-case GUID. */
export type SubscriptionId = Name<"subscription">;
/** Lower-case ARM id of a managed cluster. Azure itself varies the case of ids, so they are only compared in this form. */
export type ClusterId = Name<"cluster">;
/** `westeurope`: lower case, no spaces. */
export type Region = Name<"region">;
/** Lower-case ARM id of a subnet. */
export type SubnetId = Name<"subnet">;
/** The quota bucket of a VM size, lower case. It may hold spaces; it is compared, never parsed. */
export type VmFamily = Name<"family">;
/** A VM size as Azure wrote it, for people. Case varies between answers: compare `vmSizeKey`. */
export type VmSize = Name<"vmSize">;
export type VmSizeKey = Name<"vmSizeKey">;
export type RuleId = Name<"rule">;
/** The UTC date of the night a scan was scheduled for, or the moment somebody started it by hand. */
export type ScanId = Name<"scan">;

export const subscriptionId = (text: string): SubscriptionId => text.toLowerCase() as SubscriptionId;
export const clusterId = (text: string): ClusterId => text.toLowerCase() as ClusterId;
export const region = (text: string): Region => text.toLowerCase().replaceAll(" ", "") as Region;
export const subnetId = (text: string): SubnetId => text.toLowerCase() as SubnetId;
export const vmFamily = (text: string): VmFamily => text.toLowerCase() as VmFamily;
export const vmSize = (text: string): VmSize => text as VmSize;
export const vmSizeKey = (size: VmSize): VmSizeKey => size.toLowerCase() as VmSizeKey;
export const ruleId = (text: string): RuleId => text as RuleId;
export const scanId = (text: string): ScanId => text as ScanId;

/** Where a cluster lives, with its names as Azure wrote them. */
export interface ClusterRef {
  readonly id: ClusterId;
  readonly subscription: SubscriptionId;
  readonly resourceGroup: string;
  readonly name: string;
}

const CLUSTER_ID = /^\/subscriptions\/([^/]+)\/resourcegroups\/([^/]+)\/providers\/microsoft\.containerservice\/managedclusters\/([^/]+)$/i;

/** Nothing when the text is not the ARM id of a managed cluster. */
export function clusterRef(armId: string): ClusterRef | undefined {
  const [, subscription, resourceGroup, cluster] = CLUSTER_ID.exec(armId) ?? [];
  if (subscription === undefined || resourceGroup === undefined || cluster === undefined) return undefined;
  return { id: clusterId(armId), subscription: subscriptionId(subscription), resourceGroup, name: cluster };
}
