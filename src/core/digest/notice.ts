import type { IAdaptiveCard } from "@microsoft/teams.cards";
import { frame, line, run } from "./elements.ts";
import { fitting, MOST_CARD_BYTES } from "./fit.ts";
import { plainName, plainSentence } from "./plain.ts";

/** What the operators have to know: a route is broken, messages were set aside, no scan has closed. */
export interface Notice {
  readonly title: string;
  readonly lines: readonly string[];
}

const MOST_LINES = 20;

/** Both title and lines may hold names that others wrote. @param key its name in the outbox, by which a second copy is known */
export function noticeCard({ title, lines }: Notice, key: string): IAdaptiveCard {
  const most = Math.min(lines.length, MOST_LINES);
  return fitting(
    [most, ...Array.from({ length: most }, (_, index) => most - index - 1)],
    (many) => draw(title, lines, many, key),
    MOST_CARD_BYTES,
  );
}

function draw(title: string, lines: readonly string[], many: number, key: string): IAdaptiveCard {
  const hidden = lines.length - many;
  return frame(plainName(title), [
    line([run(plainName(title), { size: "Large", weight: "Bolder" })]),
    line([run("AKS Advisor · for operators", { size: "Small", isSubtle: true })], { spacing: "None" }),
    ...lines.slice(0, many).map((text) => line([run(plainSentence(text))], { spacing: "Small" })),
    ...(hidden > 0 ? [line([run(`+ ${hidden} more`, { size: "Small", isSubtle: true })], { spacing: "Small" })] : []),
    line([run(`Message ${plainSentence(key)}`, { size: "Small", isSubtle: true })], { separator: true }),
  ]);
}
