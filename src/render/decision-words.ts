import { plainName, plainSentence } from "../core/digest/plain.ts";
import { counted } from "../core/digest/words.ts";
import { DECISION_KINDS, type DecidedBy, type Decision, type SetAside } from "../core/model/decision.ts";
import { dayText } from "./days.ts";

/** `snoozed until 30 Nov 2026 by Ada Lovelace, 24 Nov 2026: waits for the vendor` */
export function decisionText({ kind, at, by, why, until }: Decision, locale: string): string {
  const end = until === undefined ? "" : ` until ${dayText(until, locale)}`;
  const who = whoText(by);
  const said = by.kind === "app" ? (OUTGROWN.get(why) ?? why) : why;
  const reason = said.trim() === "" ? "" : `: ${plainSentence(said)}`;
  return `${kind}${end} by ${who}, ${dayText(at, locale)}${reason}`;
}

/** What the app does by itself is to end a decision that the finding has outgrown. */
const OUTGROWN: ReadonlyMap<string, string> = new Map([
  ["graver", "the finding became graver"],
  ["grown", "the finding grew by over a quarter"],
]);

export function whoText(by: DecidedBy): string {
  switch (by.kind) {
    case "person":
      return plainName(by.name);
    case "tag":
      return `the tag ${plainName(by.tag)} on ${plainName(by.on)}`;
    case "app":
      return "AKS Advisor";
  }
}

/** `4 snoozed, 1 accepted` */
export const asideCounts = (aside: readonly { readonly setAside?: SetAside }[]): string =>
  DECISION_KINDS.flatMap((kind) => {
    const many = aside.filter(({ setAside }) => setAside?.kind === kind).length;
    return many === 0 ? [] : [`${many} ${kind}`];
  }).join(", ") || counted(0, "finding");
