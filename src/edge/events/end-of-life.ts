import { z } from "zod";
import type { EndOfLife } from "../../core/model/event.ts";
import { dayOf } from "../../core/model/time.ts";
import { momentOf } from "./envelope.ts";

const Details = z.object({
  kubernetesVersion: z.string().regex(/^v?\d+\.\d+/),
  eolDate: z.string(),
  supportType: z.string().regex(/^(community|lts|akslongtermsupport)/i),
});

/** An object, or the same as JSON text. */
export function readEndOfLife(details: unknown): EndOfLife | undefined {
  const parsed = Details.safeParse(typeof details === "string" ? fromText(details) : details).data;
  const at = parsed && momentOf(parsed.eolDate);
  if (!parsed || at === undefined || at < "2015") return undefined;
  const [, minor = ""] = /^v?(\d+\.\d+)/.exec(parsed.kubernetesVersion) ?? [];
  return { minor, plan: /^community/i.test(parsed.supportType) ? "community" : "lts", ends: dayOf(at) };
}

function fromText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
