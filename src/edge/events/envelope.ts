import { z } from "zod";
import { type Instant, instant } from "../../core/model/time.ts";

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

/** Fractions of six to nine digits, a missing `Z`: senders differ. What has no zone is UTC. */
export function momentOf(text: string): Instant | undefined {
  const whole = text.trim().replace(/(\.\d{3})\d+/, "$1");
  const at = Date.parse(/(?:Z|[+-]\d{2}:?\d{2})$/i.test(whole) ? whole : `${whole}Z`);
  return Number.isFinite(at) ? instant(at) : undefined;
}

const Text = z.string().trim().min(1);
const Moment = Text.transform((text, context): Instant => {
  const at = momentOf(text);
  if (at !== undefined) return at;
  context.addIssue({ code: "custom", message: "is not a date" });
  return z.NEVER;
});

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
  const parsed = json(body) ?? json(Buffer.from(body, "base64").toString("utf8"));
  return typeof parsed === "object" && parsed !== null ? eventsIn(parsed) : [body];
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
