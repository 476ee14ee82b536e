import { describe, expect, it } from "vitest";
import { oldPricesText, readText } from "../../../src/core/digest/price-age.ts";
import type { Standing } from "../../../src/core/digest/standing.ts";
import type { Instant } from "../../../src/core/model/time.ts";
import { minutesAfter, NOW } from "../../support/build.ts";
import { fixedSize, names, priceUse, saves } from "./estate.ts";

const HOUR = 60;

const counted = (...readAt: readonly Instant[]): Standing => ({
  kind: "counted",
  saving: saves(40, { prices: readAt.map((at) => priceUse({ readAt: at })) }),
});

/** One finding a cluster, with these standings. */
function noteOn(...standings: readonly Standing[]): string | undefined {
  const found = standings.map((standing, index) => ({ standing, record: fixedSize(`prod-weu-${index + 1}`, "web") }));
  return oldPricesText(
    found.map(({ record }) => record),
    { names, locale: "en-GB", standings: new Map(found.map(({ record, standing }) => [record.key, standing])) },
    NOW,
  );
}

describe("when a price was read", () => {
  it.for([
    [0, "read 23 Nov 02:03 UTC"],
    [36, "read 23 Nov 02:03 UTC"],
    [36.5, "read 23 Nov 02:03 UTC, 36 hours old"],
    [47, "read 23 Nov 02:03 UTC, 47 hours old"],
    [48, "read 23 Nov 02:03 UTC, 2 days old"],
    [71, "read 23 Nov 02:03 UTC, 2 days old"],
    [24 * 7, "read 23 Nov 02:03 UTC, 7 days old"],
  ] as const)("is said with its age once it is older than 36 hours: %d hours", ([hours, expected]) => {
    expect(readText(NOW, minutesAfter(hours * HOUR), "en-GB")).toBe(expected);
  });
});

describe("a note on old prices", () => {
  it("says whose they are, and when the oldest was read that a sum stands on", () => {
    expect(noteOn(counted(NOW, minutesAfter(-72 * HOUR)), counted(NOW))).toBe(
      "Prices for prod-weu-1 were read 20 Nov 02:03 UTC: 3 days old.",
    );
    expect(noteOn(counted(minutesAfter(-48 * HOUR)), counted(minutesAfter(-72 * HOUR)))).toBe(
      "Prices for prod-weu-1 and prod-weu-2 were read 20 Nov 02:03 UTC: 3 days old.",
    );
  });

  it("is not there while all were read last night, or where nothing stands on them", () => {
    const instead: Standing = { ...counted(minutesAfter(-72 * HOUR)), kind: "costs" } as Standing;

    expect(noteOn(counted(NOW), counted(minutesAfter(-36 * HOUR)))).toBeUndefined();
    expect(noteOn(instead, { kind: "none" })).toBeUndefined();
    expect(noteOn()).toBeUndefined();
  });
});
