import { z } from "zod";
import type { OddItem } from "../../core/model/scan.ts";
import { problemOf } from "../wire/decode.ts";

export interface Decoded<T> {
  readonly good: readonly T[];
  readonly odd: readonly OddItem[];
}

/** Item by item, so that an odd one is named and its neighbours are kept. */
export function decodeEach<T>(shape: z.ZodType<T>, rows: readonly unknown[], nameOf: (row: unknown) => string | undefined): Decoded<T> {
  const good: T[] = [];
  const odd: OddItem[] = [];
  for (const [index, row] of rows.entries()) {
    const item = shape.safeParse(row);
    if (item.success) good.push(item.data);
    else odd.push({ id: nameOf(row) ?? `item ${index + 1}`, problem: problemOf(item.error) });
  }
  return { good, odd };
}

/** What a row calls itself under that field, for `decodeEach`. */
export const textAt =
  (field: string) =>
  (row: unknown): string | undefined =>
    z.object({ [field]: z.string().min(1) }).safeParse(row).data?.[field];

/** Text that ARM leaves out, sends as null or sends empty when there is nothing to say. */
export const optionalText = z
  .string()
  .nullish()
  .transform((text) => text || undefined);

/** One of ARM's words, whatever the case. An unknown word is an issue: what it means cannot be guessed. */
export function oneOf<T>(meanings: Readonly<Record<string, T>>, absent: T): z.ZodType<T> {
  const byWord = new Map(Object.entries(meanings).map(([word, meaning]) => [word.toLowerCase(), meaning]));
  return optionalText.transform((word, context) => {
    const meaning = word === undefined ? absent : byWord.get(word.toLowerCase());
    if (meaning !== undefined) return meaning;
    context.addIssue({ code: "custom", message: `${word?.slice(0, 40)} is not a word we know` });
    return z.NEVER;
  });
}

/** The same where there is always something to say. */
export const word = <T>(meanings: Readonly<Record<string, T>>): z.ZodType<T> => {
  const one = oneOf<T | undefined>(meanings, undefined);
  return z
    .string()
    .min(1)
    .transform((text, context): T => {
      const meaning = one.safeParse(text);
      if (meaning.success && meaning.data !== undefined) return meaning.data;
      context.addIssue({ code: "custom", message: meaning.error ? problemOf(meaning.error) : "is missing" });
      return z.NEVER;
    });
};

/** Zones come in any order. */
export const inOrder = (texts: Iterable<string>): readonly string[] => [...texts].sort((a, b) => a.localeCompare(b, "en"));
