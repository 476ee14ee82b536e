import type { OutboxMessage } from "../model/delivery.ts";
import type { Money } from "../model/money.ts";
import { byText } from "./words.ts";

/**
 * The firm money the route read last: what the last digest said that was handed over, by its webhook or by mail in its place, or a
 * heartbeat after it that said an amount. What is still queued, was given up or had nothing to say is not what the route read last.
 */
export function lastFirmTotal(messages: readonly OutboxMessage[]): Money | undefined {
  const read = messages.filter(({ state, key, firmTotal }) => state === "handed-over" && isHeadline(plainKey(key), firmTotal));
  return read.sort((a, b) => byText(b.createdAt, a.createdAt) || byText(plainKey(b.key), plainKey(a.key)))[0]?.firmTotal;
}

const isHeadline = (key: string, said: Money | undefined): boolean =>
  key.startsWith("digest|") || (key.startsWith("heartbeat|") && said !== undefined);

/** What went by mail, because the webhook did not take it, is kept beside it. */
const plainKey = (key: string): string => key.replace(/^fallback\|/, "");
