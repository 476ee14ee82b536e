import { z } from "zod";
import { type Instant, instant } from "../../core/model/time.ts";

/** `properties.agentPoolProfiles.0.count: expected number, received string`, for the first few fields. */
export function problemOf({ issues }: z.ZodError, most = 3): string {
  const lines = issues.slice(0, most).map(({ path, message }) => {
    const text = message.replace(/^Invalid input: /, "");
    return path.length > 0 ? `${path.join(".")}: ${text}` : text;
  });
  return issues.length > most ? `${lines.join("; ")}; ${issues.length - most} more` : lines.join("; ");
}

/** A property that is left out when there is nothing to say. */
export const given = <K extends string, V>(key: K, value: V | null | undefined): { readonly [P in K]?: V } =>
  value === null || value === undefined ? {} : ({ [key]: value } as { readonly [P in K]?: V });

/** What a text holds as JSON. */
export const JsonText = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue({ code: "custom", message: "expected JSON" });
    return z.NEVER;
  }
});

/** What has no zone is UTC; fractions come in any number of digits. */
export const Moment = z.string().transform((text, context): Instant => {
  const whole = text.trim().replace(/(\.\d{3})\d+/, "$1");
  const at = Date.parse(/(?:Z|[+-]\d{2}:?\d{2})$/i.test(whole) ? whole : `${whole}Z`);
  if (Number.isFinite(at)) return instant(at);
  context.addIssue({ code: "custom", message: "expected a date" });
  return z.NEVER;
});
