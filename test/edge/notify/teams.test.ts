import { createServer } from "node:http";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { listen } from "../../../local/listen.ts";
import { startTeams, type TeamsReceiver } from "../../../local/teams.ts";
import { postToTeams, type TeamsSettings, webhookProblem } from "../../../src/edge/notify/teams.ts";

const SETTINGS = { timeoutMs: 60_000, firstDelayMs: 5 };
const BODY = '{"type":"message"}';

let teams: TeamsReceiver;
beforeEach(async () => {
  teams = await startTeams();
});
afterEach(() => teams.close());

const post = () => postToTeams(teams.webhook("payments"), BODY, SETTINGS);

describe("a Teams webhook", () => {
  it("that answers 202 has accepted the message, byte for byte, with its whole query", async () => {
    expect(await post()).toEqual({ kind: "accepted", by: "Workflows (202)" });
    expect(teams.posts).toMatchObject([{ body: BODY, path: expect.stringContaining("sig=local-secret") }]);
  });

  it.for([200, 201, 204])("that answers %d has accepted it too", async (status) => {
    teams.answers.push({ status, body: status === 204 ? "" : "1" });

    expect(await post()).toEqual({ kind: "accepted", by: `Workflows (${status})` });
  });

  it.for([408, 429, 500, 502, 503])("that answers %d once is tried again", async (status) => {
    teams.answers.push({ status });

    expect(await post()).toMatchObject({ kind: "accepted" });
    expect(teams.posts).toHaveLength(1);
  });

  it("is tried four times at most", async () => {
    teams.answers.push({ status: 503 }, { status: 503 }, { status: 503 }, { status: 503 }, { status: 202 });

    expect(await post()).toMatchObject({ kind: "later", why: "503" });
    expect(teams.posts).toHaveLength(0);
  });

  it("that asks for a short wait gets it, for a long one is left for later", async () => {
    teams.answers.push({ status: 429, headers: { "retry-after": "0" } }, { status: 429, headers: { "retry-after": "3600" } });

    expect(await post()).toEqual({ kind: "later", why: "429", retryAfterSeconds: 3600 });
  });

  it("that names a date to wait for is left until then", async () => {
    const date = new Date(Date.now() + 3600_000).toUTCString();
    teams.answers.push({ status: 429, headers: { "retry-after": date } });

    const answer = await post();

    if (answer.kind !== "later") throw new Error(`it was ${answer.kind}`);
    expect(answer.retryAfterSeconds).toBeGreaterThan(3000);
    expect(answer.retryAfterSeconds).toBeLessThanOrEqual(3600);
  });

  it.for([302, 307, 400, 401, 403, 404, 410, 413])("that answers %d is not tried again", async (status) => {
    teams.answers.push({ status, body: '{"error":{"code":"NoSuchThing","message":"https://secret"}}' });

    const answer = await post();

    expect(answer).toMatchObject({ kind: "refused", why: expect.stringMatching(new RegExp(`^${status} NoSuchThing`)) });
    expect(JSON.stringify(answer)).not.toContain("secret");
    expect(teams.answers).toEqual([]);
  });

  it("whose answer is lost is not tried again: it may have been posted", async () => {
    teams.answers.push("drop");

    expect(await post()).toEqual({ kind: "lost", why: "the connection broke before an answer came" });
    expect(teams.posts).toHaveLength(1);
  });

  it("that answers too late has a lost answer", async () => {
    const silent = await listen(createServer(() => {}));

    const answer = await postToTeams(`http://127.0.0.1:${silent.port}/?sig=x`, BODY, { ...SETTINGS, timeoutMs: 300 });

    expect(answer).toEqual({ kind: "lost", why: "no answer in time" });
    await silent.close();
  });

  it("that nobody listens on never got the message", async () => {
    const url = teams.webhook("payments");
    await teams.close();

    expect(await postToTeams(url, BODY, SETTINGS)).toEqual({ kind: "later", why: "the webhook's host could not be reached" });
    teams = await startTeams();
  });
});

describe("a webhook that asks for a token", () => {
  const PRINCIPAL = "11111111-2222-3333-4444-555555555555";
  const tokenFor = (audience: string): string =>
    ["{}", JSON.stringify({ aud: audience }), "x"].map((part) => Buffer.from(part).toString("base64url")).join(".");
  const identity = (token: (scope: string) => string | undefined): NonNullable<TeamsSettings["identity"]> => ({
    credential: {
      getToken: (scope) => {
        const made = token(String(scope));
        return made === undefined
          ? Promise.reject(new Error("no identity here"))
          : Promise.resolve({ token: made, expiresOnTimestamp: Date.now() + 1e6 });
      },
    },
    principalId: PRINCIPAL,
  });
  const own = identity((scope) => tokenFor(scope.slice(0, scope.lastIndexOf("/.default"))));
  const postWith = (who: NonNullable<TeamsSettings["identity"]>) =>
    postToTeams(teams.webhook("payments", "entra"), BODY, { ...SETTINGS, identity: who });

  it("lets the app's identity in with one for its audience, the last slash included", async () => {
    expect(await postWith(own)).toEqual({ kind: "accepted", by: "Workflows (202)" });
    expect(teams.posts).toMatchObject([{ body: BODY, path: expect.not.stringContaining("sig=") }]);
  });

  it("refuses one for another audience, and the answer says whom to let in, without the token", async () => {
    const other = tokenFor("https://service.flow.microsoft.com");

    const answer = await postWith(identity(() => other));

    expect(answer).toEqual({
      kind: "refused",
      why: `401 DirectApiAuthorizationRequired: the flow does not let the app's identity in; add its object id ${PRINCIPAL} to the users the flow's trigger allows`,
    });
    expect(JSON.stringify(answer)).not.toContain(other);
    expect(teams.posts).toEqual([]);
  });

  it("is asked later where the identity gets no token", async () => {
    expect(await postWith(identity(() => undefined))).toEqual({ kind: "later", why: "the app's identity got no token for the flow" });
    expect(teams.posts).toEqual([]);
  });

  it("needs no signature in its URL, and only there", () => {
    const url =
      "https://abc.d1.environment.api.powerplatform.com/powerautomate/automations/direct/workflows/1/triggers/manual/paths/invoke?api-version=1";

    expect(webhookProblem(url, { auth: "entra", moreHosts: [] })).toBeUndefined();
    expect(webhookProblem(url, { auth: "url", moreHosts: [] })).toContain('has no "sig" parameter');
    expect(webhookProblem("https://evil.example/", { auth: "entra", moreHosts: [] })).toContain("does not lead to a Workflows host");
  });
});
