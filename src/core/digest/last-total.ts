import type { OutboxMessage } from "../model/delivery.ts";
import type { Money } from "../model/money.ts";
import { byText } from "./words.ts";

/** The firm money the last digest said that was handed over. What is still queued, was given up or had nothing to say is not what the route read last. */
export function lastFirmTotal(messages: readonly OutboxMessage[]): Money | undefined {
  const read = messages.filter(({ key, state }) => state === "handed-over" && key.startsWith("digest|"));
  return read.sort((a, b) => byText(b.key, a.key))[0]?.firmTotal;
}
