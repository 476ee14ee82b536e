import { z } from "zod";
import { type EndOfLife, endOfLife } from "../../core/model/event.ts";
import { JsonText } from "./decode.ts";

const Details = z.object({ kubernetesVersion: z.string(), eolDate: z.string(), supportType: z.string() });

/** A notice of AKS that support ends: an object, or the same as JSON text. */
export const EndOfLifeDetails = z.union([Details, JsonText.pipe(Details)]).transform((details, context): EndOfLife => {
  const notice = endOfLife(details);
  if (notice) return notice;
  context.addIssue({ code: "custom", message: "expected version, date and plan" });
  return z.NEVER;
});
