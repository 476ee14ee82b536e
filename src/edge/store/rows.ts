import type { TableClient } from "@azure/data-tables";
import type { Layout } from "./layout.ts";
import { type Reads, reads } from "./read.ts";
import { type Writes, writes } from "./write.ts";

/** The rows of one layout in their table. */
export type Rows<T extends object> = Reads<T> & Writes<T>;

export const rows = <T extends object>(client: TableClient, layout: Layout<T>): Rows<T> => ({
  ...reads(client, layout),
  ...writes(client, layout),
});
