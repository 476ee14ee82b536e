import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import PostalMime from "postal-mime";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makeCertificate, trust } from "../../../local/arm/certificate.ts";
import { SMTP_SECRET, type SmtpAnswer, type SmtpReceiver, startSmtp } from "../../../local/smtp.ts";
import { type SmtpSettings, sendBySmtp, smtpProblem } from "../../../src/edge/notify/smtp.ts";
import { mailOf } from "./mail-example.ts";

let smtp: SmtpReceiver;
beforeEach(async () => {
  smtp = await startSmtp();
});
afterEach(() => smtp.close());

const send = (change: Parameters<typeof mailOf>[0] = {}, { url = smtp.url, timeoutMs = 60_000 }: Partial<SmtpSettings> = {}) =>
  sendBySmtp(mailOf(change), { url, timeoutMs });
const headerOf = (raw: string, name: string): readonly string[] =>
  raw
    .split("\r\n\r\n")[0]
    ?.replace(/\r\n[ \t]/g, " ")
    .split("\r\n")
    .filter((line) => line.toLowerCase().startsWith(`${name.toLowerCase()}:`)) ?? [];

describe("a mail relay", () => {
  it("takes one mail for all recipients, both parts whole, with one header each", async () => {
    expect(await send()).toEqual({ kind: "accepted", by: "the mail server (250 2.6.0)" });

    const [mail] = smtp.mails;
    const read = await PostalMime.parse(mail?.raw ?? "");
    expect(mail).toMatchObject({ from: "advisor@contoso.com", to: ["ana@contoso.com", "ben@contoso.com"] });
    expect(read).toMatchObject({
      subject: "2 new, worth € 120 a month",
      from: { name: "AKS Advisor", address: "advisor@contoso.com" },
      replyTo: [{ address: "platform@contoso.com" }],
    });
    expect([read.text?.trim(), read.html?.trim()]).toEqual(["2 new – über alles", "<p>2 new – über alles</p>"]);
    expect(headerOf(mail?.raw ?? "", "List-Unsubscribe")).toEqual([
      "List-Unsubscribe: <mailto:platform@contoso.com?subject=Unsubscribe%20payments>",
    ]);
    expect(headerOf(mail?.raw ?? "", "List-Id")).toEqual(["List-ID: AKS Advisor payments <payments.aks-advisor.contoso.com>"]);
    expect(headerOf(mail?.raw ?? "", "Auto-Submitted")).toEqual(["Auto-Submitted: auto-generated"]);
    expect(headerOf(mail?.raw ?? "", "X-Auto-Response-Suppress")).toEqual(["X-Auto-Response-Suppress: All"]);
    expect(headerOf(mail?.raw ?? "", "Message-ID")).toHaveLength(1);
  });

  it("gets the same bytes for the same mail", async () => {
    await send();
    await send();

    expect(smtp.mails[1]?.raw).toBe(smtp.mails[0]?.raw);
    expect(headerOf(smtp.mails[0]?.raw ?? "", "date")).toEqual([
      `Date: ${new Date(mailOf().createdAt).toUTCString().replace("GMT", "+0000")}`,
    ]);
  });

  it("gets no header that a name in the subject would add", async () => {
    await send({ subject: "1 new\r\nBcc: eve@evil.example\r\n\r\nhello" });

    expect(headerOf(smtp.mails[0]?.raw ?? "", "Bcc")).toEqual([]);
    expect(headerOf(smtp.mails[0]?.raw ?? "", "Subject")).toEqual(["Subject: 1 new Bcc: eve@evil.example hello"]);
    expect(smtp.mails[0]?.to).toHaveLength(2);
  });

  it.for<{
    readonly what: string;
    readonly answer: SmtpAnswer;
    readonly outcome: object;
    readonly taken: number;
    readonly timeoutMs?: number;
  }>([
    {
      what: "for good",
      answer: { refuse: 554, at: "content" },
      outcome: { kind: "refused", why: "the mail server answered 554 5.6.0" },
      taken: 0,
    },
    {
      what: "for now",
      answer: { refuse: 451, at: "content" },
      outcome: { kind: "later", why: "the mail server answered 451 4.3.0" },
      taken: 0,
    },
    {
      what: "after the content without a word",
      answer: "drop",
      outcome: { kind: "lost", why: "the connection broke before an answer came" },
      taken: 1,
    },
    {
      what: "after the client has left",
      answer: { afterMs: 60_000 },
      outcome: { kind: "lost", why: "no answer in time" },
      taken: 1,
      timeoutMs: 2000,
    },
    { what: "slowly", answer: { afterMs: 150 }, outcome: { kind: "accepted", by: "the mail server (250 2.6.0)" }, taken: 1 },
  ])("that answers $what has one meaning", async ({ answer, outcome, taken, ...settings }) => {
    smtp.answersTo("ana@contoso.com").push(answer);

    expect(await send({}, settings)).toMatchObject(outcome);
    expect(smtp.mails).toHaveLength(taken);
  });

  it("that takes it for some of the addresses has taken it, and says for how many", async () => {
    smtp.answersTo("ben@contoso.com").push({ refuse: 550, at: "recipient", words: "no ben here" });

    expect(await send()).toEqual({
      kind: "accepted",
      by: "the mail server (250 2.6.0)",
      but: expect.stringMatching(/^the mail server took it for 1 of 2 addresses \(550/),
    });
  });

  it.for([
    { refuse: 550, kind: "refused", says: /^the mail server answered 550.*: it takes none of the addresses$/ },
    { refuse: 450, kind: "later", says: /^the mail server answered 450/ },
  ])("that takes none of the addresses ($refuse) is $kind, without its words", async ({ refuse, kind, says }) => {
    for (const address of ["ana@contoso.com", "ben@contoso.com"]) {
      smtp.answersTo(address).push({ refuse, at: "recipient", words: "no such mailbox ana" });
    }

    const answer = await send();

    expect(answer).toMatchObject({ kind, why: expect.stringMatching(says) });
    expect(JSON.stringify(answer)).not.toContain("mailbox");
  });

  it("that takes no such password is refused, without the password", async () => {
    const answer = await send({}, { url: smtp.url.replace(SMTP_SECRET, "wrong-secret") });

    expect(answer).toMatchObject({
      kind: "refused",
      why: expect.stringMatching(/^the mail server answered 535.*: user or password in SMTP_URL are wrong$/),
    });
    expect(JSON.stringify(answer)).not.toContain("secret");
  });

  it("that offers encryption gets nothing in the clear", async () => {
    const certificate = await makeCertificate();
    trust(certificate.pem);
    const encrypted = await startSmtp({ certificate });

    expect(await send({}, encrypted)).toMatchObject({ kind: "accepted" });
    expect(encrypted.mails).toMatchObject([{ isEncrypted: true }]);
    await encrypted.close();
  });

  it("beyond this machine that offers none gets neither password nor mail", async () => {
    const plain = await startSmtp({ host: "127.0.0.2" });

    expect(await send({}, plain)).toEqual({
      kind: "refused",
      why: expect.stringMatching(/^the mail server answered 50\d.*: it offers no encryption, and nothing is sent without$/),
    });
    expect(plain.mails).toEqual([]);
    await plain.close();
  });

  it("whose certificate nobody trusts gets nothing", async () => {
    const untrusted = await startSmtp({ host: "127.0.0.2", certificate: await makeCertificate() });

    expect(await send({}, untrusted)).toEqual({
      kind: "refused",
      why: expect.stringMatching(/^the mail server's certificate is not trusted \([A-Z_]+\)$/),
    });
    expect(untrusted.mails).toEqual([]);
    await untrusted.close();
  });

  it("that nobody listens on, or that says nothing, never got it", async () => {
    const { url } = smtp;
    await smtp.close();
    expect(await send({}, { url })).toEqual({ kind: "later", why: "the mail server could not be reached" });

    const silent = createServer(() => {});
    await new Promise<void>((listening) => silent.listen(0, "127.0.0.1", listening));
    const { port } = silent.address() as AddressInfo;
    expect(await send({}, { url: `smtp://127.0.0.1:${port}`, timeoutMs: 400 })).toEqual({
      kind: "later",
      why: "the mail server did not answer in time",
    });
    silent.close();
    smtp = await startSmtp();
  });
});

it.for([
  { url: "smtp://user:pass@relay.contoso.com:587", says: undefined },
  { url: "smtps://relay.contoso.com", says: undefined },
  { url: "https://relay.contoso.com", says: "is not an SMTP URL" },
  { url: "relay.contoso.com:25", says: "is not an SMTP URL" },
  { url: "smtp://user:50%@relay.contoso.com", says: "write it as %25" },
])("the relay $url is told to be $says", ({ url, says }) => {
  const problem = smtpProblem(url);

  if (says === undefined) expect(problem).toBeUndefined();
  else expect(problem).toContain(says);
});
