declare const markupBrand: unique symbol;
/** HTML that may stand in a page as it is. Only `html` makes it, and `html` escapes whatever else it is given. */
export interface Markup {
  readonly [markupBrand]: true;
  readonly text: string;
}

type Part = Markup | string | number | undefined | readonly Part[];

/** A tagged template: texts and numbers are escaped, markup and lists of it stand as they are, `undefined` is nothing. */
export function html(constants: readonly string[], ...parts: readonly Part[]): Markup {
  const text = constants.map((constant, index) => `${constant}${textOf(parts[index])}`).join("");
  return { text } as Markup;
}

function textOf(part: Part): string {
  if (part === undefined) return "";
  if (typeof part === "string") return escaped(part);
  if (typeof part === "number") return String(part);
  return isList(part) ? part.map(textOf).join("") : part.text;
}

const isList = (part: Markup | readonly Part[]): part is readonly Part[] => Array.isArray(part);

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (mark) => ENTITIES[mark] ?? "");

/** A link of ours or of Azure's documentation; whatever has another scheme (`javascript:`) leads nowhere. */
export const safeHref = (link: string): string => (/^(https:\/\/|\/(?!\/)|[?#])/i.test(link) ? link : "#");
