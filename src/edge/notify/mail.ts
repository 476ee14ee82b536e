import { createHash } from "node:crypto";
import type { MailForm } from "../../core/model/delivery.ts";
import type { Instant } from "../../core/model/time.ts";

/** One message to the people of one route. */
export interface Mail {
  readonly route: string;
  /** Which message of the route it is. */
  readonly key: string;
  readonly createdAt: Instant;
  readonly from: string;
  /** Who gets replies, and wishes not to get such mails any more. */
  readonly replyTo?: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly form: MailForm;
}

/** Azure Communication Services take no more in one message. */
export const MOST_RECIPIENTS = 50;

/** Of this app's mails alone, so that nobody else makes the same ids. */
const NAMESPACE = Buffer.from("3c3f4b7d9a514e0cb1d62f7f0a8e5c41", "hex");

/** A UUID (version 5) of what is sent to whom: a repeat has the same, so that it is known for one. */
export function mailId(mail: Mail): string {
  const { route, key, from, to, subject, form } = mail;
  const content = JSON.stringify([route, key, from, to, subject, form.html, form.text]);
  const hash = createHash("sha1").update(NAMESPACE).update(content).digest().subarray(0, 16);
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x50, 6);
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8);
  return hash.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** For mail programs: a list of one route's, sent by a machine, that is not to be answered by another. */
export function mailHeaders({ route, from, replyTo }: Mail): Readonly<Record<string, string>> {
  return {
    "List-Id": `AKS Advisor ${route} <${route}.aks-advisor.${domainOf(from)}>`,
    ...(replyTo === undefined ? {} : { "List-Unsubscribe": `<mailto:${replyTo}?subject=${encodeURIComponent(`Unsubscribe ${route}`)}>` }),
    "Auto-Submitted": "auto-generated",
    "X-Auto-Response-Suppress": "All",
  };
}

export const domainOf = (address: string): string => address.slice(address.lastIndexOf("@") + 1);

/** Subjects are made of names that others wrote: a line break in one would begin a header. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it takes out
export const oneLine = (text: string): string => text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, " ").trim();
