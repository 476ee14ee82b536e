import type { FindingKey } from "../model/record.ts";

/** Where the report page shows things to the readers of one route. There are none where nobody may read the page. */
export interface PageLinks {
  /** Everything that is open. */
  readonly report: string;
  readonly finding: (finding: FindingKey) => string;
  /** The open findings of one rule, by its code. */
  readonly rule: (code: string) => string;
}
