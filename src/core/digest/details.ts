import type { CardElement } from "@microsoft/teams.cards";
import type { Finding } from "../model/finding.ts";
import { type Look, line, run } from "./elements.ts";
import { plainCommand, plainName, plainSentence } from "./plain.ts";
import type { Member, Row } from "./rows.ts";
import { someOf } from "./words.ts";

/** How much of a row unfolds: everything, what to do, or nothing. */
export type Depth = "full" | "steps" | "none";

const SMALL: Look = { size: "Small" };
const SUBTLE: Look = { size: "Small", isSubtle: true };
const MOST_MEMBERS = 3;

/** What stands behind "Details". The row itself has said the detail of its first member. */
export function detailsOf({ members }: Row, depth: Depth): readonly CardElement[] {
  const [first, ...others] = members;
  if (depth === "none") return [];
  if (others.length === 0) {
    return [...(depth === "full" ? workingLines(first.finding) : []), ...stepLines(first.finding), ...consequenceLines(first, depth)];
  }
  const shown = depth === "full" ? members.slice(0, MOST_MEMBERS) : [first];
  const rest = members.slice(shown.length).map(({ where }) => where);
  return [
    ...shown.flatMap((member) => [
      text(member.where, { ...SMALL, weight: "Bolder" }, "Small"),
      ...(member.finding.detail === first.finding.detail ? [] : [text(plainSentence(member.finding.detail), SUBTLE)]),
      ...stepLines(member.finding),
    ]),
    ...(rest.length === 0 ? [] : [text(`The same for ${someOf(rest, 6)}`, SUBTLE, "Small")]),
    ...consequenceLines(first, depth),
  ];
}

const workingLines = ({ workings }: Finding): readonly CardElement[] =>
  workings.map(({ label, formula, value }) =>
    labelled(plainName(label), plainSentence(formula === undefined ? value : `${formula} = ${value}`), "None"),
  );

/** A command that cannot be shown as it is, is left out: an altered one would be worse than none. */
const stepLines = ({ remedy }: Finding): readonly CardElement[] =>
  remedy.steps.flatMap((step) => {
    const command = step.command === undefined ? undefined : plainCommand(step.command);
    return [
      text(plainSentence(step.text), SMALL, "Small"),
      ...(command === undefined ? [] : [text(command, { ...SMALL, fontType: "Monospace" })]),
    ];
  });

function consequenceLines({ finding, stamp }: Member, depth: Depth): readonly CardElement[] {
  const { remedy, first, notKnown } = finding;
  const said: [label: string, words: string][] = [];
  if (first.length > 0) said.push(["Check first", first.join("; ")]);
  said.push(["Restarts", remedy.restarts]);
  if (depth === "full") {
    if (remedy.bicep !== undefined) said.push(["Bicep", remedy.bicep]);
    if (remedy.terraform !== undefined) said.push(["Terraform", remedy.terraform]);
    if (notKnown.length > 0) said.push(["Not known", notKnown.join("; ")]);
    said.push(["Source", `${stamp.code} · ${stamp.source}`]);
  }
  return said.map(([label, words]) => labelled(label, plainSentence(words), "Small"));
}

const labelled = (label: string, words: string, spacing: "None" | "Small"): CardElement =>
  line([run(`${label}: `, SUBTLE), run(words, SMALL)], { spacing });

const text = (words: string, look: Look, spacing: "None" | "Small" = "None"): CardElement => line([run(words, look)], { spacing });
