import { setTimeout as sleep } from "node:timers/promises";
import type { EmailClient, EmailMessage, EmailSendResult } from "@azure/communication-email";
import type { TokenCredential } from "@azure/identity";
import { codeIn, type HandOver, lost, neverSent, outcomeOf, type Tries, untilAnswered } from "./hand-over.ts";
import { type Mail, mailHeaders, mailId, oneLine } from "./mail.ts";

export interface AcsSettings extends Tries {
  /** `https://contoso.communication.azure.com` */
  readonly endpoint: string;
  readonly credential: TokenCredential;
}

/** With the SDK's own read right after sending. An Azure-managed domain takes ten mails and twenty status reads an hour. */
const STATUS_READS = 2;

/**
 * Sends a mail through Azure Communication Services. An operation that has not failed by the second look at it counts as accepted.
 * The operation's id is made from the mail, so that a repeat is the same operation.
 */
export async function sendByAcs(mail: Mail, settings: AcsSettings): Promise<HandOver> {
  const { EmailClient } = await import("@azure/communication-email");
  const asked = { left: 0 };
  const client = new EmailClient(settings.endpoint, settings.credential, {
    // The SDK would obey any Retry-After in silence, without bound.
    retryOptions: { maxRetries: 0 },
    userAgentOptions: { userAgentPrefix: "aks-advisor" },
    additionalPolicies: [
      {
        // The inner end of the pipeline: the token is there, and the request leaves.
        position: "perRetry",
        policy: {
          name: "countRequests",
          sendRequest: (request, next) => {
            asked.left++;
            return next(request);
          },
        },
      },
    ],
  });
  return await untilAnswered(settings, () => sendOnce(client, mail, settings, asked));
}

async function sendOnce(client: EmailClient, mail: Mail, settings: AcsSettings, asked: { left: number }): Promise<HandOver> {
  const signal = AbortSignal.timeout(settings.timeoutMs);
  const before = asked.left;
  // Undefined until the mail itself is answered; what the newest answer said of its operation afterwards.
  let operation: Operation | undefined;
  try {
    const poller = await client.beginSend(messageOf(mail), {
      operationId: mailId(mail),
      abortSignal: signal,
      onResponse: ({ status, parsedBody }) => {
        if (status < 300) operation = parsedBody as Operation;
      },
    });
    for (let reads = 1; reads < STATUS_READS && !poller.isDone(); reads++) {
      await sleep(settings.firstDelayMs);
      await poller.poll({ abortSignal: signal });
    }
  } catch (error) {
    if (operation === undefined) return outcomeOfError(error, { hasLeft: asked.left > before, isLate: signal.aborted });
  }
  return outcomeOfOperation(operation);
}

/** As the SDK decodes it. A status that could not be read any more leaves the one before it. */
type Operation = Partial<Pick<EmailSendResult, "status" | "error">>;

function outcomeOfOperation({ status = "taken", error }: Operation = {}): HandOver {
  if (status !== "Failed" && status !== "Canceled") return { kind: "accepted", by: `the mail service (${status})` };
  return { kind: "refused", why: `the mail service took it and could not send it (${status}${codeIn(error?.code ?? "")})` };
}

const messageOf = (mail: Mail): EmailMessage => ({
  senderAddress: mail.from,
  content: { subject: oneLine(mail.subject), html: mail.form.html, plainText: mail.form.text },
  recipients: { to: mail.to.map((address) => ({ address })) },
  ...(mail.replyTo === undefined ? {} : { replyTo: [{ address: mail.replyTo }] }),
  headers: { ...mailHeaders(mail) },
  // No pixel, and links as they are.
  disableUserEngagementTracking: true,
});

/** What the SDK throws for an answer that is no success. */
interface Refusal extends Error {
  readonly statusCode: number;
  readonly code?: string;
  readonly response?: { readonly headers: { get(name: string): string | undefined } };
}

const isRefusal = (error: unknown): error is Refusal =>
  error instanceof Error && "statusCode" in error && typeof error.statusCode === "number";

function outcomeOfError(error: unknown, { hasLeft, isLate }: { readonly hasLeft: boolean; readonly isLate: boolean }): HandOver {
  if (isRefusal(error)) {
    const { statusCode, code = "", response } = error;
    return outcomeOf(statusCode, `${statusCode}${codeIn(code)}${hint(statusCode)}`, response?.headers.get("retry-after"));
  }
  if (!hasLeft) return { kind: "later", why: "the app's identity got no token for the mail service" };
  return neverSent(error) ? { kind: "later", why: "the mail service could not be reached" } : lost(isLate);
}

function hint(status: number): string {
  if (status === 401 || status === 403) {
    return ": the app's identity may not send there; give it the role Communication and Email Service Owner on the resource of MAIL_ENDPOINT";
  }
  if (status === 400 || status === 404) return ": MAIL_FROM must be a sender of a domain that is linked to the resource of MAIL_ENDPOINT";
  if (status === 413) return ": the message is too large";
  return "";
}
