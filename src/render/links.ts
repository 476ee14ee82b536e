import { createHash } from "node:crypto";
import type { ClusterId } from "../core/model/names.ts";
import type { FindingKey } from "../core/model/record.ts";
import type { Filter } from "./filter.ts";

/** Where the pages are, for links between them. A page in a file has none: it unfolds in place, and filters itself. */
export interface Links {
  /** The report that shows only this. */
  readonly filtered?: (filter: Filter) => string;
  /** Without it every finding unfolds where it stands. */
  readonly finding?: (key: FindingKey) => string;
  readonly cluster?: (id: ClusterId) => string;
  /** Where a person decides about a finding, by its `shortId`; without it nobody can here. */
  readonly decide?: (id: string) => string;
  /** The way back from a page of one finding or cluster. */
  readonly report?: string;
  /** The same in other formats: `CSV` and where it is. */
  readonly exports?: readonly { readonly label: string; readonly href: string }[];
}

/** A finding or a cluster in addresses: 16 hexadecimal digits that stay the same from night to night, however long its names are. */
export const shortId = (id: FindingKey | ClusterId): string => createHash("sha256").update(id).digest("hex").slice(0, 16);

/** A place in the page, whatever characters the names have. */
export const anchorOf = (kind: "finding" | "cluster", id: FindingKey | ClusterId): string => `${kind}-${shortId(id)}`;
