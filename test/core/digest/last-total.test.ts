import { describe, expect, it } from "vitest";
import { lastFirmTotal } from "../../../src/core/digest/last-total.ts";
import type { OutboxMessage } from "../../../src/core/model/delivery.ts";
import { minutesAfter, NOW } from "../../support/build.ts";
import { EUR } from "./estate.ts";

const message = (
  key: string,
  amount: number | undefined,
  state: OutboxMessage["state"] = "handed-over",
  createdAt = NOW,
): OutboxMessage => ({
  route: "payments",
  key,
  summary: "",
  state,
  tries: 1,
  createdAt,
  answerLost: false,
  tells: [],
  toldWritten: true,
  ...(amount === undefined ? {} : { firmTotal: { amount, currency: EUR } }),
});

describe("the total a route read last", () => {
  it.for<readonly [string, readonly OutboxMessage[], number | undefined]>([
    ["the newest digest's, in whatever order they come", [message("digest|2026-11-22", 2), message("digest|2026-11-20", 1)], 2],
    ["no message's before the first", [], undefined],
    ["not that of one that was given up", [message("digest|2026-11-20", 1), message("digest|2026-11-22", 2, "given-up")], 1],
    [
      "that of the mail in place of one that was given up",
      [message("digest|2026-11-20", 1), message("digest|2026-11-22", 2, "given-up"), message("fallback|digest|2026-11-22", 3)],
      3,
    ],
    [
      "the newest digest's, also after one that went by mail",
      [message("fallback|digest|2026-11-20", 1), message("digest|2026-11-22", 2)],
      2,
    ],
    ["not that of one still on its way", [message("digest|2026-11-20", 1), message("digest|2026-11-22", 2, "sending")], 1],
    ["not that of a day with nothing to say", [message("digest|2026-11-20", 1), message("digest|2026-11-22", undefined, "quiet")], 1],
    ["not that of a notice", [message("digest|2026-11-20", 1), message("notice|2026-11-22", 2)], 1],
    [
      "the heartbeat's after a digest, and the digest's after a heartbeat",
      [
        message("digest|2026-11-22", 1),
        message("heartbeat|2026-W48", 2),
        message("digest|2026-11-23", 3, "handed-over", minutesAfter(1440)),
      ],
      3,
    ],
    ["nothing where the newest digest said none", [message("digest|2026-11-20", 1), message("digest|2026-11-22", undefined)], undefined],
  ])("is %s", ([, messages, expected]) => {
    expect(lastFirmTotal(messages)?.amount).toBe(expected);
  });
});
