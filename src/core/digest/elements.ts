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

/** What unfolds, and where it leads. */
export interface Ways {
  /** The id of what unfolds, and what the button says. */
  readonly unfolds?: { readonly id: string; readonly title: string };
  readonly page?: string | undefined;
  readonly portal?: string | undefined;
  /** What the button to the page says. */
  readonly pageTitle?: string;
}

/** Buttons, not links in text: of all ways to unfold and to open, they alone have always worked in every Teams client. */
export function buttons({ unfolds, page, portal, pageTitle = "Report" }: Ways): readonly IActionSet[] {
  const open = (title: string, url: string | undefined): IActionSet["actions"] =>
    url === undefined ? [] : [{ type: "Action.OpenUrl", title, url }];
  const actions: IActionSet["actions"] = [
    ...(unfolds ? [{ type: "Action.ToggleVisibility" as const, title: unfolds.title, targetElements: [unfolds.id] }] : []),
    ...open(pageTitle, page),
    ...open("Portal", portal),
  ];
  return actions.length === 0 ? [] : [{ type: "ActionSet", spacing: "Small", actions }];
}
