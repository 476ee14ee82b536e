import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { SMTPServer } from "smtp-server";
import type { Certificate } from "./arm/certificate.ts";

export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  /** As it came over the wire. */
  readonly raw: string;
  readonly isEncrypted: boolean;
}

/**
 * What becomes of one mail: a reply code in place of taking it, at the first recipient or after the content; `drop` takes the
 * content and breaks the connection; `afterMs` takes it late.
 */
export type SmtpAnswer =
  | "drop"
  | { readonly refuse: number; readonly words?: string; readonly at: "sender" | "recipient" | "content" }
  | { readonly afterMs: number };

export interface SmtpReceiver {
  /** `smtp://user:password@host:port` */
  readonly url: string;
  readonly mails: readonly ReceivedMail[];
  /** What to answer next where a mail goes to that address. */
  readonly answersTo: (address: string) => SmtpAnswer[];
  close(): Promise<void>;
}

export const SMTP_SECRET = "local-smtp-secret";

export interface SmtpOptions {
  /** Another address of this machine: clients do not know it for loopback. */
  readonly host?: "127.0.0.1" | "127.0.0.2";
  /** Offers STARTTLS, with a certificate that this process trusts. */
  readonly certificate?: Certificate;
}

/** Stands where a mail relay stands, for one user: takes mails and shows what it took. */
export async function startSmtp({ host = "127.0.0.1", certificate }: SmtpOptions = {}): Promise<SmtpReceiver> {
  const mails: ReceivedMail[] = [];
  const answers = new Map<string, SmtpAnswer[]>();
  const answersTo = (address: string): SmtpAnswer[] => {
    const own = answers.get(address) ?? [];
    answers.set(address, own);
    return own;
  };
  const refusal = ({ refuse, words = "refused by the stand-in" }: { readonly refuse: number; readonly words?: string }) =>
    Object.assign(new Error(words), { responseCode: refuse });

  const server = new SMTPServer({
    ...(certificate ? { cert: certificate.pem, key: certificate.key } : { disabledCommands: ["STARTTLS"] }),
    hideENHANCEDSTATUSCODES: false,
    allowInsecureAuth: true,
    // Connections that a test leaves open are not waited for.
    closeTimeout: 50,
    onAuth: ({ username, password }, _session, done) =>
      username === "advisor" && password === SMTP_SECRET ? done(null, { user: username }) : done(new Error("wrong user or password")),
    onRcptTo: ({ address }, _session, done) => {
      const [next] = answersTo(address);
      if (typeof next !== "object" || !("refuse" in next) || next.at !== "recipient") {
        done();
        return;
      }
      answersTo(address).shift();
      done(refusal(next));
    },
    onData: (stream, session, done) => {
      const to = session.envelope.rcptTo.map(({ address }) => address);
      const from = session.envelope.mailFrom === false ? "" : session.envelope.mailFrom.address;
      text(stream).then(
        (raw) => {
          const answer = to.map((address) => answersTo(address).shift()).find((one) => one !== undefined);
          if (typeof answer === "object" && "refuse" in answer) {
            done(refusal(answer));
            return;
          }
          mails.push({ from, to, raw, isEncrypted: session.secure });
          if (answer === undefined) done(null, "taken");
          else if (answer === "drop") for (const connection of server.connections) connection._socket.destroy();
          else setTimeout(() => done(null, "taken"), answer.afterMs).unref();
        },
        (error: Error) => done(error),
      );
    },
  });
  // A client that goes away while it is answered is what some tests are about.
  server.on("error", () => {});
  await new Promise<void>((listening) => server.listen(0, host, listening));
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://advisor:${SMTP_SECRET}@${host}:${port}`,
    mails,
    answersTo,
    close: () => new Promise((closed) => server.close(() => closed())),
  };
}
