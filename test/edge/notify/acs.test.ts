import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type MailServiceStandIn, type ServiceAnswer, startMailService } from "../../../local/mail-service.ts";
import { type AcsSettings, sendByAcs } from "../../../src/edge/notify/acs.ts";
import { mailId } from "../../../src/edge/notify/mail.ts";
import { mailOf } from "./mail-example.ts";

let service: MailServiceStandIn;
beforeAll(async () => {
  service = await startMailService();
});
afterAll(() => service.close());
beforeEach(() => {
  service.answersTo("ana@contoso.com").length = 0;
  service.lockOut(false);
});

const token = ["{}", '{"aud":"https://communication.azure.com/"}', "x"].map((part) => Buffer.from(part).toString("base64url")).join(".");
const credential: AcsSettings["credential"] = { getToken: () => Promise.resolve({ token, expiresOnTimestamp: Date.now() + 3_600_000 }) };
const send = (change: Partial<AcsSettings> = {}) =>
  sendByAcs(mailOf(), { endpoint: service.url, credential, timeoutMs: 60_000, firstDelayMs: 5, ...change });

/** What one send made the service take, and how many statuses it read. */
async function sending(answers: readonly ServiceAnswer[] = [], change: Partial<AcsSettings> = {}) {
  const [sent, reads] = [service.sent.length, service.reads()];
  service.answersTo("ana@contoso.com").push(...answers);
  const answer = await send(change);
  return { answer, sent: service.sent.slice(sent), reads: service.reads() - reads, left: service.answersTo("ana@contoso.com").length };
}

describe("the mail service", () => {
  it("takes one mail for all recipients, without a pixel, with its headers and an id of its own", async () => {
    const { answer, sent } = await sending();

    expect(answer).toEqual({ kind: "accepted", by: "the mail service (Succeeded)" });
    expect(sent).toEqual([
      {
        operation: mailId(mailOf()),
        mail: {
          senderAddress: "advisor@contoso.com",
          content: { subject: "2 new, worth € 120 a month", html: "<p>2 new – über alles</p>", plainText: "2 new – über alles" },
          recipients: { to: [{ address: "ana@contoso.com" }, { address: "ben@contoso.com" }] },
          replyTo: [{ address: "platform@contoso.com" }],
          userEngagementTrackingDisabled: true,
          headers: expect.objectContaining({ "Auto-Submitted": "auto-generated", "List-Unsubscribe": expect.stringContaining("mailto:") }),
        },
      },
    ]);
  });

  it("that is still at it after two looks has accepted it", async () => {
    const { answer, reads } = await sending([{ operation: "Running" }]);

    expect(answer).toEqual({ kind: "accepted", by: "the mail service (Running)" });
    expect(reads).toBe(2);
  });

  it.for(["Failed", "Canceled"] as const)("that took it and then says %s has refused it", async (operation) => {
    const { answer } = await sending([{ operation, code: "EmailDroppedAllRecipientsSuppressed" }]);

    expect(answer).toEqual({
      kind: "refused",
      why: `the mail service took it and could not send it (${operation} EmailDroppedAllRecipientsSuppressed)`,
    });
  });

  it.for([429, 500, 503])("that answers %d once is tried again, as the same operation", async (status) => {
    const { answer, sent, left } = await sending([{ status }]);

    expect(answer).toMatchObject({ kind: "accepted" });
    expect(sent.map(({ operation }) => operation)).toEqual([mailId(mailOf())]);
    expect(left).toBe(0);
  });

  it("that asks for an hour is left for later at once", async () => {
    const { answer, left } = await sending([{ status: 429, code: "TooManyRequests", headers: { "retry-after": "3600" } }, { status: 500 }]);

    expect(answer).toEqual({ kind: "later", why: "429 TooManyRequests", retryAfterSeconds: 3600 });
    expect(left).toBe(1);
  });

  it.for([
    { status: 400, says: "MAIL_FROM must be a sender of a domain that is linked" },
    { status: 403, says: "give it the role Communication and Email Service Owner" },
    { status: 404, says: "MAIL_FROM must be a sender" },
    { status: 413, says: "the message is too large" },
  ])("that answers $status is not tried again and says $says", async ({ status, says }) => {
    const { answer, sent } = await sending([{ status, code: "NoSuchThing" }]);

    expect(answer).toMatchObject({ kind: "refused", why: expect.stringContaining(says) });
    expect(answer).toMatchObject({ why: expect.stringMatching(new RegExp(`^${status} NoSuchThing: `)) });
    expect(JSON.stringify(answer)).not.toContain("secret");
    expect(sent).toEqual([]);
  });

  it.for<readonly [ServiceAnswer, string, Partial<AcsSettings>]>([
    ["drop", "the connection broke before an answer came", {}],
    [{ afterMs: 60_000 }, "no answer in time", { timeoutMs: 2000 }],
  ])("whose answer is lost (%j) is not tried again: it may have been sent", async ([answer, why, change]) => {
    const { answer: said, sent } = await sending([answer], change);

    expect(said).toEqual({ kind: "lost", why });
    expect(sent).toHaveLength(1);
  });

  it("that nobody listens on never got it", async () => {
    expect(await send({ endpoint: "https://127.0.0.1:1" })).toEqual({ kind: "later", why: "the mail service could not be reached" });
  });

  it("is asked later where the app's identity gets no token", async () => {
    const without = { getToken: () => Promise.reject(new Error("no identity here")) };

    expect(await send({ credential: without })).toEqual({ kind: "later", why: "the app's identity got no token for the mail service" });
  });
});
