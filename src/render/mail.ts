import { cutsOf } from "../core/digest/cuts.ts";
import { DEPTHS } from "../core/digest/details.ts";
import type { Digest } from "../core/digest/digest.ts";
import { fitting } from "../core/digest/fit.ts";
import type { Notice } from "../core/digest/notice.ts";
import { plainSentence } from "../core/digest/plain.ts";
import { type UrgentCardInput, urgentSaid } from "../core/digest/urgent-said.ts";
import type { MailForm } from "../core/model/delivery.ts";
import { digestLetter, MOST_RESOLVED } from "./mail-digest.ts";
import { letterHtml, notedHtml } from "./mail-html.ts";
import type { Letter } from "./mail-letter.ts";
import { letterText, notedText } from "./mail-text.ts";
import { noticeLetter, urgentLetter } from "./mail-told.ts";

/** Gmail cuts a mail at about 102 KB; the room between is for a note at its head and for how transport encodes it. */
export const MOST_MAIL_BYTES = 60_000;

/** The digest as a mail. Nothing folds there: the details of the first rows stand in it as far as there is room. */
export const digestMail = (digest: Digest): MailForm => fittingMail(cutsOf(digest, MOST_RESOLVED), (cut) => digestLetter(digest, cut));

export function urgentMail(input: UrgentCardInput): MailForm {
  const said = urgentSaid(input);
  return fittingMail(DEPTHS, (depth) => urgentLetter(said, input, depth));
}

export const noticeMail = (notice: Notice, key: string): MailForm => mailOf(noticeLetter(notice, key));

/** The same mail with a sentence of ours at its head: why it comes this way, or to this reader. */
export function withNote({ html, text }: MailForm, note: string): MailForm {
  const said = plainSentence(note);
  return { html: notedHtml(html, said), text: notedText(text, said) };
}

const mailOf = (letter: Letter): MailForm => ({ html: letterHtml(letter), text: letterText(letter) });

/** The first of ever smaller letters that has room. */
const fittingMail = <Size>(sizes: readonly [Size, ...Size[]], letterOf: (size: Size) => Letter): MailForm =>
  fitting(
    sizes,
    (size) => mailOf(letterOf(size)),
    MOST_MAIL_BYTES,
    ({ html }) => Buffer.byteLength(html),
  );
