import { describe, expect, it } from "vitest";
import { costsOf } from "../../src/app/costs.ts";
import { known } from "../../src/core/model/absence.ts";
import type { ClusterDay } from "../../src/core/model/history.ts";
import type { Snapshot } from "../../src/core/model/snapshot.ts";
import { cluster, minutesAfter, NOW, nights, pool, prices, ref, regionFacts, regionView, sku, skus, snapshot } from "../support/build.ts";

const DAY = 1440;
const APPS = { cluster: ref().id, pool: "apps", about: "spot", since: NOW } as const;

function costs({
  list = prices(),
  readDaysAgo = 0,
  of = snapshot(),
  history = [],
}: {
  list?: ReturnType<typeof prices>;
  readDaysAgo?: number;
  of?: Snapshot;
  history?: readonly ClusterDay[];
} = {}) {
  const facts = { ...regionFacts({ skus: known(skus(sku()), NOW) }), prices: known(list, minutesAfter(-readDaysAgo * DAY)) };
  return costsOf([regionView({ facts, snapshots: [of], history: new Map([[of.ref.id, history]]) })]);
}

describe("what clusters cost", () => {
  it("is worked out with prices of up to eight days, and with none that are older: as the findings are", () => {
    expect(costs({ readDaysAgo: 8 }).byCluster.has(ref().id)).toBe(true);
    expect(costs({ readDaysAgo: 8 }).ofParts(APPS)).toHaveProperty("money");

    const old = costs({ readDaysAgo: 9 });

    expect(old.byCluster.size).toBe(0);
    expect(old.ofParts(APPS)).toMatchObject({ missing: { kind: "absent" } });
  });

  it("is not known of a cluster that was not read for two days", () => {
    const stale = costs({ of: snapshot(cluster(), { cluster: known(cluster(), minutesAfter(-2 * DAY)) }) });

    expect(stale.byCluster.size).toBe(0);
    expect(stale.ofParts(APPS)).toMatchObject({ missing: { kind: "absent" } });
  });
});

describe("what a part of the bill costs", () => {
  it("is not known where a part of it has no price: nothing is not what it costs", () => {
    const list = prices({ aks: { automaticVcpu: new Map() } });

    expect(costs({ list }).ofParts({ cluster: ref().id, about: "idle", since: NOW })).toMatchObject({
      missing: { kind: "absent", why: expect.stringContaining("no retail row for Uptime SLA") },
    });
    expect(costs({ list }).ofParts(APPS)).toHaveProperty("money");
    expect(costs({ of: snapshot(cluster({ nodePools: [pool()] })) }).ofParts({ ...APPS, pool: "other" })).toMatchObject({
      missing: { why: "there is no pool other" },
    });
  });

  it("counts the nodes since the moment it is asked for, and none of before", () => {
    const history = nights([1, 1, 1, 1, 1, 1, 9, 9, 9, 9, 9, 9, 9]);
    const since = minutesAfter(-6 * DAY);
    const nodes = (...counts: readonly number[]) => costs({ history: nights(counts) }).ofParts({ ...APPS, since: minutesAfter(-12 * DAY) });

    expect(costs({ history }).ofParts({ ...APPS, since })).toEqual(nodes(9, 9, 9, 9, 9, 9, 9));
    expect(costs({ history }).ofParts({ ...APPS, since })).not.toEqual(nodes(1, 1, 1, 1, 1, 1, 9, 9, 9, 9, 9, 9, 9));
  });
});
