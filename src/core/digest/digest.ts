import type { DecidedByKey } from "../model/decision.ts";
import type { CouldNotCheck, Route, Told } from "../model/delivery.ts";
import type { LedgerEntry } from "../model/ledger.ts";
import type { Currency, Money } from "../model/money.ts";
import type { FindingKey, FindingRecord } from "../model/record.ts";
import type { Day, Instant } from "../model/time.ts";
import type { JoinedLine } from "./joined.ts";
import type { PageLinks } from "./page-links.ts";
import type { Names } from "./places.ts";
import type { ResolvedLine } from "./resolved.ts";
import type { Row } from "./rows.ts";
import type { UncheckedLine } from "./unchecked.ts";

export interface DigestInput {
  readonly route: Route;
  readonly at: Instant;
  /** The local day it is for. */
  readonly day: Day;
  /** All of the route, open and recently closed. */
  readonly records: readonly FindingRecord[];
  /** What the route was told, of findings and of reasons. */
  readonly told: readonly Told[];
  readonly couldNotCheck: readonly CouldNotCheck[];
  /** What people decided about the open ones of the records. */
  readonly decided: DecidedByKey;
  readonly names: Names;
  /** How many clusters of the route were looked at. */
  readonly clusterCount: number;
  /** How many more there are. */
  readonly notChecked: number;
  /** One of its clusters was judged before. A route that has none is told of no week. */
  readonly hasBaseline: boolean;
  /** The app's. An amount in another one is not priced. */
  readonly currency: Currency;
  /** What the headline of the route's last digest said that was handed over. */
  readonly lastFirmTotal?: Money;
  /** Money that stopped being spent: the ledger's newest entry of each finding that ended. */
  readonly booked: ReadonlyMap<FindingKey, LedgerEntry>;
  readonly scanClosedAt?: Instant;
  /** Object id of the app's managed identity, where it is known: the way out of a 403 names it. */
  readonly principalId?: string;
  readonly links?: PageLinks;
}

/** What is said to one route on one day, in order. Every text is plain: one line, with nothing hidden in it. */
export interface Digest {
  /** `heartbeat`: nothing was new, and the week is summed up. */
  readonly kind: "digest" | "heartbeat";
  /** The outbox key. It stands in the footer, so that a second copy is recognised. */
  readonly key: string;
  readonly route: string;
  readonly at: Instant;
  readonly locale: string;
  /** The local day it is for. */
  readonly day: Day;
  readonly dayText: string;
  readonly clusterCount: number;
  /** Subject, toast and title: enough on a lock screen. It holds no names. */
  readonly headline: string;
  /** The firm money the headline says; becomes the outbox message's. */
  readonly firmTotal?: Money;
  readonly sections: readonly Section[];
  /** Rows past the tenth: the headline counts them, only their number and worth are said. */
  readonly more: readonly Row[];
  /** Baseline findings of clusters that came later. */
  readonly joined?: JoinedLine;
  readonly stillOpen: StillOpen;
  readonly resolved: readonly ResolvedLine[];
  readonly unchecked: readonly UncheckedLine[];
  /** How many findings about money have no amount, and why: once, and again with the week. */
  readonly notPriced?: string;
  /** Whose prices are old, said as often. */
  readonly oldPrices?: string;
  readonly scanClosedAt?: Instant;
  /** `4 snoozed · 1 accepted`; nothing where nothing is set aside. */
  readonly setAside?: string;
  /** On the route's weekday: what it was told in the last seven days. */
  readonly week?: Week;
  /** The report page. */
  readonly page?: string;
  readonly tells: readonly Told[];
}

/** Workflows accepts a card before it is shown: what was told is named again, once a week. */
export interface Week {
  /** `This week: 3 new, 1 worse, 2 resolved` */
  readonly headline: string;
  /** The gravest first. */
  readonly lines: readonly WeekLine[];
  /** How many were told as news beside the lines. */
  readonly more: number;
}

export interface WeekLine {
  readonly where: string;
  readonly title: string;
  /** `new`, `worse`, `back`, `date nearer`, `resolved` */
  readonly what: string;
  readonly page?: string;
}

/** Findings with nothing to say about them tonight, as one sum. */
export interface StillOpen {
  readonly findings: number;
  /** `€262/month`; nothing where they save nothing. */
  readonly worth?: string;
}

export interface Section {
  readonly kind: "act-soon" | "baseline" | "new" | "worse" | "back";
  readonly rows: readonly Row[];
}

export const SECTION_TITLES: Record<Section["kind"], string> = {
  "act-soon": "Act soon",
  baseline: "Findings",
  new: "New",
  worse: "Worse",
  back: "Back",
};
