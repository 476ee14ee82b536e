/** Neutral: an amount in dollars says whose they are. */
export const LOCALE = "en-GB";

/** Characters as a terminal counts them, without the marks that colour them. */
export const widthOf = (text: string): number => [...bare(text)].length;

export const bare = (text: string): string => text.replaceAll(COLOUR_MARKS, "");

/** What `picocolors` puts around text. */
const COLOUR_MARKS = new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, "g");

/** Breaks at spaces; a word that is longer than a line is cut. At least one line. */
export function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  const end = (): void => {
    if (line !== "") lines.push(line);
    line = "";
  };
  for (const word of text.split(/\s+/).filter((each) => each !== "")) {
    if (line !== "" && widthOf(line) + 1 + widthOf(word) > width) end();
    const pieces = cut(word, width);
    for (const piece of pieces.slice(0, -1)) {
      end();
      lines.push(piece);
    }
    line = line === "" ? (pieces.at(-1) ?? "") : `${line} ${pieces.at(-1) ?? ""}`;
  }
  end();
  return lines.length === 0 ? [""] : lines;
}

function cut(word: string, width: number): readonly string[] {
  const points = [...word];
  if (points.length <= width) return [word];
  return Array.from({ length: Math.ceil(points.length / width) }, (_, at) => points.slice(at * width, (at + 1) * width).join(""));
}

/** `label     text`, the texts in a column of their own; without any there is no label. */
export const labelled = (
  label: string,
  texts: readonly string[],
  { columns, indent }: { readonly columns: number; readonly indent: number },
): readonly string[] =>
  texts
    .flatMap((text) => wrapped(text, columns - indent))
    .map((line, at) => `${at === 0 ? label.padEnd(indent) : " ".repeat(indent)}${line}`);

/** `a, b or c` */
export const either = (words: readonly string[]): string =>
  words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
