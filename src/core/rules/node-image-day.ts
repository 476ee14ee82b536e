import { type Day, day } from "../model/time.ts";

/** `-202611.10.0`, `-202611.10.0-2026.11.20` (patched since); before 2022 `-2020.03.11`; Windows ends in `.261111`. */
const FORMS = [/-(\d{4})(\d{2})\.(\d{2})\.\d+/, /[-:](\d{4})\.(\d{2})\.(\d{2})$/, /\.(\d{2})(\d{2})(\d{2})$/];

/** The day a node image was made on, by its version; nothing when the version does not say. */
export function nodeImageDay(version: string): Day | undefined {
  for (const form of FORMS) {
    const [, year = "", month, date] = form.exec(version) ?? [];
    if (year === "") continue;
    const text = `${year.length === 2 ? `20${year}` : year}-${month}-${date}`;
    if (!Number.isNaN(Date.parse(`${text}T00:00:00Z`))) return day(text);
  }
  return undefined;
}
