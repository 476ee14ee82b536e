import { Readable } from "node:stream";
import type { SMTPConnectionSendInfo } from "nodemailer/lib/smtp-connection";
import { type HandOver, isLoopback, lost } from "./hand-over.ts";
import { domainOf, type Mail, mailHeaders, mailId, oneLine } from "./mail.ts";

export interface SmtpSettings {
  /** `smtp://user:password@host:587`, or `smtps://`. A secret: it appears in no answer. */
  readonly url: string;
  /** For each step: name, connection, greeting, silence in between; at most 15 s. All together take at most four times as long. */
  readonly timeoutMs: number;
}

const MOST_SILENCE_MS = 15_000;

/**
 * Sends a mail through a relay, with one try: a relay that puts mails off wants minutes, not seconds. Encrypted beyond this
 * machine. Once the relay has begun to take the content, no answer means that it may have been taken.
 */
export async function sendBySmtp(mail: Mail, settings: SmtpSettings): Promise<HandOver> {
  const [{ default: Connection }, content] = await Promise.all([import("nodemailer/lib/smtp-connection"), compose(mail)]);
  const url = new URL(settings.url);
  const timeoutMs = Math.min(settings.timeoutMs, MOST_SILENCE_MS);
  const secure = url.protocol === "smtps:";
  const connection = new Connection({
    host: url.hostname.replace(/^\[(.*)\]$/, "$1"),
    ...(url.port === "" ? {} : { port: Number(url.port) }),
    ...{ secure, requireTLS: !secure && !isLoopback(url) },
    ...{ dnsTimeout: timeoutMs, connectionTimeout: timeoutMs, greetingTimeout: timeoutMs, socketTimeout: timeoutMs },
  });
  const [user, pass] = [decodeURIComponent(url.username), decodeURIComponent(url.password)];
  const begun = { content: false };
  // Read for the first time when the relay has asked for it.
  const message = new Readable({
    read() {
      begun.content = true;
      this.push(content);
      this.push(null);
    },
  });
  const limit = AbortSignal.timeout(4 * timeoutMs);
  try {
    const info = await new Promise<SMTPConnectionSendInfo>((resolve, reject) => {
      const send = () =>
        connection.send({ from: mail.from, to: [...mail.to] }, message, (error, sent) => (error ? reject(error) : resolve(sent)));
      connection.on("error", reject);
      connection.once("end", () => reject(new Error("the mail server ended the connection")));
      limit.addEventListener("abort", () => reject(limit.reason), { once: true });
      connection.connect((error) => {
        if (error) reject(error);
        else if (user === "") send();
        else connection.login({ credentials: { user, pass } }, (refused) => (refused ? reject(refused) : send()));
      });
    });
    connection.quit();
    return { kind: "accepted", by: `the mail server (${replyOf(info)})`, ...missedBy(info, mail) };
  } catch (error) {
    connection.close();
    return outcomeOfError(error, begun.content);
  }
}

/** The same bytes for the same mail, its date and its boundary included. */
async function compose(mail: Mail): Promise<Buffer> {
  const { default: Composer } = await import("nodemailer/lib/mail-composer");
  const id = mailId(mail);
  return await new Composer({
    from: { name: "AKS Advisor", address: mail.from },
    to: mail.to.map((address) => ({ name: "", address })),
    ...(mail.replyTo === undefined ? {} : { replyTo: { name: "", address: mail.replyTo } }),
    ...{ subject: oneLine(mail.subject), html: mail.form.html, text: mail.form.text },
    ...{ date: new Date(mail.createdAt), messageId: `<${id}@${domainOf(mail.from)}>`, baseBoundary: id, headers: mailHeaders(mail) },
    // Nothing a text holds is read from a disk or fetched from a network.
    ...{ disableFileAccess: true, disableUrlAccess: true },
  })
    .compile()
    .build();
}

/** Reply code and enhanced code alone: the words beside them may name mailboxes. */
function replyOf({ response }: { readonly response?: unknown }): string {
  const [, code = "no reply", enhanced] = /^(\d{3})(?:[ -](\d\.\d{1,3}\.\d{1,3}))?/.exec(String(response ?? "")) ?? [];
  return enhanced === undefined ? code : `${code} ${enhanced}`;
}

function missedBy({ rejectedErrors = [] }: SMTPConnectionSendInfo, { to }: Mail): { readonly but?: string } {
  const replies = new Set(rejectedErrors.map(replyOf));
  return replies.size === 0
    ? {}
    : { but: `the mail server took it for ${to.length - rejectedErrors.length} of ${to.length} addresses (${[...replies].join(", ")})` };
}

/** What of nodemailer's errors counts; `code` is one of its words, such as ETIMEDOUT. */
interface SmtpError extends Error {
  readonly code?: string;
  /** Node's own word behind it, such as CERT_HAS_EXPIRED. */
  readonly originalCode?: string;
  readonly command?: string;
  readonly response?: string;
  readonly responseCode?: number;
  readonly permanent?: boolean;
}

function outcomeOfError(thrown: unknown, contentBegun: boolean): HandOver {
  const error: SmtpError = thrown instanceof Error ? thrown : new Error(String(thrown));
  const isLate = error.code === "ETIMEDOUT" || error.name === "TimeoutError";
  if (error.responseCode !== undefined) {
    const why = `the mail server answered ${replyOf(error)}`;
    return error.permanent ? { kind: "refused", why: `${why}${hint(error)}` } : { kind: "later", why };
  }
  if (contentBegun) return lost(isLate);
  if (error.code === "EAUTH") return { kind: "refused", why: `the mail server takes no sign-in${hint(error)}` };
  const { originalCode = "" } = error;
  if (/CERT|VERIFY/.test(originalCode)) return { kind: "refused", why: `the mail server's certificate is not trusted (${originalCode})` };
  if (error.code === "ETLS") return { kind: "later", why: "no encrypted connection to the mail server could be made" };
  return { kind: "later", why: isLate ? "the mail server did not answer in time" : "the mail server could not be reached" };
}

function hint({ code, command = "" }: SmtpError): string {
  if (code === "EAUTH") return ": user or password in SMTP_URL are wrong";
  if (code === "ETLS") return ": it offers no encryption, and nothing is sent without";
  if (command === "MAIL FROM") return ": it does not let MAIL_FROM send";
  if (command === "RCPT TO") return ": it takes none of the addresses";
  return "";
}

/** What is wrong with a relay's URL, said without the URL; nothing when it can be used. */
export function smtpProblem(text: string): string | undefined {
  const wanted = "it takes smtp://user:password@host:587 or smtps://…";
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^smtps?:$/.test(url.protocol) || url.hostname === "") return `is not an SMTP URL; ${wanted}`;
  try {
    decodeURIComponent(url.username);
    decodeURIComponent(url.password);
    return undefined;
  } catch {
    return 'has a user or a password with a "%" that stands for nothing; write it as %25';
  }
}
