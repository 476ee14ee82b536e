import type { NodePool } from "../model/cluster.ts";
import { findSku, type Skus, type VmSku } from "../model/region.ts";
import { gibToMib, type MiB, type Millicores, mib, millicores } from "../model/units.ts";
import { type CannotTell, cannotTell, notListed } from "./cannot-tell.ts";
import { type NodeReserved, nodeReserved, poolNode, type ReservedRule } from "./node-reserved.ts";
import { BY_VERSION, type ReservedScheme } from "./reserved-shape.ts";
import { sum } from "./sums.ts";

/** An amount of what pods run on. */
export interface PodRoom {
  readonly cpu: Millicores;
  readonly memory: MiB;
  readonly gpus: number;
}

/** All nodes of a pool together, of nominal. */
export interface PoolReserved {
  readonly nodes: number;
  readonly capacity: PodRoom;
  /** What pods may use of it. */
  readonly offered: PodRoom;
  /** 0 to 1; 0 for a pool without nodes. */
  readonly cpuShare: number;
  readonly memoryShare: number;
  readonly bySize: readonly SizeReserved[];
}

export interface SizeReserved {
  readonly sku: VmSku;
  readonly nodes: number;
  readonly reserved: NodeReserved<ReservedRule>;
}

/** Cannot tell when a size has no SKU, or max pods or version of the pool are not known: a sum of the rest would mislead. */
export function poolReserved(pool: NodePool, skus: Skus, scheme: ReservedScheme = BY_VERSION): PoolReserved | CannotTell {
  const bySize: SizeReserved[] = [];
  for (const { vmSize, nodeCount } of pool.sizes) {
    const sku = findSku(skus, vmSize);
    if (!sku) return notListed(vmSize);
    if (!Number.isSafeInteger(nodeCount) || nodeCount < 0) return cannotTell("unreadable", `no pool has ${nodeCount} nodes`);
    const node = poolNode(pool, sku);
    if ("cannotTell" in node) return node;
    bySize.push({ sku, nodes: nodeCount, reserved: nodeReserved(node, scheme) });
  }
  const total = (each: (size: SizeReserved) => number) => sum(bySize.map((size) => size.nodes * each(size)));
  const gpus = total(({ sku }) => sku.gpus);
  const capacity = { cpu: total(({ sku }) => sku.vcpusAvailable * 1000), memory: total(({ sku }) => gibToMib(sku.memoryGiB)) };
  const offered = { cpu: total(({ reserved }) => reserved.allocatableCpu), memory: total(({ reserved }) => reserved.allocatableMemory) };
  return {
    nodes: total(() => 1),
    capacity: { cpu: millicores(capacity.cpu), memory: mib(capacity.memory), gpus },
    offered: { cpu: millicores(offered.cpu), memory: mib(offered.memory), gpus },
    cpuShare: lost(offered.cpu, capacity.cpu),
    memoryShare: lost(offered.memory, capacity.memory),
    bySize,
  };
}

const lost = (offered: number, capacity: number): number => (capacity === 0 ? 0 : 1 - offered / capacity);

/** Both in the currency of the price, and never to be added: each is a share of the same nodes. */
export interface ReservedCost {
  readonly cpuHourly: number;
  readonly memoryHourly: number;
}

/** What a pool pays for the CPU, and for the memory, that its pods cannot use. `nodeHourly` is the price of one node. */
export function reservedCost({ bySize }: PoolReserved, nodeHourly: (sku: VmSku) => number | undefined): ReservedCost | CannotTell {
  let cpuHourly = 0;
  let memoryHourly = 0;
  for (const { sku, nodes, reserved } of bySize) {
    const price = nodeHourly(sku);
    if (price === undefined || !(price >= 0)) return cannotTell("absent", `no price of ${sku.vmSize} was read`);
    cpuHourly += nodes * price * reserved.cpuShare;
    memoryHourly += nodes * price * reserved.memoryShare;
  }
  return { cpuHourly, memoryHourly };
}
