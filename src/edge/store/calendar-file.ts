import { z } from "zod";
import { type Calendar, ending, lastDay } from "../../core/model/calendar.ts";
import { addDays, type Day, day } from "../../core/model/time.ts";
import { problemOf } from "../wire/decode.ts";

const isNot = (input: unknown, form: string): string => `"${String(input).slice(0, 40)}" is not ${form}`;

/** Text that one of the model's own readers takes. */
const textOf = <T>(read: (text: string) => T, form: string): z.ZodType<T, string> =>
  z.string().transform((text, context) => {
    try {
      return read(text);
    } catch {
      context.addIssue({ code: "custom", message: isNot(text, form) });
      return z.NEVER;
    }
  });

const matching = (pattern: RegExp, form: string): z.ZodType<string, string> =>
  z.string().regex(pattern, { error: ({ input }) => isNot(input, form) });

const CheckedDay = textOf(day, "a day, as in 2027-06-30");
const EndingText = textOf(ending, "a day or a month, as in 2027-06-30 or 2026-11");
const Minor = matching(/^1\.\d{1,3}$/, "a Kubernetes minor, as in 1.34");
const Name = z.string().trim().min(1).max(120);

const Checked = z.strictObject({
  source: z.url({ protocol: /^https$/, error: "is not an https address" }),
  checkedOn: CheckedDay,
  confidence: z.enum(["high", "medium", "low"]),
  note: z.string().trim().min(1).max(1000).exactOptional(),
});

const Version = Checked.extend({ minor: Minor, generallyAvailable: EndingText, communityEnd: EndingText, ltsEnd: EndingText })
  .refine(({ generallyAvailable, communityEnd }) => lastDay(generallyAvailable) < lastDay(communityEnd), {
    path: ["communityEnd"],
    error: "is not after generallyAvailable",
  })
  .refine(({ communityEnd, ltsEnd }) => lastDay(communityEnd) < lastDay(ltsEnd), { path: ["ltsEnd"], error: "is not after communityEnd" });

const Image = Checked.extend({
  id: Name,
  name: Name,
  osSkus: z.array(Name),
  nodeImages: z.array(Name),
  ends: EndingText.exactOptional(),
  imagesGone: EndingText.exactOptional(),
  refusedFrom: Minor.exactOptional(),
  defaultFor: z.strictObject({ osSku: Name, from: Minor, to: Minor.exactOptional() }).exactOptional(),
})
  .refine(({ osSkus, nodeImages }) => osSkus.length + nodeImages.length > 0, {
    error: "has neither an OS SKU nor a node image to be known by",
  })
  .refine(({ ends, imagesGone }) => imagesGone === undefined || (ends !== undefined && lastDay(ends) <= lastDay(imagesGone)), {
    path: ["imagesGone"],
    error: "is before ends, or stands without it",
  });

const FeatureRow = Checked.extend({ id: Name, name: Name, ends: EndingText });

const SizeName = matching(/^(Standard|Basic)_[A-Za-z]+(#|\d+)[A-Za-z0-9_-]*$/, "the name of a VM size, with # for its vCPUs");
const Series = Checked.extend({ id: Name, name: Name, sizes: z.array(SizeName).min(1), ends: EndingText });

/** No two rows may answer to the same name. */
const distinct = <T extends z.ZodType>(
  row: T,
  namesOf: (value: z.output<T>) => readonly string[],
): z.ZodType<readonly z.output<T>[], unknown> =>
  z
    .array(row)
    .min(1, "is empty")
    .superRefine((rows, context) => {
      const seen = new Set<string>();
      for (const [index, value] of rows.entries()) {
        const names = new Set(namesOf(value).map((name) => name.toLowerCase()));
        const twice = [...names].find((name) => seen.has(name));
        if (twice !== undefined) context.addIssue({ code: "custom", path: [index], message: `${twice} stands in an earlier row too` });
        for (const name of names) seen.add(name);
      }
    });

/** Names are spelled out and unknown ones refused: a misspelt optional date would be lost without a word. */
const CalendarShape: z.ZodType<Calendar, unknown> = z
  .strictObject({
    checkedOn: CheckedDay,
    source: Checked.shape.source,
    versions: distinct(Version, ({ minor }) => [minor]),
    osImages: distinct(Image, ({ id, osSkus, nodeImages }) => [id, ...osSkus, ...nodeImages]),
    features: distinct(FeatureRow, ({ id }) => [id]),
    vmSeries: Checked.extend({ series: distinct(Series, ({ id, sizes }) => [id, ...sizes]) }),
  })
  .superRefine((file, context) => {
    const rows = [
      ...file.versions.map((row, index) => ({ row, path: ["versions", index] })),
      ...file.osImages.map((row, index) => ({ row, path: ["osImages", index] })),
      ...file.features.map((row, index) => ({ row, path: ["features", index] })),
      { row: file.vmSeries, path: ["vmSeries"] },
      ...file.vmSeries.series.map((row, index) => ({ row, path: ["vmSeries", "series", index] })),
    ];
    for (const { row, path } of rows) {
      if (row.checkedOn > file.checkedOn) {
        context.addIssue({ code: "custom", path: [...path, "checkedOn"], message: `is after the calendar's own, ${file.checkedOn}` });
      }
    }
  });

export type ReadCalendar = { readonly calendar: Calendar } | { readonly problem: string };

/** The calendar in a file, or what is wrong with it: path and reason, for the first few. `today` is UTC; elsewhere it may be a day later. */
export function readCalendar(file: unknown, today: Day): ReadCalendar {
  const { data, error } = CalendarShape.safeParse(file);
  if (error) return { problem: problemOf(error, MOST_TOLD) };
  if (data.checkedOn > addDays(today, 1)) return { problem: `checkedOn: ${data.checkedOn} is still to come` };
  return { calendar: data };
}

const MOST_TOLD = 5;
