import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stoppedSaving } from "../../../src/core/calc/saving-stopped.ts";
import type { GroupDisk, GroupPublicIp } from "../../../src/core/model/node-group.ts";
import { gib } from "../../../src/core/model/units.ts";
import { NOW } from "../../support/build.ts";
import { law } from "../../support/law.ts";
import { listRead } from "./money-facts.ts";

const disk = (sku: string, tier: string): GroupDisk => ({ name: "d", sizeGiB: gib(128), sku, tier, isAttached: false });
const address = (sku: GroupPublicIp["sku"], isFromPrefix = false): GroupPublicIp => ({ name: "a", sku, isAssociated: true, isFromPrefix });
const savingOn = (disks: readonly GroupDisk[], publicIps: readonly GroupPublicIp[]) =>
  stoppedSaving({ name: "mc", disks, publicIps }, listRead(), NOW);

/** In the builders' list: P10 20, P15 38, P20 73, P30 135, E10 10 EUR a month; a Standard address 0.005 an hour. */
describe("what a stopped cluster pays for", () => {
  it.for([
    { what: "a premium disk", disks: [disk("Premium_LRS", "P10")], ips: [], amount: 20 },
    { what: "a Standard SSD", disks: [disk("StandardSSD_LRS", "E10")], ips: [], amount: 10 },
    { what: "a tier above its size", disks: [disk("Premium_LRS", "P30")], ips: [], amount: 135 },
    { what: "an address", disks: [], ips: [address("standard")], amount: 730 * 0.005 },
    { what: "several", disks: [disk("Premium_LRS", "P10"), disk("Premium_LRS", "P10")], ips: [address("standard")], amount: 43.65 },
  ])("is $amount a month for $what", ({ disks, ips, amount }) => {
    const { saving, notPriced } = savingOn(disks, ips);

    if ("notPriced" in saving) throw new Error(saving.notPriced);
    expect(saving).toMatchObject({ about: "idle", firmness: "up-to", isOfPart: true, basis: { kind: "tonight" } });
    expect(saving.monthly.amount).toBeCloseTo(amount, 6);
    expect(saving.before).toEqual(saving.monthly);
    expect(notPriced).toEqual([]);
  });

  it("prices what it can, and names the rest with the reason", () => {
    const { saving, notPriced } = savingOn(
      [disk("Premium_LRS", "P10"), disk("Premium_ZRS", "P10")],
      [address("basic"), address("standard", true)],
    );

    expect(saving).toMatchObject({ monthly: { amount: 20 } });
    expect(notPriced).toEqual([
      expect.stringMatching(/^1 × P10 Premium_ZRS disk: no retail row/),
      expect.stringMatching(/^1 × basic public address: only Standard/),
      expect.stringMatching(/^1 × standard public address of a prefix: .*billed whole/),
    ]);
  });

  const things = fc.array(
    fc.constantFrom("P10", "P15", "P20", "P30").map((tier) => disk("Premium_LRS", tier)),
    { minLength: 1 },
  );

  law("is the sum over its things, in whatever order they stand", [things], (disks) => {
    const [here, turned] = [disks, disks.toReversed()].map((order) => savingOn(order, []).saving);
    const alone = disks.map((each) => savingOn([each], []).saving).reduce((all, each) => all + amountOf(each), 0);

    expect(amountOf(here)).toBeCloseTo(alone, 6);
    expect(amountOf(turned)).toBeCloseTo(alone, 6);
  });
});

const amountOf = (saving: ReturnType<typeof savingOn>["saving"] | undefined): number =>
  saving && "monthly" in saving ? saving.monthly.amount : Number.NaN;
