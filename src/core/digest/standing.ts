import { type Claim, chooseSavings, excludeEachOther, type SavingsTotal } from "../calc/savings-choice.ts";
import { targetKey } from "../model/finding.ts";
import type { Currency, Money } from "../model/money.ts";
import type { FindingKey, FindingRecord } from "../model/record.ts";
import type { Firmness, Saving } from "../model/saving.ts";
import { byText } from "./words.ts";

/** How the money of a finding stands among the others of its cluster. */
export type Standing =
  | { readonly kind: "none" }
  | { readonly kind: "not-priced"; readonly why: string }
  | { readonly kind: "counted"; readonly saving: Saving }
  /** Its part of the bill is saved already by others that are counted. */
  | { readonly kind: "also-possible"; readonly saving: Saving; readonly counted: readonly FindingRecord[] }
  /** The advice is right and saves nothing, or costs more. */
  | { readonly kind: "costs"; readonly saving: Saving };

export type Standings = ReadonlyMap<FindingKey, Standing>;

/**
 * Chosen cluster by cluster, so that no money is counted twice. The records have to be all that are open for whoever is told: one left
 * out is not there to exclude others. In order of their keys, so that sums come out the same.
 */
export function standingsOf(records: readonly FindingRecord[], currency: Currency): Standings {
  const sorted = [...records].sort((a, b) => byText(a.key, b.key));
  const chosen = new Map<FindingKey, Standing>();
  for (const together of Map.groupBy(sorted, ({ finding }) => targetKey(finding.target)).values()) {
    for (const [key, standing] of choose(together.flatMap((record) => offerOf(record, currency)))) chosen.set(key, standing);
  }
  return new Map(sorted.map((record) => [record.key, chosen.get(record.key) ?? withoutChoice(record, currency)]));
}

interface Offer {
  readonly record: FindingRecord;
  readonly claim: Claim;
}

function offerOf(record: FindingRecord, currency: Currency): readonly Offer[] {
  const { subject, worth } = record.finding;
  if (worth.kind !== "monthly" || worth.monthly.currency !== currency || worth.monthly.amount <= 0) return [];
  const { kind: _, ...saving } = worth;
  return [{ record, claim: { id: record.key, saving, ...(subject !== undefined && isPoolName(subject) ? { pool: subject } : {}) } }];
}

/** Some findings are about several pools at once and say so in words; their saving is taken as the whole cluster's. */
const isPoolName = (subject: string): boolean => !subject.includes(" ") && !subject.includes("/");

function choose(offers: readonly Offer[]): readonly (readonly [FindingKey, Standing])[] {
  const counted = new Set(chooseSavings(offers.map(({ claim }) => claim)).counted.map(({ id }) => id));
  const winners = offers.filter(({ claim }) => counted.has(claim.id));
  return offers.map(({ record, claim }) => {
    const { saving } = claim;
    if (counted.has(claim.id)) return [record.key, { kind: "counted", saving }];
    const better = winners.filter((winner) => excludeEachOther(winner.claim, claim)).map((winner) => winner.record);
    return [record.key, { kind: "also-possible", saving, counted: better }];
  });
}

function withoutChoice({ finding: { worth } }: FindingRecord, currency: Currency): Standing {
  if (worth.kind === "not-priced") return worth;
  if (worth.kind !== "monthly") return { kind: "none" };
  const { kind: _, ...saving } = worth;
  if (saving.monthly.currency === currency) return { kind: "costs", saving };
  return { kind: "not-priced", why: `its amount is in ${saving.monthly.currency}, from before the currency was changed to ${currency}` };
}

/** What is counted of them. */
export function sumOf(standings: readonly Standing[], currency: Currency): SavingsTotal {
  const counted = standings.flatMap((standing) => (standing.kind === "counted" ? [standing.saving] : []));
  return { ...sumOfSavings(counted, currency), notPriced: standings.filter(({ kind }) => kind === "not-priced").length };
}

export const sumOfRecords = (records: readonly FindingRecord[], standings: Standings, currency: Currency): SavingsTotal =>
  sumOf(
    records.flatMap(({ key }) => standings.get(key) ?? []),
    currency,
  );

/** Firm and up to by themselves. */
export function sumOfSavings(savings: readonly Saving[], currency: Currency): Pick<SavingsTotal, "firm" | "upTo"> {
  const sum = (of: Firmness): Money => ({
    amount: savings.reduce((all, { firmness, monthly }) => all + (firmness === of ? monthly.amount : 0), 0),
    currency,
  });
  return { firm: sum("firm"), upTo: sum("up-to") };
}
