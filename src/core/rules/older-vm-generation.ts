import { cannotTell, notListed } from "../calc/cannot-tell.ts";
import { newPoolRoom } from "../calc/new-pool-room.ts";
import type { NodePool, PoolSize } from "../model/cluster.ts";
import { findSku, type VmSku } from "../model/region.ts";
import { dayOf } from "../model/time.ts";
import { bytesToGib } from "../model/units.ts";
import { whyIdle } from "./autoscale-range.ts";
import { NEW_POOL_FIRST } from "./new-pool.ts";
import { type Choice, chooseNewer, generationOf, losesTemp, type Now } from "./newer-choice.ts";
import { newerSizes, sizeName } from "./newer-size.ts";
import { otherSizeRemedy } from "./other-size.ts";
import { savingBy } from "./reserved-target.ts";
import { roomWords } from "./room-words.ts";
import { type Answer, type ClusterView, defineRule, type Found } from "./rule.ts";
import { NO_MONEY, nodesText, percentText } from "./words.ts";
import { monthly } from "./worth.ts";

type View = ClusterView<"skus", "restrictions" | "quotas" | "subnets" | "prices", "leastPercent">;

export const olderVmGeneration = defineRule(
  {
    id: "older-vm-generation",
    code: "COST-025",
    version: 1,
    category: "cost",
    summary: "A node pool runs on an older VM generation than one that costs as much or less.",
    severities: ["info", "low"],
    source: "https://learn.microsoft.com/azure/aks/aks-virtual-machine-sizes",
    needs: ["skus"],
    uses: ["restrictions", "quotas", "subnets", "prices"],
    needsRest: true,
    floor: 1,
    changes: ["pool"],
    thresholds: { leastPercent: { standard: 5, min: 1, max: 50, unit: "% less", says: "a new pool is worth the work" } },
  },
  function* (view) {
    for (const pool of view.cluster.nodePools) {
      if (pool.priority === "spot" || pool.mode === "gateway") continue;
      const answer = answerFor(view, pool);
      if (answer) yield answer;
    }
  },
);

function answerFor(view: View, pool: NodePool): Answer | undefined {
  const subject = pool.name;
  const whyNot = whyBound(view, pool);
  if (whyNot !== undefined) return { subject, notApplicable: whyNot };
  const [size] = pool.sizes;
  const sku = size && findSku(view.skus, size.vmSize);
  if (!sku) return { subject, ...notListed(size?.vmSize ?? "of this pool") };

  const region = { skus: view.skus.byKey.values(), calendar: view.calendar, today: dayOf(view.at) };
  const newer = newerSizes(pool, sku, { ...region, restrictions: { byKey: new Map() } });
  if (newer.length === 0) return undefined;
  // From here on never silence: a price or a restriction that changes has saved nothing.
  const { restrictions } = view;
  const open = "known" in restrictions ? newerSizes(pool, sku, { ...region, skus: newer, restrictions: restrictions.known }) : newer;
  if (open.length === 0) return { subject, notApplicable: "no newer generation of its size may be made here" };
  const now = { pool, size, sku };
  const choice = chooseNewer(view, now, open);
  switch (choice.kind) {
    case "not-dearer":
      return finding(view, now, choice);
    case "dearer":
      return { subject, notApplicable: "every newer generation of its size costs more" };
    case "not-priced":
      return { subject, ...cannotTell("absent", `whether a newer generation costs less: ${choice.why}`) };
  }
}

function whyBound({ cluster }: View, pool: NodePool): string | undefined {
  if (cluster.isAutomatic) return "AKS Automatic chooses its VM sizes itself";
  if (pool.kind === "availability-set") return "a cluster on availability sets takes no other pool";
  const idle = whyIdle(pool);
  if (idle !== undefined) return idle;
  if (pool.sizes.length > 1) return "the sizes of a Virtual Machines pool are of one family, and would have to change together";
  if (pool.os === "windows") return "newer sizes may need generation 2 images, which not all Windows nodes have";
  if (pool.capacityReservationGroupId !== undefined) return "it is bound to a capacity reservation group, which holds its size";
  if (pool.hostGroupId !== undefined) return "it is bound to dedicated hosts, which hold its size";
  return pool.workloadRuntime?.toLowerCase().startsWith("kata") ? "it sandboxes pods, and which sizes can is not read" : undefined;
}

function finding(view: View, now: Now, { sku, share }: Extract<Choice, { readonly kind: "not-dearer" }>): Found {
  const { pool, size } = now;
  const { cluster, restrictions } = view;
  const to: PoolSize = { ...size, vmSize: sku.vmSize };
  const isByProfile = pool.kind === "virtual-machines";
  const room = isByProfile ? undefined : roomWords(newPoolRoom(pool, { sku, nodes: size.nodeCount }, view), size.nodeCount, view.quotas);
  const price = priceText(share);
  const saving = savingBy(sku, size.nodeCount, now, view);
  const temp = tempText(now, sku);
  return {
    subject: pool.name,
    severity: share * 100 >= view.thresholds.leastPercent ? "low" : "info",
    magnitude: { value: size.nodeCount, unit: "node" },
    title: `Older VM generation: ${sku.vmSize} costs ${share > 0 ? "less" : "the same"}`,
    detail: `${nodesText(size.nodeCount)} of ${size.vmSize}; ${sku.vmSize} has as many vCPUs, ${memoryText(now.sku, sku)} and ${price}.${room ? ` ${room.sentence}` : ""}`,
    workings: [
      { label: size.vmSize, value: shapeText(now.sku) },
      { label: sku.vmSize, value: shapeText(sku) },
      { label: "a node and its disk", value: price },
      ...(room?.workings ?? []),
    ],
    first: [
      ...(temp === undefined ? [] : [temp]),
      ...(isAmd(sku) === isAmd(now.sku) ? [] : ["Its pods run on another maker's processors (Intel and AMD differ)"]),
      ...(pool.hasHostEncryption || pool.hasUltraDisk ? ["The new size takes what the pool uses: encryption at host, ultra disks"] : []),
      ...(pool.security.secureBoot || pool.security.vtpm ? ["The new size takes Trusted Launch"] : []),
      ...(room ? [...room.first, ...NEW_POOL_FIRST] : []),
    ],
    remedy: otherSizeRemedy(cluster, pool, { from: size, to, ending: "new", nodesPerBatch: room?.nodesPerBatch }),
    notKnown: [
      "whether a reserved instance or savings plan covers the nodes, and would the new ones",
      ...("missing" in restrictions ? [`whether the newer size may be made here: ${restrictions.missing.why}`] : []),
      ...(room?.notKnown ?? []),
    ],
    worth: share === 0 ? NO_MONEY : monthly(saving),
  };
}

const priceText = (share: number): string => (share > 0 ? `costs ${percentText(share * 100)} less` : "costs the same");
const memoryText = (now: VmSku, then: VmSku): string =>
  then.memoryGiB > now.memoryGiB ? `${then.memoryGiB} in place of ${now.memoryGiB} GiB` : "as much memory";
const tempGiB = ({ ephemeralOsDisk: { tempBytes } }: VmSku): number => Math.floor(bytesToGib(tempBytes));
const shapeText = (sku: VmSku): string =>
  `generation ${generationOf(sku)}, ${sku.vcpusAvailable} vCPUs, ${sku.memoryGiB} GiB, temp disk ${tempGiB(sku)} GiB`;
const isAmd = ({ vmSize }: VmSku): boolean => sizeName(vmSize)?.features.has("a") === true;

function tempText(now: Now, sku: VmSku): string | undefined {
  if (losesTemp(now, sku)) return `Nothing of the pool uses the temp disk of ${tempGiB(now.sku)} GiB: the new size has none`;
  return tempGiB(sku) < tempGiB(now.sku) ? `A temp disk of ${tempGiB(sku)} in place of ${tempGiB(now.sku)} GiB is enough` : undefined;
}
