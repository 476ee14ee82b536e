import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { travelTo } from "../../local/clock.ts";
import { type FaultyStorage, holding, startFaultyStorage } from "../support/faulty-storage.ts";
import { askAs, decidePath, findingPath, foundIn, ORIGIN, openReportWorld, post, seenIn } from "../support/report-world.ts";
import { ADA, principalHeader } from "../support/signed-in.ts";
import type { TestWorld } from "../support/world.ts";

const PAYMENTS = "00000000-0000-4000-8000-000000000001";
const GRACE = "11111111-aaaa-4bbb-8ccc-000000000002";
const WHY = "A new pool comes in January.";

let storage: FaultyStorage;
let world: TestWorld;
let recordOf: Awaited<ReturnType<typeof foundIn>>;
beforeAll(async () => {
  storage = await startFaultyStorage();
  const REPORT_GROUPS = JSON.stringify({ [PAYMENTS]: ["payments", "platform"], [GRACE]: ["payments"] });
  world = await openReportWorld({ REPORT_ACCESS: "entra", WEBSITE_AUTH_ENABLED: "True", REPORT_GROUPS }, { storage });
  await world.night("2026-11-23");
  recordOf = await foundIn(world);
});
afterAll(async () => {
  await world.close();
  await storage.close();
});

const ada = () => askAs(world, { groups: [PAYMENTS] });
const grace = () => askAs(world, { oid: GRACE, name: "Grace", groups: [GRACE] });
const seenNow = async (cluster: string) => seenIn((await ada()("GET", decidePath(recordOf(cluster)))).body);
const decisions = () => world.store.decisions.all();

describe("nobody decides", () => {
  it.for<{ what: string; status: number; headers?: Readonly<Record<string, string>>; says: RegExp }>([
    {
      what: "from another page",
      status: 403,
      headers: { origin: "https://evil.example" },
      says: /not sent from the finding's own page|own page/,
    },
    { what: "from nowhere", status: 403, headers: { origin: "null", "sec-fetch-site": "same-origin" }, says: /own page/ },
    { what: "with a form for files", status: 415, headers: { "content-type": "multipart/form-data; boundary=x" }, says: /Only a form/ },
    { what: "with JSON", status: 415, headers: { "content-type": "application/json" }, says: /Only a form/ },
    { what: "with text", status: 415, headers: { "content-type": "text/plain" }, says: /Only a form/ },
    {
      what: "with a body that says to be too large",
      status: 413,
      headers: { "content-length": "99999" },
      says: /more than its fields take/,
    },
    { what: "signed in by nobody", status: 401, headers: { "x-ms-client-principal": "" }, says: /Sign in/ },
    {
      what: "signed in by GitHub",
      status: 403,
      headers: { "x-ms-client-principal": principalHeader({ provider: "github" }) },
      says: /not Microsoft Entra/,
    },
    { what: "in no group", status: 403, headers: { "x-ms-client-principal": principalHeader() }, says: /None of your groups/ },
  ])("$what", async ({ status, headers, says }) => {
    const fields = { kind: "accepted", why: WHY, seen: await seenNow("prod-1") };
    const answer = await post(ada(), decidePath(recordOf("prod-1")), fields, headers);

    expect([answer.status, answer.body]).toEqual([status, expect.stringMatching(says)]);
    expect(await decisions()).toEqual([]);
  });

  it("with a body that is too large and does not say so", async () => {
    const answer = await post(ada(), decidePath(recordOf("prod-1")), {
      kind: "accepted",
      why: "x".repeat(20_000),
      seen: await seenNow("prod-1"),
    });

    expect(answer.status).toBe(413);
  });

  it("about what they may not read, and is told that there is no such finding", async () => {
    const answer = await post(grace(), decidePath(recordOf("prod-1")), { kind: "accepted", why: WHY, seen: await seenNow("prod-1") });
    const unknown = await post(grace(), "/api/snooze?id=0123456789abcdef", { kind: "accepted", why: WHY, seen: "x" });

    expect(answer.status).toBe(404);
    expect(answer).toEqual(unknown);
    expect(await decisions()).toEqual([]);
  });

  it("by looking: whatever the address says, a GET shows the form", async () => {
    const query = new URLSearchParams({ kind: "accepted", why: WHY, seen: await seenNow("prod-1") }).toString();
    for (const method of ["GET", "HEAD"]) {
      expect((await ada()(method, `${decidePath(recordOf("prod-1"))}&${query}`, { headers: { origin: ORIGIN } })).status).toBe(200);
    }

    expect(await decisions()).toEqual([]);
  });

  it("with fields that are wrong: all is said, and what was typed is shown again", async () => {
    const fields = { kind: "snoozed", why: "<b>", until: "2026-11-23", seen: await seenNow("prod-1") };
    const answer = await post(ada(), decidePath(recordOf("prod-1")), { ...fields, why: "<b" });

    expect(answer.status).toBe(400);
    expect(answer.headers).toMatchObject({
      "referrer-policy": "same-origin",
      "content-security-policy": expect.stringContaining("form-action 'self'"),
    });
    expect(answer.body).toContain("2026-11-23 cannot be the last day; it takes a day from 2026-11-24 to 2027-11-23.");
    expect(answer.body).toContain("A reason is missing");
    expect(answer.body).toContain('value="2026-11-23"');
    expect(answer.body).toContain("\n&lt;b</textarea>");
    expect(await decisions()).toEqual([]);
  });

  it("about a finding that is not what they saw", async () => {
    const answer = await post(ada(), decidePath(recordOf("prod-1")), { kind: "accepted", why: WHY, seen: "0123456789abcdef" });

    expect(answer.status).toBe(409);
    expect(answer.body).toContain("has changed since you opened it");
    expect(answer.body).toContain(WHY);
    expect(await decisions()).toEqual([]);
  });

  it("where storage does not take it: nobody is told that it was", async () => {
    const fields = { kind: "accepted", why: WHY, seen: await seenNow("prod-1") };
    storage.faults.push({ what: "refuse", match: holding("POST\n", "/decisions"), times: 1 });

    expect((await post(ada(), decidePath(recordOf("prod-1")), fields)).status).toBe(503);
    expect(await decisions()).toEqual([]);
  });

  it("to withdraw what nobody decided", async () => {
    const answer = await post(ada(), decidePath(recordOf("prod-1")), { kind: "withdrawn", seen: await seenNow("prod-1") });

    expect([answer.status, answer.body]).toEqual([409, expect.stringContaining("There is nothing to withdraw")]);
  });
});

describe("a person decides", () => {
  it("to snooze a finding: it is kept who, why and until when, and where the finding stood", async () => {
    const fields = { kind: "snoozed", why: `${WHY}\n"><script>`, until: "2026-12-24", seen: await seenNow("prod-1") };
    const answer = await post(ada(), decidePath(recordOf("prod-1")), fields);

    expect(answer).toMatchObject({
      status: 303,
      headers: { location: findingPath(recordOf("prod-1")), "cache-control": "no-store" },
      body: "",
    });
    const { key, subscription, finding } = recordOf("prod-1");
    expect(await decisions()).toEqual([
      {
        ...{ id: expect.any(String), subscription, finding: key, kind: "snoozed", at: expect.stringMatching(/^2026-11-23T/) },
        ...{ until: "2026-12-24", why: `${WHY}\n"><script>`, by: { kind: "person", id: ADA, name: "Ada Byron" } },
        reference: { severity: finding.severity, magnitude: finding.magnitude },
      },
    ]);
  });

  it("and the log says who did what to which finding, and not why", () => {
    const lines = world.logged.filter((line) => line.includes(ADA));

    expect(lines).toEqual([expect.stringMatching(new RegExp(`finding [0-9a-f]{16} of subscription \\S+ was snoozed by ${ADA}$`))]);
    expect(world.logged.join("\n")).not.toMatch(/new pool comes|Ada Byron/);
  });

  it("once, however often the form is sent", async () => {
    const fields = { kind: "snoozed", why: `${WHY}\n"><script>`, until: "2026-12-24", seen: "what it was before" };
    const answer = await post(ada(), decidePath(recordOf("prod-1")), fields);

    expect(answer.status).toBe(303);
    expect((await decisions()).length).toBe(1);
  });

  it("and whoever opens the finding reads who, until when and why, as text", async () => {
    const { body } = await ada()("GET", findingPath(recordOf("prod-1")));

    expect(body).toContain("Ada Byron");
    expect(body).toContain("24 Dec 2026");
    expect(body).toMatch(/A new pool comes in January\.\s+&quot;&gt;&lt;script&gt;/);
    expect(body).not.toContain("<script>");
    expect(body).toContain("Withdraw");
  });

  it("and the report lists it apart, and counts it no more", async () => {
    const { body } = await ada()("GET", "/api/report");
    const snoozed = await ada()("GET", "/api/report?state=snoozed");

    expect(body).toContain("2 findings in 3 clusters");
    expect(snoozed.body).toContain(findingPath(recordOf("prod-1")));
  });

  it("and the next digest leaves it out", async () => {
    await world.morning("2026-11-23");
    const card = world.cards("platform").join("\n");

    expect(card).toContain("dev-1");
    expect(card).not.toContain("prod-1 /");
  });

  it("and whoever had opened it before decides about what it is now", async () => {
    const old = await post(ada(), decidePath(recordOf("dev-1")), { kind: "accepted", why: WHY, seen: await seenNow("dev-1") });
    const other = askAs(world, { oid: GRACE, name: "Grace", groups: [PAYMENTS] });
    const opened = await seenNow("dev-1");
    const first = await post(other, decidePath(recordOf("dev-1")), {
      kind: "planned",
      why: "next sprint",
      until: "2026-12-01",
      seen: opened,
    });
    const second = await post(ada(), decidePath(recordOf("dev-1")), { kind: "snoozed", why: WHY, until: "2026-12-02", seen: opened });

    expect([old.status, first.status, second.status]).toEqual([303, 303, 409]);
  });

  it("to withdraw: it counts again, and what was decided stays in its history", async () => {
    travelTo("2026-11-23T09:00:00Z");
    const answer = await post(ada(), decidePath(recordOf("prod-1")), { kind: "withdrawn", seen: await seenNow("prod-1") });
    const { body } = await ada()("GET", "/api/report");

    expect(answer.status).toBe(303);
    expect((await decisions()).filter(({ finding }) => finding === recordOf("prod-1").key).map(({ kind }) => kind)).toEqual([
      "snoozed",
      "withdrawn",
    ]);
    expect(body).toContain(findingPath(recordOf("prod-1")));
    expect((await ada()("GET", "/api/report?state=snoozed")).body).not.toContain(findingPath(recordOf("prod-1")));
  });

  it("not about a finding that has been closed meanwhile", async () => {
    const record = recordOf("prod-2");
    const seen = await seenNow("prod-2");
    const { value, etag } =
      (await world.store.findings.list(record.subscription)).find((row) => row.value.key === record.key) ?? expect.fail();
    const closed = { at: value.lastSeen, reason: "fixed" as const };
    await world.store.findings.save(record.subscription, [{ record: { ...value, state: "resolved", closed }, etag }]);

    const answer = await post(ada(), decidePath(record), { kind: "accepted", why: WHY, seen });

    expect([answer.status, answer.body]).toEqual([409, expect.stringContaining("The finding has been closed meanwhile.")]);
    expect(seenIn((await ada()("GET", findingPath(record))).body)).toBe("");
    expect(answer.body).not.toContain("<form");
    expect((await decisions()).some(({ finding }) => finding === record.key)).toBe(false);
  });
});
