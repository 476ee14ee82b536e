import { surgeAddresses } from "../src/core/calc/addresses.ts";
import { newPoolRoom } from "../src/core/calc/new-pool-room.ts";
import { nodeReserved, poolNode } from "../src/core/calc/node-reserved.ts";
import { ephemeralFit } from "../src/core/calc/os-disk.ts";
import { defaultOsDisk } from "../src/core/calc/os-disk-default.ts";
import { surgeVcpus } from "../src/core/calc/quota.ts";
import { poolReserved } from "../src/core/calc/reserved-pool.ts";
import { sizeAlternatives } from "../src/core/calc/size-alternatives.ts";
import { surgeNodes } from "../src/core/calc/surge.ts";
import { surgeRoom } from "../src/core/calc/surge-room.ts";
import { poolUpgradeTime } from "../src/core/calc/upgrade-time.ts";
import { known } from "../src/core/model/absence.ts";
import { builtInCalendar, versionStanding, vmSizeStanding } from "../src/core/model/calendar.ts";
import type { NodePool } from "../src/core/model/cluster.ts";
import { findSku } from "../src/core/model/region.ts";
import { day } from "../src/core/model/time.ts";
import { gib } from "../src/core/model/units.ts";
import { judge } from "../src/core/rules/index.ts";
import { NOW } from "../test/support/build.ts";
import type { Case } from "./measure.ts";
import { benchRegion } from "./region.ts";

/** Reads one cluster of three pools from JSON: pure engine, none of our code. All ratios are to it. */
export const BASELINE = "baseline: JSON.parse of one cluster";

/** What a script may ask about one pool, all of it. */
const EVERYTHING = "one pool with everything";
const CLUSTERS = 50;
const REGIONS = 20;
/** Judged in one go by the last case. */
export const FLEET_CLUSTERS = CLUSTERS * REGIONS;
export const FLEET = `judge (all rules, ${REGIONS} regions, ${FLEET_CLUSTERS} clusters with 3 pools each)`;

export function cases(): readonly Case[] {
  const { view, cluster, ...facts } = benchRegion(CLUSTERS);
  const [, pool] = cluster.nodePools;
  const sku = pool?.sizes[0] && findSku(facts.skus, pool.sizes[0].vmSize);
  const node = pool && sku && poolNode(pool, sku);
  if (!pool || !sku || !node || "cannotTell" in node) throw new Error("the benchmark's pool has no node");

  const text = JSON.stringify(cluster);
  const asFacts = { skus: known(facts.skus, NOW), quotas: known(facts.quotas, NOW), subnets: known(facts.subnets, NOW) };
  const roomFacts = { cluster, skus: facts.skus, quotas: asFacts.quotas, subnets: asFacts.subnets, movers: [] };
  const noRestrictions = { byKey: new Map() };
  const others = cluster.nodePools.filter((each) => each !== pool).map((each) => ({ cluster, pool: each }));
  const today = day("2026-11-23");

  const reserved = poolReserved(pool, facts.skus);
  if ("cannotTell" in reserved) throw new Error(reserved.cannotTell.why);
  const alternatives = () =>
    sizeAlternatives(reserved.offered, facts.skus.byKey.values(), { pool, now: sku, restrictions: noRestrictions });
  const room = () => surgeRoom({ cluster, pool }, others, asFacts);
  const batches = () => newPoolRoom(pool, { sku }, roomFacts);

  return [
    { name: BASELINE, run: () => JSON.parse(text) },
    { name: "nodeReserved (kube-reserved CPU and memory, eviction, allocatable)", run: () => nodeReserved(node) },
    { name: "ephemeralFit", run: () => ephemeralFit(gib(128), sku, pool.security) },
    { name: "surgeNodes", run: () => surgeNodes(pool) },
    { name: "surgeVcpus", run: () => surgeVcpus(pool, facts.skus) },
    { name: "surgeAddresses", run: () => surgeAddresses(cluster, pool) },
    { name: "surgeRoom (highest max surge, both orders of pools)", run: room },
    { name: "newPoolRoom (batches of a new pool)", run: batches },
    { name: `sizeAlternatives (of ${facts.skus.byKey.size} sizes)`, run: alternatives },
    { name: "versionStanding and vmSizeStanding (calendars)", run: () => standings(pool, today) },
    {
      name: EVERYTHING,
      run: () => [
        poolReserved(pool, facts.skus),
        ephemeralFit(pool.osDisk.sizeGiB, sku, pool.security),
        defaultOsDisk(sku, pool.security),
        surgeNodes(pool),
        surgeVcpus(pool, facts.skus),
        surgeAddresses(cluster, pool),
        room(),
        poolUpgradeTime(pool),
        batches(),
        alternatives(),
        standings(pool, today),
      ],
    },
    { name: `judge (all rules, a region of ${CLUSTERS} clusters with 3 pools)`, run: () => judge(view) },
    { name: FLEET, run: () => Array.from({ length: REGIONS }, () => judge(view).length) },
  ];
}

const standings = ({ version, sizes }: NodePool, today: ReturnType<typeof day>): unknown => [
  version && versionStanding(builtInCalendar, { version, plan: "community" }, today),
  ...sizes.map((size) => vmSizeStanding(builtInCalendar, size, today)),
];
