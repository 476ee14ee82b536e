import type { Digest } from "../core/digest/digest.ts";
import type { Notice } from "../core/digest/notice.ts";
import type { UrgentCardInput } from "../core/digest/urgent-said.ts";
import type { MailForm } from "../core/model/delivery.ts";
import { html } from "./markup.ts";

export const digestMail = ({ headline }: Digest): MailForm => mail([headline]);
export const urgentMail = ({ key }: UrgentCardInput): MailForm => mail([key]);
export const noticeMail = ({ title, lines }: Notice): MailForm => mail([title, ...lines]);

const mail = (lines: readonly string[]): MailForm => ({ text: lines.join("\n"), html: html`<pre>${lines.join("\n")}</pre>`.text });
