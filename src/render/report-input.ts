import type { ClusterCost } from "../core/calc/cluster-cost.ts";
import type { Calendar } from "../core/model/calendar.ts";
import type { Decision, SetAside } from "../core/model/decision.ts";
import type { Summary } from "../core/model/delivery.ts";
import type { ToldEnd } from "../core/model/event.ts";
import type { LedgerEntry, MonthlySavings } from "../core/model/ledger.ts";
import type { Currency } from "../core/model/money.ts";
import type { ClusterId, Region, RuleId } from "../core/model/names.ts";
import type { FindingKey, FindingRecord } from "../core/model/record.ts";
import type { Skus } from "../core/model/region.ts";
import type { RegionRoom } from "../core/model/room.ts";
import type { SubscriptionScan } from "../core/model/scan.ts";
import type { Snapshot } from "../core/model/snapshot.ts";
import type { Instant } from "../core/model/time.ts";
import type { Coverage } from "./coverage.ts";
import type { Filter } from "./filter.ts";

/** What the store holds. Only what is not optional is needed; whatever is left out is left out of the report, never guessed. */
export interface ReportInput {
  readonly at: Instant;
  readonly currency: Currency;
  /** `en-IE` */
  readonly locale: string;
  /** Of whoever reads it; UTC where it is left out. */
  readonly timeZone?: string;
  /** Open and recently closed, of everything that is in the report: one left out is not there to exclude others' money. */
  readonly records: readonly FindingRecord[];
  readonly snapshots: readonly Snapshot[];
  readonly summaries: readonly Summary[];
  /** The rows of the newest scan. */
  readonly scans: readonly SubscriptionScan[];
  readonly scanClosedAt?: Instant;
  /** What was closed before it is no news. Left out, nothing is counted as resolved. */
  readonly since?: Instant;
  /** What `savingsByMonth` says of the ledger. */
  readonly savings?: readonly MonthlySavings[];
  /** The ledger's entries that began within the last twelve months, ended ones too. */
  readonly ledger?: readonly LedgerEntry[];
  /** Its newest entry of each finding that ended. */
  readonly booked?: ReadonlyMap<FindingKey, LedgerEntry>;
  /** What upgrades need of quotas, as the judge stored it. */
  readonly rooms?: readonly RegionRoom[];
  /** By what changes reach us, of every subscription. */
  readonly coverage?: readonly Coverage[];
  /** Everything that people decided; which of them holds says `setAside`. */
  readonly decisions?: readonly Decision[];
  /** The decision that holds, of each finding that has one. */
  readonly setAside?: ReadonlyMap<FindingKey, SetAside>;
  readonly calendar?: Calendar;
  /** The ends of support that Azure itself told clusters. */
  readonly endsOfLife?: ReadonlyMap<ClusterId, ToldEnd>;
  readonly skus?: ReadonlyMap<Region, Skus>;
  readonly costs?: ReadonlyMap<ClusterId, ClusterCost>;
  /** What the rules say of themselves. */
  readonly rules?: ReadonlyMap<RuleId, RuleAbout>;
  readonly filter?: Filter;
  /** Object id of the app's identity: the way out of a 403 names it. */
  readonly principalId?: string;
}

export interface RuleAbout {
  /** One sentence. */
  readonly summary: string;
  /** Where its page is. */
  readonly page?: string;
}
