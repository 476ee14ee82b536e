import { describe, expect, it } from "vitest";
import { builtInCalendar, type Calendar } from "../../../src/core/model/calendar.ts";
import { day } from "../../../src/core/model/time.ts";
import { readCalendar } from "../../../src/edge/store/calendar-file.ts";
import { StoreRefusal, UnreadableRows } from "../../../src/edge/store/index.ts";
import { NOW } from "../../support/build.ts";
import { settledCalendar } from "../../support/calendar.ts";
import { openedStore } from "./open-store.ts";

const { store, table } = openedStore();

it("the built-in calendar is one that could be stored on the day it was checked", () => {
  expect(readCalendar(builtInCalendar, builtInCalendar.checkedOn)).toEqual({ calendar: builtInCalendar });
});

/** The settled calendar as a file, with something changed by its path. */
function file(change: Readonly<Record<string, unknown>> = {}): Calendar {
  const copy = structuredClone(settledCalendar);
  for (const [path, value] of Object.entries(change)) {
    const names = path.split(".");
    const last = names.pop() ?? "";
    const holder = names.reduce<object>((of, name) => Reflect.get(of, name), copy);
    if (value === undefined) Reflect.deleteProperty(holder, last);
    else Reflect.set(holder, last, value);
  }
  return copy;
}

describe("a stored calendar", () => {
  it("is nothing before one was put", async () => {
    expect(await store().calendars.get(NOW)).toBeUndefined();
  });

  it("comes back as it was put, through the text of a file, and is replaced by the next", async () => {
    await store().calendars.put(JSON.parse(JSON.stringify(file())), NOW);
    const first = await store().calendars.get(NOW);
    await store().calendars.put(file({ checkedOn: "2026-11-22", "versions.5.communityEnd": "2026-12-15" }), NOW);
    const second = await store().calendars.get(NOW);

    expect(first).toEqual(file());
    expect(second?.checkedOn).toBe("2026-11-22");
    expect(second?.versions[5]).toMatchObject({ minor: "1.34", communityEnd: "2026-12-15" });
  });

  it.for([
    { change: { checkedOn: "2026-11" }, says: 'checkedOn: "2026-11" is not a day' },
    { change: { checkedOn: "2026-11-25" }, says: "checkedOn: 2026-11-25 is still to come" },
    { change: { checkedOn: "2026-11-01" }, says: "versions.0.checkedOn: is after the calendar's own, 2026-11-01" },
    { change: { checkedOn: undefined }, says: "checkedOn: expected string, received undefined" },
    { change: { source: "http://example.org" }, says: "source: is not an https address" },
    { change: { holidays: [] }, says: 'Unrecognized key: "holidays"' },
    { change: { versions: [] }, says: "versions: is empty" },
    { change: { "versions.2.ltsEnd": "2026-11-31" }, says: 'versions.2.ltsEnd: "2026-11-31" is not a day or a month' },
    { change: { "versions.2.ltsEnd": "2025-10" }, says: "versions.2.ltsEnd: is not after communityEnd" },
    { change: { "versions.2.communityEnd": "2024-10" }, says: "versions.2.communityEnd: is not after generallyAvailable" },
    { change: { "versions.2.minor": "1.32" }, says: "versions.3: 1.32 stands in an earlier row too" },
    { change: { "versions.2.minor": "v1.31.4" }, says: 'versions.2.minor: "v1.31.4" is not a Kubernetes minor' },
    { change: { "versions.2.confidence": "certain" }, says: "versions.2.confidence:" },
    { change: { "osImages.1.imageGone": "2027-03-17" }, says: 'osImages.1: Unrecognized key: "imageGone"' },
    { change: { "osImages.1.imagesGone": "2027-03-16" }, says: "osImages.1.imagesGone: is before ends" },
    { change: { "osImages.1.ends": undefined }, says: "osImages.1.imagesGone: is before ends, or stands without it" },
    { change: { "osImages.1.nodeImages": [] }, says: "osImages.1: has neither an OS SKU nor a node image" },
    { change: { "osImages.1.osSkus": ["UBUNTU2204"] }, says: "osImages.2: ubuntu2204 stands in an earlier row too" },
    { change: { "features.3.ends": "soon" }, says: 'features.3.ends: "soon" is not a day or a month' },
    {
      change: { "vmSeries.series.0.sizes": ["Standard_D.*"] },
      says: 'vmSeries.series.0.sizes.0: "Standard_D.*" is not the name of a VM size',
    },
    { change: { "vmSeries.series.0.sizes": ["Standard_D#"] }, says: "vmSeries.series.7: standard_d# stands in an earlier row too" },
    { change: { "vmSeries.series.0.sizes": [] }, says: "vmSeries.series.0.sizes:" },
    { change: { "vmSeries.checkedOn": "2026-11-21" }, says: "vmSeries.checkedOn: is after the calendar's own" },
  ])("is refused with path and reason: $says", async ({ change, says }) => {
    await store().calendars.put(file({ "versions.8.note": "the old one" }), NOW);

    const refusal = store().calendars.put(file(change), NOW);

    await expect(refusal).rejects.toThrow(StoreRefusal);
    await expect(refusal).rejects.toThrow(`Cannot store row support in partition calendar of table shared: `);
    await expect(refusal).rejects.toThrow(says);
    expect((await store().calendars.get(NOW))?.versions[8]?.note).toBe("the old one");
  });

  it.for([["text"], [null], [[]], [{}]])("is never %j", async ([content]) => {
    await expect(store().calendars.put(content, NOW)).rejects.toThrow(StoreRefusal);
  });

  it("may be dated tomorrow, where it already is", async () => {
    await store().calendars.put(file({ checkedOn: "2026-11-24" }), NOW);

    expect((await store().calendars.get(NOW))?.checkedOn).toBe(day("2026-11-24"));
  });

  it("names the first few problems and counts the rest", async () => {
    const broken = file(Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`versions.${index}.minor`, index])));

    await expect(store().calendars.put(broken, NOW)).rejects.toThrow(/versions\.4\.minor: expected string, received number; 4 more$/);
  });

  it("that does not fit what this version of the app reads is broken, never absent", async () => {
    await table("shared").upsertEntity(
      {
        partitionKey: "calendar",
        rowKey: "support",
        shape: 1,
        json: JSON.stringify({ at: NOW, file: file({ "features.3.ends": "soon" }) }),
      },
      "Replace",
    );

    const read = store().calendars.get(NOW);

    await expect(read).rejects.toThrow(UnreadableRows);
    await expect(read).rejects.toThrow("Cannot read row support in partition calendar of table shared: features.3.ends");
  });

  it("in another form of row is broken too", async () => {
    await table("shared").upsertEntity({ partitionKey: "calendar", rowKey: "support", shape: 2, json: "{}" }, "Replace");

    await expect(store().calendars.get(NOW)).rejects.toThrow("it has shape 2, this version of the app reads shape 1");
  });
});
