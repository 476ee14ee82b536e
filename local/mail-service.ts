import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:https";
import { json } from "node:stream/consumers";
import { makeCertificate, trust } from "./arm/certificate.ts";
import { listen } from "./listen.ts";

/** The body of a send, as the service takes it. */
export interface ServiceMail {
  readonly senderAddress: string;
  readonly content: { readonly subject: string; readonly html: string; readonly plainText: string };
  readonly recipients: { readonly to: readonly { readonly address: string }[] };
  readonly replyTo?: readonly { readonly address: string }[];
  readonly headers: Readonly<Record<string, string>>;
  readonly userEngagementTrackingDisabled?: boolean;
}

export interface SentMail {
  readonly operation: string;
  readonly mail: ServiceMail;
}

/** What a send is answered with, or what its operation comes to; `drop` takes it and breaks the connection. */
export type ServiceAnswer =
  | "drop"
  | { readonly status: number; readonly code?: string; readonly headers?: Readonly<Record<string, string>> }
  | { readonly operation: "Running" | "Failed" | "Canceled"; readonly code?: string }
  | { readonly afterMs: number };

interface Operation {
  readonly status: string;
  readonly code?: string;
}

export interface MailServiceStandIn {
  /** `https://127.0.0.1:port`; this process trusts it already. */
  readonly url: string;
  /** Every send that was taken, the repeats of one operation too. */
  readonly sent: readonly SentMail[];
  /** How often a status was asked for. */
  readonly reads: () => number;
  /** What to answer next where a mail goes to that address. */
  readonly answersTo: (address: string) => ServiceAnswer[];
  /** Whether it takes no token. */
  readonly lockOut: (isOut: boolean) => void;
  close(): Promise<void>;
}

/** Stands where Azure Communication Services stand: https, a token for its audience, an operation for each mail. */
export async function startMailService(): Promise<MailServiceStandIn> {
  const { pem, key } = await makeCertificate();
  const sent: SentMail[] = [];
  const answers = new Map<string, ServiceAnswer[]>();
  const operations = new Map<string, Operation>();
  let reads = 0;
  let isLockedOut = false;
  let url = "";
  const answersTo = (address: string): ServiceAnswer[] => {
    const own = answers.get(address) ?? [];
    answers.set(address, own);
    return own;
  };

  function status(response: ServerResponse, id: string): void {
    reads++;
    const { status, code } = operations.get(id) ?? { status: "NotStarted" };
    const error = code === undefined ? {} : { error: { code, message: "none" } };
    response.writeHead(200, JSON_BODY).end(JSON.stringify({ id, status, ...error }));
  }

  function take(request: IncomingMessage, response: ServerResponse, mail: ServiceMail): void {
    const answer = mail.recipients.to.map(({ address }) => answersTo(address).shift()).find((one) => one !== undefined) ?? AT_ONCE;
    if (typeof answer === "object" && "status" in answer) {
      refuse(response, answer);
      return;
    }
    const operation = String(request.headers["operation-id"] ?? "");
    sent.push({ operation, mail });
    if (answer === "drop") {
      request.socket.destroy();
      return;
    }
    operations.set(operation, "operation" in answer ? stateOf(answer) : { status: "Succeeded" });
    const accept = () =>
      response
        .writeHead(202, { ...JSON_BODY, "operation-location": `${url}/emails/operations/${operation}?api-version=1` })
        .end(JSON.stringify({ id: operation, status: "Running" }));
    if ("afterMs" in answer) setTimeout(accept, answer.afterMs).unref();
    else accept();
  }

  async function reply(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (isLockedOut || !isForUs(request.headers.authorization)) refuse(response, { status: 401, code: "Denied" });
    else if (request.method === "GET") status(response, new URL(request.url ?? "/", url).pathname.split("/").at(-1) ?? "");
    else take(request, response, (await json(request)) as ServiceMail);
  }

  const server = createServer({ cert: pem, key }, (request, response) => {
    reply(request, response).catch(() => response.destroy());
  });
  const { port, close } = await listen(server);
  url = `https://127.0.0.1:${port}`;
  trust(pem);
  return {
    url,
    sent,
    reads: () => reads,
    answersTo,
    lockOut: (isOut) => {
      isLockedOut = isOut;
    },
    close,
  };
}

const AT_ONCE: ServiceAnswer = { afterMs: 0 };
const JSON_BODY = { "content-type": "application/json" };

function refuse(
  response: ServerResponse,
  { status, code = "Refused", headers }: Extract<ServiceAnswer, { readonly status: number }>,
): void {
  response.writeHead(status, { ...JSON_BODY, ...headers }).end(JSON.stringify({ error: { code, message: "secret" } }));
}

const stateOf = ({ operation, code }: Extract<ServiceAnswer, { readonly operation: string }>): Operation => ({
  status: operation,
  ...(code === undefined ? {} : { code }),
});

function isForUs(authorization = ""): boolean {
  const [, payload = ""] = /^Bearer [^.]*\.([^.]*)\./.exec(authorization) ?? [];
  return Buffer.from(payload, "base64url").toString("utf8").includes('"https://communication.azure.com/"');
}
