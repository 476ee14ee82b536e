import { cannotTell, notListed } from "../calc/cannot-tell.ts";
import { newPoolRoom } from "../calc/new-pool-room.ts";
import { nodeReserved, nodeShape } from "../calc/node-reserved.ts";
import type { NodePool } from "../model/cluster.ts";
import type { Remedy, Worth } from "../model/finding.ts";
import { findSku } from "../model/region.ts";
import { whyIdle } from "./autoscale-range.ts";
import { azCommand } from "./command.ts";
import { NEW_POOL_FIRST } from "./new-pool.ts";
import { otherSizeRemedy } from "./other-size.ts";
import { type Advice, chooseTarget, isTooMuch, type ReservedLimits, type ReservedSize, savingBy } from "./reserved-target.ts";
import { isAboutMemory, points, reservedWorkings, targetText, targetWorkings } from "./reserved-words.ts";
import { roomWords } from "./room-words.ts";
import { type Answer, type ClusterView, defineRule, type Found } from "./rule.ts";
import { percentText } from "./words.ts";
import { monthly } from "./worth.ts";

type View = ClusterView<"skus", "restrictions" | "quotas" | "subnets" | "prices", keyof ReservedLimits>;

export const nodeReservedShare = defineRule(
  {
    id: "node-reserved-share",
    code: "COST-001",
    version: 2,
    category: "cost",
    summary: "The nodes of a user pool are so small that node-reserved takes a fifth of their memory or a twentieth of their CPU.",
    severities: ["low", "medium"],
    source: "https://learn.microsoft.com/azure/aks/node-resource-reservations",
    needs: ["skus"],
    uses: ["restrictions", "quotas", "subnets", "prices"],
    needsRest: true,
    floor: 1,
    changes: ["pool"],
    thresholds: {
      memoryPercent: { standard: 20, min: 10, max: 50, unit: "% of memory", says: "node-reserved takes too much of a node" },
      cpuPercent: { standard: 5, min: 2, max: 25, unit: "% of CPU", says: "node-reserved takes too much of a node" },
    },
  },
  function* (view) {
    for (const pool of view.cluster.nodePools) {
      if (pool.mode !== "user") continue;
      const answer = answerFor(view, pool);
      if (answer) yield answer;
    }
  },
);

function answerFor(view: View, pool: NodePool): Answer | undefined {
  const subject = pool.name;
  if (view.cluster.isAutomatic) return { subject, notApplicable: "AKS Automatic chooses its VM sizes itself" };
  const idle = whyIdle(pool);
  if (idle !== undefined) return { subject, notApplicable: idle };

  const sizes: ReservedSize[] = [];
  for (const size of pool.sizes) {
    const sku = findSku(view.skus, size.vmSize);
    if (!sku) return { subject, ...notListed(size.vmSize) };
    const shape = nodeShape(pool, sku);
    if (!shape) return { subject, ...cannotTell("absent", "max pods or the version of its nodes is not in the answer") };
    sizes.push({ pool, size, sku, reserved: nodeReserved(shape) });
  }
  const pointsOf = ({ reserved }: ReservedSize) => points(reserved, view.thresholds);
  const [worst] = sizes.filter(({ reserved }) => isTooMuch(reserved, view.thresholds)).sort((a, b) => pointsOf(b) - pointsOf(a));
  if (!worst) return undefined;
  const { restrictions } = view;
  const choice = chooseTarget(worst, "known" in restrictions ? restrictions.known : { byKey: new Map() }, view);
  return choice.kind === "none-cheaper"
    ? { subject, notApplicable: "no size of its family offers the same for less" }
    : found(view, worst, choice);
}

function found(view: View, now: ReservedSize, choice: Advice): Found {
  const { pool, sku, reserved } = now;
  const { cluster, restrictions } = view;
  const share = points(reserved, view.thresholds);
  const larger = choice.target;
  const isByProfile = pool.kind === "virtual-machines";
  const room =
    larger && !isByProfile
      ? roomWords(newPoolRoom(pool, { sku: larger.sku, nodes: larger.size.nodeCount }, view), larger.size.nodeCount, view.quotas)
      : undefined;
  const what = isAboutMemory(reserved, view.thresholds) ? "memory" : "CPU";
  return {
    subject: pool.name,
    severity: isWorthwhile(choice) ? "medium" : "low",
    magnitude: { value: share, unit: "point" },
    title: `Node-reserved takes ${percentText(share)} of the ${what}`,
    detail: `Kubernetes keeps ${percentText(reserved.memoryShare * 100)} of the memory and ${percentText(reserved.cpuShare * 100)} of the CPU of each ${sku.vmSize}; ${targetText(now, choice)}${room ? ` ${room.sentence}` : ""}`,
    workings: [...reservedWorkings(now), ...(larger ? targetWorkings(now, larger) : []), ...(room?.workings ?? [])],
    first: larger
      ? [
          `Losing one node of ${larger.sku.vcpus} vCPUs at a time is bearable`,
          "No single pod needs more than is left beside others on the new nodes",
          ...(room ? [...room.first, ...NEW_POOL_FIRST] : []),
        ]
      : [],
    remedy: larger
      ? otherSizeRemedy(cluster, pool, { from: now.size, to: larger.size, ending: "big", nodesPerBatch: room?.nodesPerBatch })
      : noRemedy(cluster.region),
    notKnown: [
      "what the kernel takes first: a real node shows 2 to 4 % less memory than its size promises",
      ...(reserved.isEstimate ? ["the exact rule for these nodes: Azure does not publish it, so the numbers are an estimate"] : []),
      ...("missing" in restrictions ? [`whether larger sizes may be made here: ${restrictions.missing.why}`] : []),
      ...(room?.notKnown ?? []),
    ],
    worth: worthOf(view, now, choice),
  };
}

function worthOf(view: View, now: ReservedSize, choice: Advice): Worth {
  if (choice.kind === "not-priced") return { kind: "not-priced", why: choice.why };
  return monthly(savingBy(choice.target.sku, choice.target.size.nodeCount, now, view));
}

/** A new pool is work: for less than this share of its cost it can wait. Without prices fewer vCPUs are less money, as many may not be. */
const WORTHWHILE = 0.05;

function isWorthwhile(choice: Advice): boolean {
  if (choice.kind === "cheaper") return choice.share >= WORTHWHILE;
  return choice.target !== undefined && choice.target.vcpus < choice.target.vcpusNow;
}

const noRemedy = (region: string): Remedy => ({
  steps: [
    {
      text: "When the pool is next made anew: choose a larger size of another family, or fewer max pods",
      command: azCommand("vm", "list-skus", "-l", region, "-r", "virtualMachines", "-o", "table"),
    },
  ],
  restarts: "nothing",
});
