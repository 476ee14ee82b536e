import { z } from "zod";
import { type EndOfLife, endOfLife } from "../../core/model/event.ts";

const Details = z.object({ kubernetesVersion: z.string(), eolDate: z.string(), supportType: z.string() });

/** An object, or the same as JSON text. */
export function readEndOfLife(details: unknown): EndOfLife | undefined {
  const parsed = Details.safeParse(typeof details === "string" ? fromText(details) : details).data;
  return parsed && endOfLife(parsed);
}

function fromText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
