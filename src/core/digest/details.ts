import type { CardElement, ITextRun } from "@microsoft/teams.cards";
import type { Finding, Working } from "../model/finding.ts";
import { causeText } from "./cause.ts";
import { type Look, line, run } from "./elements.ts";
import { type MoneyLine, moneyBlock, type Reader } from "./money-block.ts";
import { plainCommand, plainName, plainSentence } from "./plain.ts";
import type { Member, Row } from "./rows.ts";
import { someOf } from "./words.ts";

/** How much of a row unfolds: everything, all there is to do, the first command, or nothing. */
export const DEPTHS = ["full", "steps", "command", "none"] as const;
export type Depth = (typeof DEPTHS)[number];

const SMALL: Look = { size: "Small" };
const SUBTLE: Look = { size: "Small", isSubtle: true };
const MOST_MEMBERS = 3;

/** What stands behind "Details". The row itself has said the detail of its first member. What must hold first is never left out. */
export function detailsOf({ members }: Row, depth: Depth, reader: Reader): readonly CardElement[] {
  const [first, ...others] = members;
  if (depth === "none") return [];
  if (others.length === 0) {
    return [
      ...(depth === "full" ? workingLines(first.finding.workings) : []),
      ...moneyLines(first, depth, reader),
      ...stepLines(first.finding, depth),
      ...consequenceLines(first, depth, reader),
    ];
  }
  const shown = depth === "full" ? members.slice(0, MOST_MEMBERS) : [first];
  const rest = members.slice(shown.length).map(({ where }) => where);
  const alike = rest.length === 0 ? [] : [run(` · the same steps for ${someOf(rest, 6)}`, SUBTLE)];
  return [
    ...shown.flatMap((member) => [
      line([run(member.where, { ...SMALL, weight: "Bolder" }), ...(member === shown.at(-1) ? alike : [])], { spacing: "Small" }),
      ...(member.finding.detail === first.finding.detail ? [] : [line([run(plainSentence(member.finding.detail), SUBTLE)], TIGHT)]),
      ...moneyLines(member, depth === "full" ? "steps" : depth, reader),
      ...stepLines(member.finding, depth),
    ]),
    ...(depth === "full" ? priceLines(shown, reader) : []),
    ...consequenceLines(first, depth, reader),
  ];
}

const TIGHT = { spacing: "None" } as const;
const LOOSE = { spacing: "Small" } as const;

const workingLines = (workings: readonly Working[]): readonly CardElement[] =>
  workings.map(({ label, formula, value }) =>
    line(labelled(plainName(label), plainSentence(formula === undefined ? value : `${formula} = ${value}`)), TIGHT),
  );

/** What it is worth stays as long as the steps do; how it was worked out, and with which prices, only where there is room. */
function moneyLines({ finding, standing }: Member, depth: Depth, reader: Reader): readonly CardElement[] {
  const money = depth === "command" ? undefined : moneyBlock(finding.worth, standing, reader);
  if (!money) return [];
  const worth = money.lines.map(labelledLine);
  return depth === "full" ? [...worth, ...workingLines(money.workings), ...money.prices.map(labelledLine)] : worth;
}

/** Each price row once, whatever number of pools it is for. */
function priceLines(members: readonly Member[], reader: Reader): readonly CardElement[] {
  const prices = members.flatMap(({ finding, standing }) => moneyBlock(finding.worth, standing, reader)?.prices ?? []);
  return [...new Map(prices.map((price) => [JSON.stringify(price), price])).values()].map(labelledLine);
}

const labelledLine = ({ label, text }: MoneyLine): CardElement => line(labelled(label, text), TIGHT);

/** A command that cannot be shown as it is, is left out: an altered one would be worse than none. */
function stepLines({ remedy: { steps } }: Finding, depth: Depth): readonly CardElement[] {
  const first = steps.find(({ command }) => command !== undefined) ?? steps[0];
  const shown = depth === "command" ? steps.filter((step) => step === first) : steps;
  return shown.flatMap((step) => {
    const command = step.command === undefined ? undefined : plainCommand(step.command);
    const count = shown.length < steps.length ? [run(` (step ${steps.indexOf(step) + 1} of ${steps.length})`, SUBTLE)] : [];
    return [
      line([run(plainSentence(step.text), SMALL), ...count], LOOSE),
      ...(command === undefined ? [] : [line([run(command, { ...SMALL, fontType: "Monospace" })], TIGHT)]),
    ];
  });
}

function consequenceLines({ finding, stamp, cause }: Member, depth: Depth, { locale }: Reader): readonly CardElement[] {
  const { remedy, first, notKnown } = finding;
  const said: [label: string, words: string][] = [];
  if (first.length > 0) said.push(["Check first", first.map(plainSentence).join("; ")]);
  said.push(["Restarts", plainSentence(remedy.restarts)]);
  if (depth === "full") {
    if (cause)
      said.push(["Appeared with", causeText(cause, locale, finding.target.kind === "cluster" ? finding.target.cluster : undefined)]);
    if (remedy.bicep !== undefined) said.push(["Bicep", plainSentence(remedy.bicep)]);
    if (remedy.terraform !== undefined) said.push(["Terraform", plainSentence(remedy.terraform)]);
    if (notKnown.length > 0) said.push(["Not known", notKnown.map(plainSentence).join("; ")]);
    said.push(["Source", plainSentence(`${stamp.code} · ${stamp.source}`)]);
  }
  if (depth !== "command") return said.map(([label, words]) => line(labelled(label, words), LOOSE));
  return [
    line(
      said.flatMap(([label, words], index) => labelled(index === 0 ? label : ` · ${label}`, words)),
      LOOSE,
    ),
  ];
}

const labelled = (label: string, words: string): readonly ITextRun[] => [run(`${label}: `, SUBTLE), run(words, SMALL)];
