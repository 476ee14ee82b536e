import type { Finding, Working } from "../model/finding.ts";
import { causeText } from "./cause.ts";
import { type MoneyLine, moneyBlock, type Reader } from "./money-block.ts";
import { plainCommand, plainName, plainSentence } from "./plain.ts";
import type { Member, Row } from "./rows.ts";
import { someOf } from "./words.ts";

/** How much of a row unfolds: everything, all there is to do, the first command, or nothing. */
export const DEPTHS = ["full", "steps", "command", "none"] as const;
export type Depth = (typeof DEPTHS)[number];

/** What stands under a row, in order, before it has the form of a channel. Texts are plain. */
export type Detail =
  /** What follows is about it. `alike`: where else the same steps help. */
  | { readonly kind: "place"; readonly where: string; readonly alike?: string }
  | { readonly kind: "text"; readonly text: string }
  /** `worked-out`: arithmetic and money; `advice`: what must hold first, what restarts, and the like. */
  | { readonly kind: "labelled"; readonly about: "worked-out" | "advice"; readonly said: readonly Said[] }
  /** `count`: `step 2 of 3`, where others are left out. */
  | { readonly kind: "step"; readonly text: string; readonly count?: string; readonly command?: string };

export interface Said {
  readonly label: string;
  readonly text: string;
  /** A page of Azure's documentation that `text` ends with. */
  readonly href?: string;
  readonly isCode?: boolean;
}

const MOST_MEMBERS = 3;

/** What stands behind "Details". The row itself has said the detail of its first member. What must hold first is never left out. */
export function detailsOf({ members }: Row, depth: Depth, reader: Reader): readonly Detail[] {
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
  const alike = rest.length === 0 ? {} : { alike: someOf(rest, 6) };
  return [
    ...shown.flatMap((member): readonly Detail[] => [
      { kind: "place", where: member.where, ...(member === shown.at(-1) ? alike : {}) },
      ...(member.finding.detail === first.finding.detail ? [] : [{ kind: "text", text: plainSentence(member.finding.detail) } as const]),
      ...moneyLines(member, depth === "full" ? "steps" : depth, reader),
      ...stepLines(member.finding, depth),
    ]),
    ...(depth === "full" ? priceLines(shown, reader) : []),
    ...consequenceLines(first, depth, reader),
  ];
}

const workedOut = (said: Said): Detail => ({ kind: "labelled", about: "worked-out", said: [said] });

const workingLines = (workings: readonly Working[]): readonly Detail[] =>
  workings.map(({ label, formula, value }) =>
    workedOut({ label: plainName(label), text: plainSentence(formula === undefined ? value : `${formula} = ${value}`) }),
  );

/** What it is worth stays as long as the steps do; how it was worked out, and with which prices, only where there is room. */
function moneyLines({ finding, standing }: Member, depth: Depth, reader: Reader): readonly Detail[] {
  const money = depth === "command" ? undefined : moneyBlock(finding.worth, standing, reader);
  if (!money) return [];
  const worth = money.lines.map(workedOut);
  return depth === "full" ? [...worth, ...workingLines(money.workings), ...money.prices.map(workedOut)] : worth;
}

/** Each price row once, whatever number of pools it is for. */
function priceLines(members: readonly Member[], reader: Reader): readonly Detail[] {
  const prices = members.flatMap(({ finding, standing }) => moneyBlock(finding.worth, standing, reader)?.prices ?? []);
  return [...new Map(prices.map((price: MoneyLine) => [JSON.stringify(price), price])).values()].map(workedOut);
}

/** A command that cannot be shown as it is, is left out: an altered one would be worse than none. */
function stepLines({ remedy: { steps } }: Finding, depth: Depth): readonly Detail[] {
  const first = steps.find(({ command }) => command !== undefined) ?? steps[0];
  const shown = depth === "command" ? steps.filter((step) => step === first) : steps;
  return shown.map((step): Detail => {
    const command = step.command === undefined ? undefined : plainCommand(step.command);
    return {
      kind: "step",
      text: plainSentence(step.text),
      ...(shown.length < steps.length ? { count: `step ${steps.indexOf(step) + 1} of ${steps.length}` } : {}),
      ...(command === undefined ? {} : { command }),
    };
  });
}

function consequenceLines({ finding, stamp, cause }: Member, depth: Depth, { locale }: Reader): readonly Detail[] {
  const { remedy, first, notKnown } = finding;
  const said: Said[] = [];
  if (first.length > 0) said.push({ label: "Check first", text: first.map(plainSentence).join("; ") });
  said.push({ label: "Restarts", text: plainSentence(remedy.restarts) });
  if (depth === "full") {
    const on = finding.target.kind === "cluster" ? finding.target.cluster : undefined;
    if (cause) said.push({ label: "Appeared with", text: causeText(cause, locale, on) });
    if (remedy.bicep !== undefined) said.push({ label: "Bicep", text: plainSentence(remedy.bicep), isCode: true });
    if (remedy.terraform !== undefined) said.push({ label: "Terraform", text: plainSentence(remedy.terraform), isCode: true });
    if (notKnown.length > 0) said.push({ label: "Not known", text: notKnown.map(plainSentence).join("; ") });
    said.push({ label: "Source", text: plainSentence(`${stamp.code} · ${stamp.source}`), href: stamp.source });
  }
  if (depth === "command") return [{ kind: "labelled", about: "advice", said }];
  return said.map((each) => ({ kind: "labelled", about: "advice", said: [each] }));
}
