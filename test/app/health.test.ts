import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { travelTo } from "../../local/clock.ts";
import { type Health, healthOf } from "../../src/app/health.ts";
import { scanId } from "../../src/core/model/names.ts";
import type { Scan } from "../../src/core/model/scan.ts";
import { addMinutes, instant } from "../../src/core/model/time.ts";
import { clusterOf, openWorld, show, type TestWorld } from "../support/world.ts";

const NOW = instant("2026-11-24T06:00:00Z");
const hoursAgo = (hours: number) => addMinutes(NOW, -60 * hours);
const open = (startedHoursAgo: number): Scan => ({
  id: scanId("2026-11-24"),
  startedAt: hoursAgo(startedHoursAgo),
  deadline: addMinutes(hoursAgo(startedHoursAgo), 180),
  expected: 2,
});
const closed = (closedHoursAgo: number, change: Partial<Scan> = {}): Scan => ({
  ...open(closedHoursAgo + 1),
  closedAt: hoursAgo(closedHoursAgo),
  ...change,
});

describe("health", () => {
  it.for<{ what: string; scans: readonly Scan[]; state: Health["state"]; ageHours?: number }>([
    { what: "before the first scan", scans: [], state: "waiting" },
    { what: "while the first scan runs", scans: [open(2)], state: "waiting" },
    { what: "when the first scan ever has been open for just under 28 hours", scans: [open(27.99)], state: "waiting" },
    { what: "when the first scan ever has been open for 28 hours", scans: [open(28)], state: "late", ageHours: 28 },
    { what: "when no scan of two nights closed, by the older one", scans: [open(4), open(28)], state: "late", ageHours: 28 },
    { what: "after a scan", scans: [closed(3.5)], state: "ok", ageHours: 3 },
    { what: "while the next scan runs", scans: [open(0.5), closed(24)], state: "ok", ageHours: 24 },
    { what: "just under 28 hours after a scan closed", scans: [open(3), closed(27.99)], state: "ok", ageHours: 27 },
    { what: "28 hours after a scan closed", scans: [open(4), closed(28)], state: "late", ageHours: 28 },
    { what: "after a scan that saw no subscription", scans: [closed(3, { expected: 0 })], state: "blind", ageHours: 3 },
    { what: "when a scan saw none and the one before did", scans: [closed(3, { expected: 0 }), closed(27)], state: "blind", ageHours: 3 },
    { what: "when a scan saw some again", scans: [closed(3), closed(27, { expected: 0 })], state: "ok", ageHours: 3 },
    { what: "28 hours after a scan that saw none", scans: [closed(28, { expected: 0 })], state: "late", ageHours: 28 },
  ])("is $state $what", ({ scans, state, ageHours }) => {
    const closedAt = scans.find((scan) => scan.closedAt !== undefined)?.closedAt;

    expect(healthOf(scans, NOW)).toEqual({
      state,
      ...(closedAt === undefined ? {} : { lastScanClosedAt: closedAt }),
      ...(ageHours === undefined ? {} : { ageHours }),
    });
  });
});

describe("an app that sees nothing", () => {
  let world: TestWorld;
  beforeAll(async () => {
    world = await openWorld({ clusters: [] });
  });
  afterAll(() => world.close());

  async function nightWith(day: string) {
    const before = world.cards("operators").length;
    await world.night(day);
    await world.morning(day);
    const { status, body } = await world.host.request("GET", "/api/health");
    const [scan] = await world.store.scans.list();
    return { status, health: JSON.parse(body) as Health, scan, heard: world.cards("operators").slice(before) };
  }
  const WAY_OUT = "Give the app's identity the role Reader on the subscriptions it should watch, or on a management group above them.";

  it("because the list is refused closes its scan, is blind, and tells the operators once why and the way out", async () => {
    world.state.faults.push({ match: /^\/subscriptions\?/, status: 403, body: { error: { code: "AuthorizationFailed", message: "" } } });

    const { status, health, scan, heard } = await nightWith("2026-11-23");

    expect(scan).toMatchObject({ id: "2026-11-23", expected: 0, closedAt: expect.stringMatching(/^2026-11-23T02:00/) });
    expect([status, health]).toEqual([503, { state: "blind", lastScanClosedAt: scan?.closedAt, ageHours: 5 }]);
    expect(heard).toEqual([expect.stringMatching(/^The app sees no subscription\n/)]);
    expect(heard[0]).toContain("The list of subscriptions could not be read: the app may not read it (403 AuthorizationFailed).");
    expect(heard[0]).toContain(WAY_OUT);
    expect(world.host.failures).toEqual([]);
  });

  it("because the list is empty says that, again once a day", async () => {
    world.state.faults.length = 0;

    const { status, health, heard } = await nightWith("2026-11-24");

    expect([status, health.state]).toEqual([503, "blind"]);
    expect(heard).toEqual([expect.stringMatching(/^The app sees no subscription\n[\s\S]*The list of subscriptions is empty\./)]);
    expect(heard[0]).toContain(WAY_OUT);
  });

  it("is well again after the first scan that sees something, for 28 hours", async () => {
    show(world.state, [clusterOf("calm-1")]);

    const { status, health, scan, heard } = await nightWith("2026-11-25");

    expect([status, health.state, scan?.expected]).toEqual([200, "ok", 1]);
    expect(heard).toEqual([]);

    travelTo("2026-11-26T09:00:00Z");
    const late = await world.host.request("GET", "/api/health");

    expect([late.status, JSON.parse(late.body)]).toMatchObject([503, { state: "late", ageHours: 30 }]);
  });
});
