import { z } from "zod";
import type { Instant } from "../../core/model/time.ts";
import { JsonText, Moment } from "../wire/decode.ts";

/** What the Event Grid schema and CloudEvents 1.0 both say, under either name. */
export interface Envelope {
  readonly id: string;
  readonly type: string;
  readonly at: Instant;
  /** The resource that emits it. */
  readonly source: string;
  readonly subject: string;
  readonly data: unknown;
}

const Text = z.string().trim().min(1);
const GridEvent = z
  .object({
    id: Text,
    eventType: Text,
    eventTime: Moment,
    topic: z.string().nullish(),
    subject: z.string().nullish(),
    data: z.unknown().optional(),
  })
  .transform(
    ({ id, eventType, eventTime, topic, subject, data }): Envelope => ({
      ...{ id, type: eventType, at: eventTime, data },
      ...{ source: topic ?? "", subject: subject ?? "" },
    }),
  );

/** `specversion` is not asked for: one of the published samples spells it otherwise. */
const CloudEvent = z
  .object({ id: Text, type: Text, time: Moment, source: z.string().nullish(), subject: z.string().nullish(), data: z.unknown().optional() })
  .transform(
    ({ id, type, time, source, subject, data }): Envelope => ({
      ...{ id, type, at: time, data },
      ...{ source: source ?? "", subject: subject ?? "" },
    }),
  );

export type ReadEnvelope = { readonly envelope: Envelope } | { readonly problem: string };

export function readEnvelope(event: unknown): ReadEnvelope {
  const shape = typeof event === "object" && event !== null && "eventType" in event ? GridEvent : CloudEvent;
  const parsed = shape.safeParse(event);
  if (parsed.success) return { envelope: parsed.data };
  // By path alone: what stands there may be a person's name.
  const fields = parsed.error.issues.map(({ path }) => path.join(".") || "it");
  return { problem: `no event: ${[...new Set(fields)].join(", ")} ${fields.length === 1 ? "is" : "are"} missing or odd` };
}

/** One event, an array of them, or either as text; Base64 where a queue stands in between. */
export function eventsIn(body: unknown): readonly unknown[] {
  if (Array.isArray(body)) return body;
  if (typeof body !== "string") return [body];
  const parsed = JsonText.safeParse(body).data ?? JsonText.safeParse(Buffer.from(body, "base64").toString("utf8")).data;
  return typeof parsed === "object" && parsed !== null ? eventsIn(parsed) : [body];
}
