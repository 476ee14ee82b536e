import type { CardElement, IActionSet, IAdaptiveCard, IContainer, IRichTextBlock, ITextBlock, ITextRun } from "@microsoft/teams.cards";

/** Nobody reports 1.4 refused by a flow; 1.5 has been. */
const CARD_VERSION = "1.4";

/** `fallbackText` is shown where the card cannot be. */
export const frame = (fallbackText: string, body: readonly CardElement[]): IAdaptiveCard => ({
  type: "AdaptiveCard",
  $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
  version: CARD_VERSION,
  msteams: { width: "full" },
  fallbackText,
  body: [...body],
});

/** Text of our own: constants and numbers. It is markdown, so no name of others may ever stand in it. */
export const own = (text: string, look: Partial<ITextBlock> = {}): ITextBlock => ({ type: "TextBlock", text, wrap: true, ...look });

export type Look = Omit<Partial<ITextRun>, "type" | "text">;

/** Text with names of others in it: no markdown is read there. */
export const run = (text: string, look: Look = {}): ITextRun => ({ type: "TextRun", text, ...look });

export const line = (inlines: readonly ITextRun[], look: Omit<Partial<IRichTextBlock>, "type" | "inlines"> = {}): IRichTextBlock => ({
  type: "RichTextBlock",
  inlines: [...inlines],
  ...look,
});

/** What stands before it is worth that much. */
export const worthRuns = (worth: string | undefined): readonly ITextRun[] =>
  worth === undefined ? [] : [run(": "), run(worth, { weight: "Bolder" })];

export const box = (items: readonly CardElement[], look: Omit<Partial<IContainer>, "type" | "items"> = {}): IContainer => ({
  type: "Container",
  items: [...items],
  ...look,
});

/** Buttons, not links in text: of all ways to unfold and to open, they alone have always worked in every Teams client. */
export function buttons(unfolds: string | undefined, title: string, link: string | undefined): readonly IActionSet[] {
  const actions: IActionSet["actions"] = [
    ...(unfolds === undefined ? [] : [{ type: "Action.ToggleVisibility" as const, title, targetElements: [unfolds] }]),
    ...(link === undefined ? [] : [{ type: "Action.OpenUrl" as const, title: "Portal", url: link }]),
  ];
  return actions.length === 0 ? [] : [{ type: "ActionSet", spacing: "Small", actions }];
}
