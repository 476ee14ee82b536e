import { describe, expect, it } from "vitest";
import type { ClusterDay } from "../../../src/core/model/history.ts";
import { type ClusterRef, vmSize } from "../../../src/core/model/names.ts";
import type { Roll } from "../../../src/core/model/roll.ts";
import { addDays, type Day, day, dayOf, type Instant, instant } from "../../../src/core/model/time.ts";
import { StoreConflict, UnreadableRows } from "../../../src/edge/store/index.ts";
import { observations } from "../../../src/edge/store/observations.ts";
import { minutesAfter, NOW, ref } from "../../support/build.ts";
import { freshSubscription, openedStore } from "./open-store.ts";

const { store, table, tableWithRival } = openedStore();

const sample = (at: Instant, nodeCount: number) => ({ at, sizes: [{ vmSize: vmSize("Standard_D4ds_v5"), nodeCount }] });

/** One look at a pool of a cluster. */
const look = (at: Instant, nodeCount: number, pool = "apps", of: ClusterRef = ref()): ClusterDay => ({
  cluster: of.id,
  day: dayOf(at),
  pools: [{ pool, samples: [sample(at, nodeCount)] }],
});

const TODAY = day("2026-11-23");
const since = (subscription: ReturnType<typeof freshSubscription>, from: Day = TODAY) => store().observations.since(subscription, from);

describe("what was seen of a cluster on a day", () => {
  it("comes back as it was added", async () => {
    const subscription = freshSubscription();

    await store().observations.add(subscription, look(NOW, 3));

    expect(await since(subscription)).toEqual([look(NOW, 3)]);
  });

  it("grows by every look, pool by pool, each moment once and in order, whichever came first", async () => {
    const subscription = freshSubscription();
    const looks = [
      look(minutesAfter(60), 5),
      look(NOW, 3),
      look(NOW, 9, "batch"),
      look(minutesAfter(60), 5),
      look(minutesAfter(30), 4),
      look(NOW, 3),
    ];

    for (const each of looks) await store().observations.add(subscription, each);

    expect(await since(subscription)).toEqual([
      {
        cluster: ref().id,
        day: TODAY,
        pools: [
          { pool: "apps", samples: [sample(NOW, 3), sample(minutesAfter(30), 4), sample(minutesAfter(60), 5)] },
          { pool: "batch", samples: [sample(NOW, 9)] },
        ],
      },
    ]);
  });

  it("loses no look when ten pools are seen at once, five of them tried again", async () => {
    const subscription = freshSubscription();
    const looks = Array.from({ length: 10 }, (_, index) => look(minutesAfter(index % 5), index, `pool${index}`));
    const add = async (each: ClusterDay): Promise<void> => {
      try {
        await store().observations.add(subscription, each);
      } catch (error) {
        if (!(error instanceof StoreConflict)) throw error;
        await add(each);
      }
    };

    await Promise.all([...looks, ...looks.slice(5)].map(add));

    expect((await since(subscription)).flatMap(({ pools }) => pools)).toEqual(looks.flatMap(({ pools }) => pools));
  });

  it("keeps what somebody else added between reading and writing", async () => {
    const subscription = freshSubscription();
    await store().observations.add(subscription, look(NOW, 3));
    let rivals = 0;
    const slow = observations(
      tableWithRival("observations", async () => {
        rivals += 1;
        // The first write is an insert that fails; the second is the one that would overwrite.
        if (rivals === 2) await store().observations.add(subscription, look(minutesAfter(1), 4));
      }),
    );

    await slow.add(subscription, look(minutesAfter(2), 5));

    const samples = (await since(subscription)).flatMap(({ pools }) => pools.flatMap((each) => each.samples));
    expect(samples).toEqual([sample(NOW, 3), sample(minutesAfter(1), 4), sample(minutesAfter(2), 5)]);
    expect(rivals).toBe(3);
  });

  it("that somebody else keeps writing is a conflict that names the row", async () => {
    const subscription = freshSubscription();
    await store().observations.add(subscription, look(NOW, 3));
    let minutes = 0;
    const rival = () => {
      minutes += 1;
      return store().observations.add(subscription, look(minutesAfter(minutes), 4));
    };

    const add = observations(tableWithRival("observations", rival)).add(subscription, look(minutesAfter(600), 5));

    await expect(add).rejects.toThrow(StoreConflict);
    await expect(add).rejects.toThrow(/row 2026-11-23!.*prod-weu-1 in partition .* of table observations/);
  });

  it("begins again where its row cannot be read: a look must not hold up its cluster", async () => {
    const subscription = freshSubscription();
    await store().observations.add(subscription, look(NOW, 3));
    const rowKey = `2026-11-23!${ref().id.replaceAll("/", ":")}`;
    await table("observations").updateEntity({ partitionKey: subscription, rowKey, shape: 99 }, "Merge");

    await store().observations.add(subscription, look(minutesAfter(1), 4));

    expect(await since(subscription)).toEqual([look(minutesAfter(1), 4)]);
  });

  it("leaves no row where every pool was in motion", async () => {
    const subscription = freshSubscription();

    await store().observations.add(subscription, { cluster: ref().id, day: TODAY, pools: [] });

    expect(await since(subscription)).toEqual([]);
  });
});

describe("what was seen since a day", () => {
  it("is that day and all later ones, of every cluster of the subscription, oldest first", async () => {
    const subscription = freshSubscription();
    const other = freshSubscription();
    const clusters = [ref("a"), ref("b")];
    for (const days of [-28, -27, -1, 0]) {
      for (const each of clusters) await store().observations.add(subscription, look(minutesAfter(days * 1440), 3, "apps", each));
    }
    await store().observations.add(other, look(NOW, 3));

    const seen = await since(subscription, addDays(TODAY, -27));

    expect(seen.map(({ day: on, cluster }) => [on, cluster])).toEqual(
      ["2026-10-27", "2026-11-22", "2026-11-23"].flatMap((on) => clusters.map(({ id }) => [on, id])),
    );
  });

  it("is all of 1,300 rows", async () => {
    const subscription = freshSubscription();
    const all = Array.from({ length: 1300 }, (_, index) => look(NOW, index, "apps", ref(`c-${String(index).padStart(4, "0")}`)));
    for (let index = 0; index < all.length; index += 50) {
      await Promise.all(all.slice(index, index + 50).map((each) => store().observations.add(subscription, each)));
    }

    expect(await since(subscription)).toEqual(all);
  });

  it("names a row that cannot be read beside all that can", async () => {
    const subscription = freshSubscription();
    await store().observations.add(subscription, look(NOW, 3, "apps", ref("a")));
    await store().observations.add(subscription, look(NOW, 3, "apps", ref("b")));
    const rowKey = `2026-11-23!${ref("a").id.replaceAll("/", ":")}`;
    await table("observations").updateEntity({ partitionKey: subscription, rowKey, shape: 2 }, "Merge");

    const list = since(subscription);

    await expect(list).rejects.toThrow(UnreadableRows);
    await expect(list).rejects.toMatchObject({ broken: [{ row: rowKey }], readable: { length: 1 } });
  });
});

describe("what is forgotten", () => {
  it("are the days before that one, and the rolls that ended before that moment: neither takes the other along", async () => {
    const subscription = freshSubscription();
    const old = (of: string) => look(instant(`${of}T02:00:00Z`), 3);
    const roll = (of: string): Roll => ({
      ...{
        cluster: ref().id,
        pool: "apps",
        startedAt: instant(`${of}T01:00:00Z`),
        endedAt: instant(`${of}T02:00:00Z`),
        nodes: 4,
        waves: 4,
        waveMinutes: 15,
      },
    });
    for (const of of ["2024-11-30", "2024-12-01"]) await store().observations.add(subscription, old(of));
    await store().rolls.put(subscription, [roll("2024-11-30"), roll("2024-12-01")]);

    expect(await store().observations.removeBefore(day("2024-12-01"))).toBe(1);
    expect(await since(subscription, day("2024-01-01"))).toEqual([old("2024-12-01")]);
    expect((await store().rolls.since(subscription, instant("2024-01-01"))).get(ref().id)).toHaveLength(2);

    expect(await store().rolls.removeBefore(instant("2024-12-01T00:00:00Z"))).toBe(1);
    expect((await store().rolls.since(subscription, instant("2024-01-01"))).get(ref().id)).toEqual([roll("2024-12-01")]);
    expect(await since(subscription, day("2024-01-01"))).toEqual([old("2024-12-01")]);
  });
});
