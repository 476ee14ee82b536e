import { describe, expect, it } from "vitest";
import { digestDue, type LastDigest, localDay } from "../../../src/core/digest/due.ts";
import type { Route } from "../../../src/core/model/delivery.ts";
import { WEEKDAYS } from "../../../src/core/model/delivery.ts";
import { day, instant } from "../../../src/core/model/time.ts";

type When = Pick<Route, "timeZone" | "sendAt" | "days" | "heartbeat">;
const berlin = (sendAt: string, days: Route["days"] = WEEKDAYS, heartbeat: Route["heartbeat"] = "wed"): When => ({
  ...{ timeZone: "Europe/Berlin", sendAt, days, heartbeat },
});
const newYork = (sendAt: string): When => ({ timeZone: "America/New_York", sendAt, days: WEEKDAYS, heartbeat: "wed" });
const on = (text: string): LastDigest => ({ day: day(text) });
const SCANNED = instant("2026-01-01T00:00:00Z");

describe("a digest is due", () => {
  it.for<readonly [string, When, string, LastDigest | undefined, string | undefined]>([
    ["not a minute before its send-at", berlin("07:30"), "2026-11-23T06:29:59Z", undefined, undefined],
    ["from its send-at on", berlin("07:30"), "2026-11-23T06:30:00Z", undefined, "2026-11-23"],
    ["until six hours after it", berlin("07:30"), "2026-11-23T12:30:00Z", on("2026-11-22"), "2026-11-23"],
    ["not later that day", berlin("07:30"), "2026-11-23T12:31:00Z", on("2026-11-22"), undefined],
    [
      "not in New York's evening, when the night's scan closes there",
      newYork("07:00"),
      "2026-11-24T02:15:00Z",
      on("2026-11-22"),
      undefined,
    ],
    ["but in its morning", newYork("07:00"), "2026-11-24T12:00:00Z", on("2026-11-23"), "2026-11-24"],
    ["once a day", berlin("07:30"), "2026-11-23T06:45:00Z", on("2026-11-23"), undefined],
    ["not at night for the day before", berlin("07:30"), "2026-11-24T03:15:00Z", undefined, undefined],
    ["after midnight for a send-at shortly before it", berlin("23:50"), "2026-11-23T23:05:00Z", on("2026-11-22"), "2026-11-23"],
    ["not twice for it", berlin("23:50"), "2026-11-23T23:05:00Z", on("2026-11-23"), undefined],
    ["on its days only", berlin("07:30", ["tue"]), "2026-11-23T08:00:00Z", undefined, undefined],
    [
      "and on the day of its week, although it is none of them",
      berlin("07:30", ["tue"], "mon"),
      "2026-11-23T08:00:00Z",
      undefined,
      "2026-11-23",
    ],
    ["by the weekday of its zone", newYork("21:00"), "2026-11-24T02:00:00Z", undefined, "2026-11-23"],
    ["after the gap when the clock skips its send-at", berlin("02:30"), "2026-03-29T01:00:00Z", on("2026-03-28"), "2026-03-29"],
    ["not before that gap", berlin("02:30"), "2026-03-29T00:59:00Z", on("2026-03-28"), undefined],
    ["at the first 02:30 of two", berlin("02:30"), "2026-10-25T00:30:00Z", on("2026-10-24"), "2026-10-25"],
    ["not again at the second", berlin("02:30"), "2026-10-25T01:30:00Z", on("2026-10-25"), undefined],
    ["at the second, when nobody looked at the first", berlin("02:30"), "2026-10-25T01:30:00Z", on("2026-10-24"), "2026-10-25"],
    ["after New York's gap", newYork("02:15"), "2026-03-08T07:00:00Z", on("2026-03-07"), "2026-03-08"],
    ["at the first 01:30 of two in New York", newYork("01:30"), "2026-11-01T05:30:00Z", on("2026-10-31"), "2026-11-01"],
    ["not again at the second in New York", newYork("01:30"), "2026-11-01T06:30:00Z", on("2026-11-01"), undefined],
  ])("%s", ([, route, now, last, expected]) => {
    expect(digestDue(route, instant(now), SCANNED, last)).toBe(expected);
  });

  it("only when a scan has closed that the last digest did not rest on", () => {
    const now = instant("2026-11-23T08:00:00Z");
    const last = { day: day("2026-11-22"), scanClosedAt: instant("2026-11-22T02:00:00Z") };

    expect(digestDue(berlin("07:30"), now, undefined, undefined)).toBeUndefined();
    expect(digestDue(berlin("07:30"), now, last.scanClosedAt, last)).toBeUndefined();
    expect(digestDue(berlin("07:30"), now, instant("2026-11-23T02:00:00Z"), last)).toBe("2026-11-23");
  });
});

describe("the local day", () => {
  it.for([
    ["Europe/Berlin", "2026-11-23T22:59:59Z", "2026-11-23"],
    ["Europe/Berlin", "2026-11-23T23:00:00Z", "2026-11-24"],
    ["America/New_York", "2026-11-24T04:59:59Z", "2026-11-23"],
    ["Pacific/Kiritimati", "2026-11-23T10:00:00Z", "2026-11-24"],
    ["Asia/Tehran", "2026-11-23T20:30:00Z", "2026-11-24"],
  ] as const)("in %s at %s is %s", ([zone, at, expected]) => {
    expect(localDay(instant(at), zone)).toBe(expected);
  });
});
