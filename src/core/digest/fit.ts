/**
 * Teams refuses a message over 28 KB as it encodes it again, and tells nobody: the flow has answered 202 by then. A card, as
 * JSON inside a JSON text, has measured up to 1.18 times less than that encoding.
 */
export const MOST_CARD_BYTES = 20_000;

/** Bytes of the card as JSON inside a JSON text. */
export const cardBytes = (card: unknown): number => utf8Bytes(JSON.stringify(JSON.stringify(card)));

/** The first of ever smaller drawings that has room; the last where none has. */
export function fitting<Cut, Drawing>(
  [first, ...smaller]: readonly [Cut, ...Cut[]],
  draw: (cut: Cut) => Drawing,
  mostBytes: number,
  bytesOf: (drawing: Drawing) => number = cardBytes,
): Drawing {
  let drawing = draw(first);
  for (const cut of smaller) {
    if (bytesOf(drawing) <= mostBytes) return drawing;
    drawing = draw(cut);
  }
  return drawing;
}

function utf8Bytes(text: string): number {
  let bytes = 0;
  for (const point of text) {
    const code = point.codePointAt(0) ?? 0;
    if (code < 0x80) bytes += 1;
    else if (code < 0x800) bytes += 2;
    else bytes += code < 0x10000 ? 3 : 4;
  }
  return bytes;
}
