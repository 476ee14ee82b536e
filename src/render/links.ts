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
  /** The way back from a page of one finding or cluster. */
  readonly report?: string;
  /** The same in other formats: `CSV` and where it is. */
  readonly exports?: readonly { readonly label: string; readonly href: string }[];
}

/** A place in the page that stays the same from night to night, whatever characters the names have. */
export const anchorOf = (kind: "finding" | "cluster", id: FindingKey | ClusterId): string =>
  `${kind}-${createHash("sha256").update(id).digest("hex").slice(0, 16)}`;
