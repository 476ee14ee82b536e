import { createHash } from "node:crypto";

/** Always the same for the same text, and nobody's: every GUID of the sample has this middle, so that a real one would be noticed. */
export const madeUpGuid = (text: string): string => `${madeUpHex(text, 8)}-0000-4000-8000-${madeUpHex(`${text} node`, 12)}`;

export const madeUpHex = (text: string, length: number): string => createHash("sha256").update(text).digest("hex").slice(0, length);
