/** What of an Adaptive Card can be read before anything is unfolded, a line each. */
interface Element {
  readonly type: string;
  readonly isVisible?: boolean;
  readonly text?: string;
  readonly inlines?: readonly (string | { readonly text: string })[];
  readonly items?: readonly Element[];
  readonly columns?: readonly Element[];
  readonly actions?: readonly { readonly title?: string }[];
}

/** A Teams message as text: the card's own words, in its own order. */
export function cardText(message: string): string {
  const { attachments } = JSON.parse(message) as {
    readonly attachments: readonly { readonly content: { readonly body: readonly Element[] } }[];
  };
  const lines = attachments.flatMap(({ content }) => content.body.flatMap(linesOf));
  return lines
    .map((line) =>
      line.replace(/\{\{DATE\(([^,)]+),SHORT\)\}\} \{\{TIME\([^)]+\)\}\}/g, (_, at: string) => `${at.slice(0, 16).replace("T", " ")} UTC`),
    )
    .join("\n");
}

function linesOf(element: Element): readonly string[] {
  if (element.isVisible === false) return [];
  switch (element.type) {
    case "TextBlock":
      return [element.text ?? ""];
    case "RichTextBlock":
      return [(element.inlines ?? []).map((inline) => (typeof inline === "string" ? inline : inline.text)).join("")];
    case "ColumnSet":
      return [(element.columns ?? []).map((column) => linesOf(column).join("  ")).join("  ")];
    case "ActionSet":
      return [`  [${(element.actions ?? []).map(({ title }) => title).join("] [")}]`];
    default:
      return (element.items ?? []).flatMap(linesOf);
  }
}
