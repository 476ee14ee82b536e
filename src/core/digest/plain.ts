const LONGEST_NAME = 80;
/** Characters of a text that somebody else wrote, where it is shown. */
export const LONGEST_SENTENCE = 400;

/** Line ends, tabs and other separators become a space; what has no shape of its own (controls, bidi, zero width) goes. */
const BREAKS = /[\p{Zl}\p{Zp}\p{Zs}\t\n\r\v\f]+/gu;
const SHAPELESS = /[\p{Cc}\p{Cf}]/gu;

/** A name somebody else wrote, safe to stand in our text: one line, nothing hidden, at most 80 characters. */
export const plainName = (name: string): string => plain(name, LONGEST_NAME);

/** A sentence of ours with such names in it: at most 400 characters. */
export const plainSentence = (text: string): string => plain(text, LONGEST_SENTENCE);

/** A command may not be altered: nothing when it holds what could not be shown as it is. */
export function plainCommand(command: string): string | undefined {
  const isShowable = command.isWellFormed() && !/[\p{Zl}\p{Zp}\p{Cc}\p{Cf}]/u.test(command) && command.length <= 800;
  return isShowable ? command : undefined;
}

function plain(text: string, most: number): string {
  const clean = text.toWellFormed().replaceAll(BREAKS, " ").replaceAll(SHAPELESS, "").trim();
  const points = [...clean];
  return points.length > most ? `${points.slice(0, most - 1).join("")}…` : clean || "(no name)";
}
