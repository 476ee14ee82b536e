import type { FindingKey } from "../model/record.ts";

/** Where the report page shows things to the readers of one route. There are none where nobody may read the page. */
export interface PageLinks {
  /** Everything that is open. */
  readonly report: string;
  readonly finding: (finding: FindingKey) => string;
  /** The open findings of one rule, by its code. */
  readonly rule: (code: string) => string;
}

/** Beyond that a link is not worth its place in a card. */
const LONGEST_LINK = 600;

export const linkedTo = (page: string): { readonly page?: string } => (page.length <= LONGEST_LINK ? { page } : {});
