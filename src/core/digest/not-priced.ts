import { plainSentence } from "./plain.ts";
import type { Standing } from "./standing.ts";
import { byText, counted, someOf } from "./words.ts";

const MOST_REASONS = 3;

/** `3 findings are not priced: no retail row for …`: the reasons that hold for most first. Nothing where everything has its amount. */
export function notPricedText(standings: readonly Standing[]): string | undefined {
  const whys = standings.flatMap((standing) => (standing.kind === "not-priced" ? [standing.why] : []));
  if (whys.length === 0) return undefined;
  const reasons = [...Map.groupBy(whys, (why) => why)].sort(([a, those], [b, others]) => others.length - those.length || byText(a, b));
  const said = reasons.map(([why, { length }]) => (reasons.length === 1 ? why : `${length} because ${why}`));
  return plainSentence(`${counted(whys.length, "finding is", "findings are")} not priced: ${someOf(said, MOST_REASONS)}.`);
}
