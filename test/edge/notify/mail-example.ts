import type { Mail } from "../../../src/edge/notify/mail.ts";
import { NOW } from "../../support/build.ts";

/** A mail to two people of a route. */
export const mailOf = (change: Partial<Mail> = {}): Mail => ({
  route: "payments",
  key: "digest|2026-11-23",
  createdAt: NOW,
  from: "advisor@contoso.com",
  replyTo: "platform@contoso.com",
  to: ["ana@contoso.com", "ben@contoso.com"],
  subject: "2 new, worth € 120 a month",
  form: { html: "<p>2 new – über alles</p>", text: "2 new – über alles" },
  ...change,
});
