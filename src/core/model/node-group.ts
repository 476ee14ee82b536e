import type { GiB } from "./units.ts";

/** By the lower-case name of the resource group; one that is not here could not be seen. Only those of stopped clusters are read. */
export interface NodeGroups {
  readonly byName: ReadonlyMap<string, NodeGroup>;
}

/** What stands in a cluster's node resource group and is paid for also while no node runs. */
export interface NodeGroup {
  /** Lower case. */
  readonly name: string;
  readonly disks: readonly GroupDisk[];
  readonly publicIps: readonly GroupPublicIp[];
}

/** A managed disk that is a resource of its own, such as a volume. OS disks of scale set nodes are not among them. */
export interface GroupDisk {
  readonly name: string;
  /** ARM calls it diskSizeGB; it is GiB. */
  readonly sizeGiB: GiB;
  /** `Premium_LRS`, as Azure writes it. */
  readonly sku: string;
  /** What it is billed as, `P10`; it may be above what the size asks for. Missing for disks that are billed by other measures. */
  readonly tier?: string;
  /** A node has it, running or not. */
  readonly isAttached: boolean;
}

export interface GroupPublicIp {
  readonly name: string;
  readonly sku: "basic" | "standard" | "standard-v2";
  /** Something uses it: a load balancer, a NAT gateway, a network interface. */
  readonly isAssociated: boolean;
  /** It is billed as one of a prefix. */
  readonly isFromPrefix: boolean;
}
