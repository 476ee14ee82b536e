import { surgeNodes, surges } from "../calc/surge.ts";
import type { SurgeFacts } from "../calc/surge-claims.ts";
import { known } from "../model/absence.ts";
import type { NodePool } from "../model/cluster.ts";
import type { Finding, Severity, Step, Working } from "../model/finding.ts";
import { findSku } from "../model/region.ts";
import { quotaRequest } from "./quota-words.ts";
import type { Found } from "./rule.ts";
import { surgeAdvice, surgeSteps } from "./surge-advice.ts";
import { atMostFinding, atMostWorking } from "./surge-at-most.ts";
import { type Shortage, type Sources, together } from "./surge-ladder.ts";
import { ALL_POOLS, type QuotaKind, type SurgeQuotaView } from "./surge-quota-kind.ts";
import { fallbackWorking, refusalText, surgeText, surgeWorking } from "./surge-words.ts";
import { listText, NO_MONEY, readText, vcpusText } from "./words.ts";

export function poolFinding<K>(view: SurgeQuotaView, kind: QuotaKind<K>, pool: NodePool, shortage: Shortage<K>, severity: Severity): Found {
  const { cluster } = view;
  const { key, needed, room, short } = shortage;
  const advice = surgeAdvice(cluster, pool, adviceFacts(view));
  const { steps, ...code } = surgeSteps(cluster, advice);
  const sizes = listText(pool.sizes.map(({ vmSize }) => vmSize));
  return {
    subject: pool.name,
    severity,
    magnitude: { value: short, unit: "vCPU" },
    title: `No room for the upgrade's surge nodes ${kind.where(view, key)}`,
    detail: `An upgrade adds ${surgeText(pool)} of ${sizes}: ${vcpusText(needed)}, and ${kind.name(view, key)} has ${room.free} free (limit ${room.limit}, used ${room.used}). ${refusalText(cluster, pool, severity)}`,
    workings: [
      surgeWorking(pool),
      { label: "vCPUs", ...vcpuFormula(view, pool), value: `${needed}` },
      ...roomWorkings(view, shortage),
      ...atMostWorking(pool, key, kind.sources(view), vcpusText),
      ...fallbackWorking(pool, severity, view.measured),
      ...advice.workings,
    ],
    first: pool.mode === "system" ? [] : ["To replace nodes in place, its workloads bear a node less"],
    remedy: {
      steps: [...steps, requestStep(view, kind, shortage, togetherShort(view, kind, key))],
      ...code,
      restarts: "nothing; the setting counts at the next upgrade",
    },
    ...tail(advice.unchecked),
  };
}

export function mostFinding<K>(view: SurgeQuotaView, kind: QuotaKind<K>, pool: NodePool, shortage: Shortage<K>): Found {
  const { key, room, short } = shortage;
  return atMostFinding(pool, shortage, kind.sources(view), {
    title: `No room for surge at maximum size ${kind.where(view, key)}`,
    name: kind.name(view, key),
    free: `${room.free} free (limit ${room.limit}, used ${room.used})`,
    unit: "vCPU",
    amount: vcpusText,
    workings: roomWorkings(view, shortage),
    steps: [requestStep(view, kind, shortage, short)],
    tail: tail([]),
  });
}

export function sumFinding<K>(
  view: SurgeQuotaView,
  kind: QuotaKind<K>,
  pools: readonly NodePool[],
  shortages: readonly [Shortage<K>, ...Shortage<K>[]],
): Found {
  const { cluster } = view;
  const [worst] = shortages;
  const sources = kind.sources(view);
  const takers = takersOf(pools, worst.key, sources);
  const [largest] = takers.toSorted((a, b) => b.needed - a.needed);
  const advice = largest && surgeAdvice(cluster, largest.pool, adviceFacts(view));
  const lowered = advice?.together ? surgeSteps(cluster, { ...advice, alone: advice.together }).steps.slice(0, 1) : [];
  return {
    subject: ALL_POOLS,
    severity: "low",
    magnitude: { value: shortages.reduce((sum, { short }) => sum + short, 0), unit: "vCPU" },
    title: `Pools upgraded at once have no room ${kind.where(view, worst.key)}`,
    detail: `Each pool has room alone. Together their surge nodes take ${vcpusText(worst.needed)}, and ${kind.name(view, worst.key)} has ${worst.room.free} free (limit ${worst.room.limit}, used ${worst.room.used}).`,
    workings: [
      ...takers.map(({ pool, needed }) => ({ label: pool.name, formula: surgeText(pool), value: vcpusText(needed) })),
      ...shortages.flatMap((shortage) => [
        { label: `together in ${kind.name(view, shortage.key)}`, value: vcpusText(shortage.needed) },
        ...roomWorkings(view, shortage),
      ]),
    ],
    first: [],
    remedy: {
      steps: [
        { text: "Upgrade the control plane alone, then the pools one after another: each has room by itself" },
        ...lowered.map(({ text, ...step }) => ({ ...step, text: `Or lower the largest, ${largest?.pool.name}: ${text}` })),
        ...shortages.map((shortage) => requestStep(view, kind, shortage, shortage.short)),
      ],
      restarts: "nothing; the setting counts at the next upgrade",
    },
    ...tail([
      "whether AKS upgrades the pools of a cluster at once or one after another: it is not documented",
      ...(advice?.unchecked ?? []),
    ]),
  };
}

const adviceFacts = ({ skus, quotas, subnets, readAt }: SurgeQuotaView): SurgeFacts => ({
  skus: known(skus, readAt.skus),
  quotas: known(quotas, readAt.quotas),
  subnets,
});

const tail = (unchecked: readonly string[]): Pick<Finding, "notKnown" | "worth"> => ({
  notKnown: ["free capacity for the VM size in the zone", "pod disruption budgets", ...unchecked],
  worth: NO_MONEY,
});

function roomWorkings<K>({ readAt }: SurgeQuotaView, { needed, room, short }: Shortage<K>): Working[] {
  return [
    { label: "free", formula: `${room.limit} − ${room.used}`, value: `${room.free}, ${readText(readAt.quotas)}` },
    { label: "short", formula: `${needed} − ${room.free}`, value: `${short}` },
  ];
}

function vcpuFormula({ skus }: SurgeQuotaView, pool: NodePool): { readonly formula?: string } {
  const [size, ...others] = pool.sizes;
  const sku = size && findSku(skus, size.vmSize);
  return sku && others.length === 0 ? { formula: `${surgeNodes(pool) ?? 0} × ${sku.vcpus}` } : {};
}

function takersOf<K>(pools: readonly NodePool[], key: K, { takes }: Sources<K>) {
  return pools.flatMap((pool) => {
    const taken = takes(pool);
    const needed = "cannotTell" in taken ? 0 : (taken.get(key) ?? 0);
    return needed > 0 ? [{ pool, needed }] : [];
  });
}

/** What all pools at once are short of, so that what is asked for has room in any order. */
function togetherShort<K>(view: SurgeQuotaView, kind: QuotaKind<K>, key: K): number {
  const sources = kind.sources(view);
  const pools = view.cluster.nodePools.filter((pool) => surges(pool) && pool.capacityReservationGroupId === undefined);
  const verdict = together(
    pools.map((pool) => sources.takes(pool)),
    key,
    sources,
  );
  return verdict.kind === "short" ? verdict.shortages[0].short : 0;
}

function requestStep<K>(view: SurgeQuotaView, kind: QuotaKind<K>, { key, room, short }: Shortage<K>, shortTogether: number): Step {
  const { subscription, region } = view.cluster;
  const more = Math.max(short, shortTogether);
  const alsoAlone = more > short ? ` (${short} if the pools go one after another)` : "";
  return {
    text: `Or ask for ${vcpusText(more)} more${alsoAlone}`,
    command: quotaRequest(subscription, region, kind.resource(view, key), room.limit + more),
  };
}
