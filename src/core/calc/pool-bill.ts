import type { NodePool } from "../model/cluster.ts";
import type { VmSize } from "../model/names.ts";
import { findSku } from "../model/region.ts";
import type { Working } from "../model/working.ts";
import { type Amount, amountOf, figures, sumOf, type Unit, unitOf } from "./bill.ts";
import { type NodeBasis, nodeBasis } from "./node-basis.ts";
import { type NotPriced, noRow, notPriced } from "./not-priced.ts";
import { managedStorage } from "./os-disk-default.ts";
import type { PoolFacts } from "./pool-cost.ts";
import { diskRate, type MonthlyRate } from "./price-disk.ts";
import { nodeRate, priceUse, type Rate } from "./price-node.ts";
import type { SizeNodes } from "./surge.ts";

/** The nodes an amount stands on. A stopped cluster has stopped pools, whatever they say themselves. */
export const basisOf = (pool: NodePool, { cluster, history }: PoolFacts): NodeBasis =>
  nodeBasis(cluster.powerState === "stopped" ? { ...pool, powerState: "stopped" } : pool, history);

export const basisWorking = ({ basis, nodes }: NodeBasis): Working =>
  basis.kind === "tonight"
    ? { label: "nodes counted", value: `${nodes} tonight` }
    : { label: "nodes counted", formula: `mean of ${basis.nights} nights`, value: figures(nodes) };

/** An hour of a node of the pool, or of another size in its place. */
export function poolRate(vmSize: VmSize, { os, priority, hostGroupId }: NodePool, { cluster, prices }: PoolFacts): Rate | NotPriced {
  if (hostGroupId !== undefined) return notPriced("its nodes stand on dedicated hosts, which are billed by the host");
  return nodeRate(vmSize, { os, priority, isHybridBenefit: cluster.hasHybridBenefit ?? false }, prices);
}

/** A month of the pool's OS disk on a VM size, which decides what kind it is. */
export function poolDiskRate(vmSize: VmSize, { osDisk }: Pick<NodePool, "osDisk">, { skus, prices }: PoolFacts): MonthlyRate | NotPriced {
  if (osDisk.kind === "ephemeral") return { monthly: 0 };
  const sku = findSku(skus, vmSize);
  if (!sku) return notPriced(`the region lists no VM size ${vmSize}, which decides what kind of disk it has`);
  return diskRate(osDisk, managedStorage(sku), prices);
}

/** An hour of a node's own public address, for pools whose nodes have one; nothing where they do not. */
export function addressRate({ nodePublicIp }: NodePool, { prices }: PoolFacts): Rate | NotPriced | undefined {
  if (!nodePublicIp) return undefined;
  const isInPrefix = nodePublicIp.prefixId !== undefined;
  const price = isInPrefix ? prices.known.publicIps.inPrefix : prices.known.publicIps.standardStatic;
  const what = isInPrefix ? "Standard public IP address of a prefix" : "Standard static public IP address";
  return price ? { hourly: price.amount, use: priceUse(price, what, "hour", prices) } : noRow(what, prices);
}

export const nodesBill = (pool: NodePool, sizes: readonly SizeNodes[], facts: PoolFacts): Amount | NotPriced =>
  amountOf("nodes", sizes, ({ vmSize }) => hourlyUnit(poolRate(vmSize, pool, facts)), facts.prices.known.currency);

export const addressesBill = (pool: NodePool, sizes: readonly SizeNodes[], facts: PoolFacts): Amount | NotPriced =>
  amountOf("public addresses", sizes, () => hourlyUnit(addressRate(pool, facts)), facts.prices.known.currency);

export const disksBill = (pool: Pick<NodePool, "osDisk">, sizes: readonly SizeNodes[], facts: PoolFacts): Amount | NotPriced =>
  amountOf("disks", sizes, ({ vmSize }) => monthlyUnit(poolDiskRate(vmSize, pool, facts)), facts.prices.known.currency);

/** What goes, or stays, with the VM size of a pool. */
export const nodesAndDisksBill = (pool: NodePool, sizes: readonly SizeNodes[], facts: PoolFacts): Amount | NotPriced =>
  together(nodesBill(pool, sizes, facts), disksBill(pool, sizes, facts));

/** All that each node costs. */
export const wholeBill = (pool: NodePool, sizes: readonly SizeNodes[], facts: PoolFacts): Amount | NotPriced =>
  together(nodesAndDisksBill(pool, sizes, facts), addressesBill(pool, sizes, facts));

const together = (a: Amount | NotPriced, b: Amount | NotPriced): Amount | NotPriced =>
  "notPriced" in a ? a : "notPriced" in b ? b : sumOf([a, b]);

const hourlyUnit = (rate: Rate | NotPriced | undefined): Unit | NotPriced | undefined =>
  rate === undefined || "notPriced" in rate ? rate : unitOf(rate);

function monthlyUnit(rate: MonthlyRate | NotPriced): Unit | NotPriced | undefined {
  if ("notPriced" in rate) return rate;
  return rate.use && { monthly: rate.monthly, formula: figures(rate.monthly), use: rate.use };
}
