import type { TableClient } from "@azure/data-tables";
import type { FailedUnit } from "../../core/model/scan.ts";
import { addDays, type Day, dayOf } from "../../core/model/time.ts";
import { ofReadable } from "./errors.ts";
import { atLeast, less } from "./filter.ts";
import { key } from "./keys.ts";
import type { Layout } from "./layout.ts";
import { rows } from "./rows.ts";

export interface Failures {
  /** The same message of the same queue is one row, also when it is written again after midnight. */
  add(unit: FailedUnit): Promise<void>;
  /** From that day on, oldest first. @throws UnreadableRows */
  since(day: Day): Promise<readonly FailedUnit[]>;
  /** Of earlier days; how many. */
  removeBefore(day: Day): Promise<number>;
}

export function failures(client: TableClient): Failures {
  const table = rows(client, layout);
  return {
    add: async (unit) => {
      const dayBefore = addDays(dayOf(unit.at), -1);
      if ((await table.get(key(dayBefore), rowKey(unit))) === undefined) await table.insert(unit);
    },
    since: (day) =>
      ofReadable(table.values(atLeast("PartitionKey", key(day))), (units) =>
        units.toSorted((a, b) => (a.at < b.at ? -1 : Number(a.at > b.at))),
      ),
    removeBefore: (day) => table.removeAll(less("PartitionKey", key(day))),
  };
}

const rowKey = ({ queue, id }: FailedUnit): string => key(queue, id);

const layout: Layout<FailedUnit> = {
  shape: 1,
  place: (unit) => ({ partition: key(dayOf(unit.at)), row: rowKey(unit), columns: { queue: unit.queue, at: unit.at } }),
};
