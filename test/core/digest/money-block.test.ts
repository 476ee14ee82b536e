import { describe, expect, it } from "vitest";
import { moneyBlock } from "../../../src/core/digest/money-block.ts";
import type { Standing } from "../../../src/core/digest/standing.ts";
import type { Worth } from "../../../src/core/model/finding.ts";
import { day } from "../../../src/core/model/time.ts";
import { minutesAfter, NOW } from "../../support/build.ts";
import { EUR, managedDisk, priceUse, saves } from "./estate.ts";

const reader = { at: NOW, locale: "en-GB" };
const eur = (amount: number) => ({ amount, currency: EUR });
const texts = (worth: Worth, standing: Standing = { kind: "none" }) =>
  moneyBlock(worth, standing, reader)?.lines.map(({ label, text }) => `${label}: ${text}`);

describe("the money of a finding in full", () => {
  it.for<readonly [string, Worth, string]>([
    [
      "what it is worth of what, on which nodes, and how sure that is",
      saves(410.4, { before: eur(2120) }),
      "Worth: €410/month less of €2,120/month · at list price · tonight's node count · confidence medium",
    ],
    [
      "the mean it stands on",
      saves(410.4, { before: eur(2120), basis: { kind: "mean", nights: 9 }, confidence: "high" }),
      "Worth: €410/month less of €2,120/month · at list price · mean of 9 nights · confidence high",
    ],
    [
      "both ends",
      saves(612, { firmness: "up-to", before: eur(3364), range: { low: 410, high: 702.5 } }),
      "Worth: up to €612/month less of €3,364/month · between €410 and €703 · at list price · tonight's node count · confidence medium",
    ],
    [
      "no ends that read the same",
      saves(410.4, { range: { low: 410, high: 410.4 } }),
      "Worth: €410/month less · at list price · tonight's node count · confidence medium",
    ],
    [
      "no nodes where they do not matter",
      saves(73, { about: "tier", before: eur(438) }),
      "Worth: €73/month less of €438/month · at list price · confidence medium",
    ],
    [
      "what costs more",
      saves(-20, { before: eur(100) }),
      "Worth: €20/month more than €100/month · at list price · tonight's node count · confidence medium",
    ],
    ["what it costs once", { kind: "once", cost: eur(1.7), prices: [], workings: [] }, "Costs once: €1.70 at list price"],
  ])("says %s", ([, worth, expected]) => {
    expect(texts(worth)).toEqual([expected]);
  });

  it("says why it is not priced, also where the amount is in another currency", () => {
    const why = "no retail row for Standard_X in westeurope";

    expect(texts({ kind: "not-priced", why }, { kind: "not-priced", why })).toEqual([`Not priced: ${why}`]);
    expect(texts(saves(40), { kind: "not-priced", why: "its amount is in USD" })).toEqual(["Not priced: its amount is in USD"]);
  });

  it("names what is counted in its place", () => {
    const saving = saves(40);
    const counted = [managedDisk("a", "web", 1), managedDisk("a", "web", 2)];

    expect(texts(saving, { kind: "also-possible", saving, counted })?.[1]).toBe(
      "Also possible: in no sum, because the same money is counted for: Ephemeral OS disk has room",
    );
    expect(texts(saving, { kind: "also-possible", saving, counted: [] })?.[1]).toMatch(/counted for: other advice$/);
  });

  it("is not there without money", () => {
    expect(moneyBlock({ kind: "none" }, { kind: "none" }, reader)).toBeUndefined();
  });

  it("names each price row with its meter, since when it holds and when it was read", () => {
    const hourly = priceUse({ what: "Standard_D8ds_v5, Linux", amount: 0.4608, per: "hour", meterId: "m-1", from: day("2025-02-01") });
    const aged = priceUse({ meterId: "m-2", readAt: minutesAfter(-72 * 60) });

    const block = moneyBlock(saves(40, { prices: [hourly, aged] }), { kind: "none" }, reader);

    expect(block?.prices).toEqual([
      { label: "Standard_D8ds_v5, Linux", text: "€0.4608 an hour · from 1 Feb 2025 · read 23 Nov 02:01 UTC · meter m-1" },
      { label: "P15 LRS", text: "€34.20 a month · from 1 Nov 2026 · read 20 Nov 02:03 UTC, 3 days old · meter m-2" },
    ]);
  });
});
