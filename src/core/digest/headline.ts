import type { SavingsTotal } from "../calc/savings-choice.ts";
import type { Money } from "../model/money.ts";
import { isNothing, moneyText, monthlyText } from "./amount.ts";
import { backParts } from "./aside.ts";
import type { News } from "./news.ts";
import { counted } from "./words.ts";

/** `7 new · 1 worse · 2 resolved · €672/month at list price (was €390)`: findings, not rows. What is zero is left out. */
export function changesHeadline({ soon, fresh, worse, back, joined, resolved }: News, money: string | undefined): string {
  const isNew = ({ told }: News["soon"][number]): boolean => told?.state !== "open";
  const nearer = soon.filter((item) => !isNew(item)).length;
  const clusters = clusterCount(joined);
  const over = backParts(back.flatMap((item) => item.over ?? []));
  const parts: readonly (readonly [number, string])[] = [
    [fresh.length + soon.length - nearer, `${fresh.length + soon.length - nearer} new`],
    [worse.length, `${worse.length} worse`],
    [over.length, over.join(" · ")],
    [resolved.length, `${resolved.length} resolved`],
    [nearer, `${counted(nearer, "date")} nearer`],
    [joined.length, `${joined.length} in ${clusters > 1 ? `${clusters} new clusters` : "a new cluster"}`],
  ];
  return [...parts.flatMap(([count, text]) => (count > 0 ? [text] : [])), ...(money === undefined ? [] : [money])].join(" · ");
}

/** `Baseline: 231 findings in 14 clusters, €4,210/month at list price. The ten that matter most:` */
export function baselineHeadline({ soon, fresh }: News, money: string | undefined, isCut: boolean): string {
  const all = [...soon, ...fresh];
  const clusters = clusterCount(all);
  const where = clusters === 0 ? "" : ` in ${counted(clusters, "cluster")}`;
  return `Baseline: ${counted(all.length, "finding")}${where}${money === undefined ? "" : `, ${money}`}${isCut ? ". The ten that matter most:" : ""}`;
}

/** How many clusters of a route were looked at, and how many were not. */
export interface Looked {
  readonly clusterCount: number;
  readonly notChecked: number;
}

/** `Checked 14 clusters, nothing new · 9 still open · €262/month at list price`. Only what was looked at was checked. */
export function quietHeadline({ clusterCount: checked, notChecked }: Looked, open: number, money: string | undefined): string {
  const all = checked + notChecked;
  const looked =
    checked === 0
      ? `None of ${counted(all, "cluster")} could be checked`
      : `Checked ${notChecked === 0 ? counted(checked, "cluster") : `${checked} of ${counted(all, "cluster")}`}, nothing new`;
  return [looked, ...(open === 0 ? [] : [`${open} still open`]), ...(money === undefined ? [] : [money])].join(" · ");
}

const clusterCount = (items: News["fresh"]): number =>
  new Set(items.flatMap(({ record: { finding } }) => (finding.target.kind === "cluster" ? [finding.target.cluster] : []))).size;

/**
 * The firm money a headline may say. That nothing is left of what it said last is worth saying, but only where every finding about money
 * has its amount.
 */
export function firmSaid({ firm, notPriced }: SavingsTotal, last: Money | undefined): Money | undefined {
  if (!isNothing(firm)) return firm;
  return notPriced === 0 && last !== undefined && last.currency === firm.currency && !isNothing(last) ? firm : undefined;
}

/** What was said last, unless less is said now and some finding has no price: prices that are missing tonight must not read as a repair. */
export const comparableLast = ({ firm, notPriced }: SavingsTotal, last: Money | undefined): Money | undefined =>
  last !== undefined && notPriced > 0 && firm.amount < last.amount ? undefined : last;

/** `€672/month at list price (was €390)`; an amount that reads the same is not repeated. */
export function headlineMoney(said: Money, last: Money | undefined, locale: string): string {
  const was = last?.currency === said.currency ? moneyText(last, locale) : undefined;
  return `${monthlyText(said, locale)} at list price${was === undefined || was === moneyText(said, locale) ? "" : ` (was ${was})`}`;
}
