import type { TableClient } from "@azure/data-tables";
import type { Calendar } from "../../core/model/calendar.ts";
import { dayOf, type Instant } from "../../core/model/time.ts";
import { readCalendar } from "./calendar-file.ts";
import { rowText, StoreRefusal, UnreadableRows } from "./errors.ts";
import type { Layout } from "./layout.ts";
import { rows } from "./rows.ts";

/** The calendar that may replace the built-in one without a deployment. People write it, so it is checked whenever it is read. */
export interface Calendars {
  /** Nothing when none was ever put. @throws UnreadableRows with path and reason */
  get(at: Instant): Promise<Calendar | undefined>;
  /** Takes the content of a calendar file. One that does not fit leaves the old one in place. @throws StoreRefusal with path and reason */
  put(file: unknown, at: Instant): Promise<void>;
}

interface StoredCalendar {
  readonly at: Instant;
  readonly file: unknown;
}

const PARTITION = "calendar";
const ROW = "support";

export function calendars(client: TableClient): Calendars {
  const table = rows(client, layout);
  const name = { table: client.tableName, partition: PARTITION, row: ROW };
  return {
    get: async (at) => {
      const stored = await table.get(PARTITION, ROW);
      if (!stored) return undefined;
      const read = readCalendar(stored.value.file, dayOf(at));
      if ("problem" in read) throw new UnreadableRows([{ ...name, problem: read.problem }], []);
      return read.calendar;
    },
    put: async (file, at) => {
      const read = readCalendar(file, dayOf(at));
      if ("problem" in read) throw new StoreRefusal(`Cannot store ${rowText(name)}: ${read.problem}`);
      await table.put([{ at, file: read.calendar }]);
    },
  };
}

const layout: Layout<StoredCalendar> = {
  shape: 1,
  place: ({ at }) => ({ partition: PARTITION, row: ROW, columns: { at } }),
};
