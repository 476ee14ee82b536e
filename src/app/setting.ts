import { z } from "zod";

/** What the app was given, by name. */
export type Env = Readonly<Record<string, string | undefined>>;

/** One setting: how it is read, and the line about it in docs/settings.md. */
export interface Setting {
  readonly schema: z.ZodType<unknown, string | undefined>;
  readonly says: string;
  readonly fallback?: string;
  /** Nothing works without it. Any other wrong setting falls back to its default and is reported. */
  readonly stops?: true;
  /** What counts where the value is wrong, if that is not the fallback: what keeps people out must not let everybody in by a typing error. */
  readonly whenWrong?: { readonly value: string; readonly says: string };
}

export interface SettingProblem {
  readonly setting: string;
  readonly text: string;
}

// How values are read. A message follows the name of the setting.

export const wholeNumber = (from: number, to: number) =>
  z
    .string()
    .refine((text) => /^\d+$/.test(text) && Number(text) >= from && Number(text) <= to, {
      error: ({ input }) => `"${String(input)}" is not a whole number from ${from} to ${to}`,
    })
    .transform(Number);

/** `dev, test`: at least one. */
export const words = z
  .string()
  .transform((text) =>
    text
      .split(",")
      .map((item) => item.trim())
      .filter((item) => item !== ""),
  )
  .refine((items) => items.length > 0, { error: "names nothing; it takes words separated by commas" });

/** @param whose as in "the client id of the app's identity" */
export const objectId = (whose: string) => z.guid({ error: ({ input }) => `"${String(input)}" is not ${whose}` });

export const mailAddress = z.email({ error: ({ input }) => `"${String(input)}" is not a mail address` });

export const isHttps = (text: string): boolean => URL.canParse(text) && new URL(text).protocol === "https:";

/** What stands there in its place may hold a key, as the connection string of a service does: it is not repeated. */
export const httpsUrl = z.string().refine(isHttps, { error: "is not an https URL" });

export const currencyCode = z
  .string({ error: "is missing; it takes an ISO 4217 code, for example EUR" })
  .refine((text) => currencies().includes(text), {
    error: ({ input }) => `"${String(input)}" is not an ISO 4217 code${suggestion(String(input))}`,
  });

const currencies = (): readonly string[] => Intl.supportedValuesOf("currency");

function suggestion(text: string): string {
  const upper = text.trim().toUpperCase();
  const near = currencies().find((code) => upper.startsWith(code) || (upper.length >= 2 && code.startsWith(upper)));
  return near === undefined ? ", for example EUR" : `; did you mean ${near}?`;
}

const GroupRoutes = z.record(z.guid(), z.union([z.literal("*"), z.array(z.string().min(1)).nonempty()]));

/** `{"<object id of a group>": ["payments"], "<another>": "*"}` */
export const groupRoutes = z.string().transform((text, context): z.infer<typeof GroupRoutes> => {
  const wrong = (why: string) => {
    context.addIssue({ code: "custom", message: `${why}; it takes {"<object id of a group>": ["<route>"]}, or "*" in place of the list` });
    return z.NEVER;
  };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return wrong("is not JSON");
  }
  const parsed = GroupRoutes.safeParse(value);
  return parsed.success ? parsed.data : wrong(`is no map of groups (${parsed.error.issues[0]?.path.join(".") ?? ""})`);
});
