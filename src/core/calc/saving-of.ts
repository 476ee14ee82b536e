import { fresh } from "../model/absence.ts";
import type { NodePool } from "../model/cluster.ts";
import type { Basis, Firmness, PriceUse, Saving, SavingKind } from "../model/saving.ts";
import type { Working } from "../model/working.ts";
import { type Amount, money, onceEach } from "./bill.ts";
import { type NodeBasis, nodesAtEnd } from "./node-basis.ts";
import { type NotPriced, notPriced } from "./not-priced.ts";
import { basisOf, basisWorking } from "./pool-bill.ts";
import type { PoolFacts } from "./pool-cost.ts";
import type { SizeNodes } from "./surge.ts";

/** An amount with all that a finding says about it, still without currency and confidence. */
export interface SavingDraft {
  readonly about: SavingKind;
  readonly firmness: Firmness;
  readonly monthly: number;
  /** What it would be in other circumstances: its range. */
  readonly ends?: readonly number[];
  readonly before: number;
  /** See `Saving`. */
  readonly isOfPart?: boolean;
  readonly basis: Basis;
  readonly prices: readonly PriceUse[];
  readonly workings: readonly Working[];
  /** The spot history behind it covers all of its 28 days. */
  readonly hasSpotMonth?: boolean;
}

export function savingOf(draft: SavingDraft, { at, prices: list }: Pick<PoolFacts, "at" | "prices">): Saving {
  const { about, firmness, monthly, ends = [], before, isOfPart = false, basis, prices, workings, hasSpotMonth = false } = draft;
  const { currency } = list.known;
  const [low, high] = [Math.min(monthly, ...ends), Math.max(monthly, ...ends)];
  const isOfToday = "known" in fresh(list, at);
  return {
    about,
    firmness,
    monthly: money(monthly, currency),
    ...(low < high ? { range: { low, high } } : {}),
    before: money(before, currency),
    ...(isOfPart ? { isOfPart } : {}),
    basis,
    confidence: confidenceOf({ firmness, isMean: basis.kind === "mean", isOfToday, hasSpotMonth }),
    prices: onceEach(prices),
    workings,
  };
}

interface Ground {
  readonly firmness: Firmness;
  readonly isMean: boolean;
  readonly isOfToday: boolean;
  readonly hasSpotMonth: boolean;
}

function confidenceOf({ firmness, isMean, isOfToday, hasSpotMonth }: Ground): Saving["confidence"] {
  if (firmness === "firm") return isMean && isOfToday ? "high" : "medium";
  return hasSpotMonth ? "medium" : "low";
}

/** Something that depends on how many nodes there are, and what it is when the autoscalers have taken away or added all they may. */
export interface OnBasis<T> {
  readonly basis: NodeBasis;
  readonly here: T;
  readonly ends: readonly T[];
}

export function onBasis<T extends object>(
  pool: NodePool,
  facts: PoolFacts,
  work: (sizes: readonly SizeNodes[]) => T | NotPriced,
): OnBasis<T> | NotPriced {
  const basis = basisOf(pool, facts);
  const here = work(basis.bySize);
  if ("notPriced" in here) return here;
  const ends: T[] = [];
  for (const end of basis.ends ? (["fewest", "most"] as const) : []) {
    const there = work(nodesAtEnd(pool, end));
    if ("notPriced" in there) return there;
    ends.push(there);
  }
  return { basis, here, ends };
}

/** A part of the bill, gone as a whole. */
export const allOf = (
  { basis, here, ends }: OnBasis<Amount>,
  what: Pick<SavingDraft, "about" | "firmness">,
  { at, prices }: Pick<PoolFacts, "at" | "prices">,
): Saving =>
  savingOf(
    {
      ...what,
      monthly: here.monthly,
      ends: ends.map(({ monthly }) => monthly),
      before: here.monthly,
      basis: basis.basis,
      prices: here.prices,
      workings: [basisWorking(basis), ...here.workings],
    },
    { at, prices },
  );

/** Advice that takes nodes away or changes them saves nothing that can be told where the hardware is paid for either way. */
export const paidEitherWay = ({ capacityReservationGroupId }: NodePool): NotPriced | undefined =>
  capacityReservationGroupId === undefined
    ? undefined
    : notPriced("its capacity reservation group is billed whether nodes use it or not, and what it holds is not read");
