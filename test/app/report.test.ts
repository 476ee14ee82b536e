import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findingKey } from "../../src/core/findings/key.ts";
import { currency } from "../../src/core/model/money.ts";
import { day, instant } from "../../src/core/model/time.ts";
import { minorText } from "../../src/core/model/version.ts";
import { shortId } from "../../src/render/index.ts";
import { ledgerEntry } from "../edge/store/examples.ts";
import { type FaultyStorage, holding, startFaultyStorage } from "../support/faulty-storage.ts";
import { askAs, decidePath, findingPath, foundIn, linksIn, ORIGIN, openReportWorld, post } from "../support/report-world.ts";
import { principalHeader } from "../support/signed-in.ts";
import { clusterOf, refOf, type TestWorld } from "../support/world.ts";

const [PAYMENTS, PLATFORM] = ["00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000002"] as const;
const HOSTILE = `"><script>alert(1)</script>\u202e=1+1`;

const euros = (amount: number) => ({ amount, currency: currency("EUR") });
const WORKED = { prices: [], workings: [{ label: "apps2: nodes", formula: "3 × 63.33", value: "190 EUR" }] };

let storage: FaultyStorage;
let world: TestWorld;
let recordOf: Awaited<ReturnType<typeof foundIn>>;
beforeAll(async () => {
  storage = await startFaultyStorage();
  world = await openReportWorld(
    {
      REPORT_ACCESS: "entra",
      WEBSITE_AUTH_ENABLED: "True",
      REPORT_GROUPS: JSON.stringify({ [PAYMENTS]: ["payments"], [PLATFORM]: "*" }),
      POLL_CHANGES: "on",
    },
    { storage },
  );
  for (const each of world.state.subscriptions) if (each.displayName === "dev") Object.assign(each, { displayName: HOSTILE });
  await world.night("2026-11-23");
  recordOf = await foundIn(world);
});
afterAll(async () => {
  await world.close();
  await storage.close();
});

const everybody = () => askAs(world, { groups: [PLATFORM] });
const payments = () => askAs(world, { groups: [PAYMENTS] });
const clusterPath = (name: string) => `/api/report/cluster?id=${shortId(refOf(clusterOf(name)).id)}`;

describe("the report page", () => {
  it("shows whoever may read all what is stored, and asks Azure for nothing", async () => {
    const before = world.arm.requests.length;
    const { status, body } = await everybody()("GET", "/api/report");

    expect(status).toBe(200);
    expect(body).toContain("3 findings in 3 clusters");
    for (const name of ["prod-1", "prod-2", "dev-1"]) expect(body).toContain(`href="${findingPath(recordOf(name))}"`);
    expect(body).toMatch(/Scan ended 23 Nov 2026 02:\d\d UTC/);
    expect(world.arm.requests.length).toBe(before);
  });

  it("shows a team its own clusters, and not a word of the others", async () => {
    const { status, body } = await payments()("GET", "/api/report");

    expect(status).toBe(200);
    expect(body).toContain("1 finding in 1 cluster");
    expect(body).toContain("prod-2");
    expect(body).not.toMatch(/prod-1|dev-1|alert\(1\)/);
  });

  it("shows a team nothing of what others saved", async () => {
    const money = { amount: 777, currency: currency("EUR") };
    const { key, subscription } = recordOf("prod-1");
    const cluster = refOf(clusterOf("prod-1")).id;
    const from = instant("2026-11-23T02:00:00Z");
    await world.store.ledger.put([ledgerEntry({ key, subscription, cluster, from, predicted: money, realised: { money } })]);

    expect((await everybody()("GET", "/api/report")).body).toContain("777");
    expect((await payments()("GET", "/api/report")).body).not.toContain("777");
  });

  it("shows the end of support that Azure told a cluster, of that cluster alone", async () => {
    const seen = (await world.store.snapshots.get(refOf(clusterOf("dev-1"))))?.value.cluster;
    const { version, supportPlan: plan } = seen && "known" in seen ? seen.known : expect.fail("it was not read");
    const notice = { minor: minorText(version), plan, ends: day("2029-01-31") };
    await world.store.endsOfLife.put(refOf(clusterOf("dev-1")), notice, instant("2026-11-22T05:00:00Z"));

    const { support } = JSON.parse((await everybody()("GET", "/api/findings?format=json")).body) as { support: readonly object[] };

    expect(support).toContainEqual(expect.objectContaining({ clusters: ["dev-1"], lastDay: "2029-01-31", toldByAzure: true }));
    expect(support).toContainEqual(expect.not.objectContaining({ toldByAzure: true }));
  });

  it("says of a finding that ended what came of it the last time, also where that was booked in the month before", async () => {
    const { value: open = expect.fail() } = (await world.store.findings.list(recordOf("dev-1").subscription))[0] ?? {};
    const ended = { ...open, key: findingKey(open.finding.target, open.stamp.rule, "ended"), state: "resolved" as const };
    const closed = { at: instant("2026-11-01T00:10:00Z"), reason: "moved" as const, successor: "apps2" };
    await world.store.findings.save(open.subscription, [{ record: { ...ended, closed } }]);
    const [before, now] = [euros(300), euros(190)];
    const entry = {
      ...{ key: ended.key, subscription: open.subscription, cluster: refOf(clusterOf("dev-1")).id },
      reason: "moved",
    } as const;
    await world.store.ledger.put([
      ledgerEntry({ ...entry, from: instant("2026-10-31T23:55:00Z"), realised: { money: euros(110), since: { money: now, ...WORKED } } }),
      ledgerEntry({ ...entry, from: instant("2026-10-02T02:00:00Z"), until: instant("2026-10-05T02:00:00Z"), realised: { money: before } }),
    ]);

    const page = (await everybody()("GET", findingPath(ended))).body;
    const { body } = await everybody()("GET", "/api/findings?format=json&state=resolved");

    expect(page).toContain("Measured: €110/month less since 31 Oct 2026: €300/month before, €190/month since");
    expect(page).toContain("3 × 63.33");
    expect(body).toMatch(/"saved":\s*\{\s*"from":\s*"2026-10-31T23:55:00.000Z"/);
  });

  it.for([
    { what: "a finding of others", path: () => findingPath(recordOf("prod-1")), like: "/api/report/finding?id=0123456789abcdef" },
    { what: "the form of a finding of others", path: () => decidePath(recordOf("prod-1")), like: "/api/snooze?id=0123456789abcdef" },
    { what: "a cluster of others", path: () => clusterPath("dev-1"), like: "/api/report/cluster?id=0123456789abcdef" },
  ])("answers a team that asks for $what as if there were none", async ({ path, like }) => {
    const theirs = await payments()("GET", path());

    expect(theirs.status).toBe(404);
    expect(theirs).toEqual(await payments()("GET", like));
    expect((await everybody()("GET", path())).status).toBe(200);
  });

  it.for(["subscription=dev", "cluster=prod-1", "cluster=no-such-cluster"])(
    "answers a team that asks for %s that it knows none",
    async (query) => {
      const { status, body } = await payments()("GET", `/api/report?${query}`);

      expect([status, body]).toEqual([400, expect.stringContaining("is in what you may read")]);
    },
  );

  it("shows a cluster with its pools and what was found about it", async () => {
    const { status, body } = await everybody()("GET", clusterPath("prod-1"));

    expect(status).toBe(200);
    expect(body).toContain("<h1>prod-1</h1>");
    expect(body).toContain(findingPath(recordOf("prod-1")));
    expect(body).not.toContain(findingPath(recordOf("prod-2")));
  });

  it.for([
    { query: "cluster=prod-1", shows: ["prod-1"] },
    { query: "cluster=prod-1&cluster=dev-1", shows: ["prod-1", "dev-1"] },
    { query: "cluster=prod-1,dev-1&severity=medium", shows: ["prod-1", "dev-1"] },
    { query: "severity=critical&severity=info", shows: ["prod-1", "prod-2", "dev-1"] },
    { query: "severity=critical", shows: [] },
    { query: "subscription=PROD", shows: ["prod-1", "prod-2"] },
    { query: "rule=COST-014", shows: ["prod-1", "prod-2", "dev-1"] },
    { query: "rule=fixed-size-pool&cluster=prod-2", shows: ["prod-2"] },
    { query: "state=resolved,snoozed", shows: [] },
    { query: "cluster=&rule=", shows: ["prod-1", "prod-2", "dev-1"] },
    { query: "utm_source=mail", shows: ["prod-1", "prod-2", "dev-1"] },
  ])("with $query shows $shows", async ({ query, shows }) => {
    const { status, body } = await everybody()("GET", `/api/report?${query}`);

    expect(status).toBe(200);
    const shown = ["prod-1", "prod-2", "dev-1"].filter((name) => body.includes(`href="${findingPath(recordOf(name))}"`));
    expect(new Set(shown)).toEqual(new Set(shows));
  });

  it.for([
    { query: "severity=hihg", says: "severity is not &quot;hihg&quot;; it takes info, low, medium, high, critical." },
    {
      query: "state=gone",
      says: "state is not &quot;gone&quot;; it takes new, open, worsened, regressed, resolved, snoozed, accepted, planned.",
    },
    { query: "rule=COST-999", says: "rule is not &quot;COST-999&quot;; it takes " },
    { query: "cluster=prod-9", says: "no cluster called &quot;prod-9&quot; is in what you may read." },
    { query: "subscription=x", says: "no subscription called &quot;x&quot; is in what you may read." },
    { query: `severity=${encodeURIComponent("<script>".repeat(50))}`, says: "&lt;script&gt;" },
  ])("refuses $query, and says what it takes", async ({ query, says }) => {
    const { status, body } = await everybody()("GET", `/api/report?${query}`);

    expect(status).toBe(400);
    expect(body).toContain(says);
    expect(body).not.toContain("<script>");
  });

  it("shows names of others as text, whatever is in them", async () => {
    for (const path of ["/api/report", findingPath(recordOf("dev-1")), clusterPath("dev-1")]) {
      const { body } = await askAs(world, { groups: [PLATFORM], name: `${HOSTILE} Ada` })("GET", path);

      expect(body).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
      expect(body).not.toMatch(/<script|\u202e/);
    }
  });

  it("says by what ways changes of each subscription are heard of", async () => {
    const heardAt = instant("2026-11-23T01:00:00Z");
    const happened = { id: "1", at: heardAt, cluster: refOf(clusterOf("prod-1")), operation: "x", what: { kind: "new-version" } } as const;
    await world.store.events.add({ event: happened, heardAt, source: "event-grid" });
    const { body } = await everybody()("GET", "/api/report");

    const [, section = ""] = body.split('id="coverage"');
    const [both = "", ...polled] = section
      .split("</li>")
      .filter((group) => group.includes("change feed"))
      .toReversed();

    expect(both).toMatch(/Event Grid[\s\S]*prod/);
    expect(polled.join("")).not.toMatch(/Event Grid/);
  });

  it("says that a page there is not is none, to whoever may read", async () => {
    expect((await everybody()("GET", "/api/report/clusters")).status).toBe(404);
    expect((await everybody()("GET", "/api/report/finding")).status).toBe(404);
    expect((await everybody()("GET", "/api/report/finding/more")).status).toBe(404);
  });
});

describe("whoever may not read", () => {
  const PATHS = ["/api/report", "/api/report/cluster", "/api/report/finding", "/api/report/other", "/api/findings", "/api/snooze"];

  it.for([...PATHS, "/api/report?severity=high&rule=%22%3E"])(
    "is asked to sign in at %s, to come back there, and told nothing else",
    async (path) => {
      const { status, body } = await askAs(world)("GET", path);

      // A program is told in text, without a link.
      const back = path === "/api/findings" ? "" : `href="/.auth/login/aad?post_login_redirect_uri=${encodeURIComponent(path)}"`;
      expect(body).toContain(back);

      expect(status).toBe(401);
      expect(body).not.toMatch(/prod-|dev-/);
    },
  );

  it.for(PATHS)("is refused at %s without a group, with a forged principal, and by another provider", async (path) => {
    for (const principal of [principalHeader(), "AAAA", principalHeader({ provider: "github", groups: [PLATFORM] })]) {
      const { status, body } = await askAs(world)("GET", path, { headers: { "x-ms-client-principal": principal } });

      expect(status).toBe(403);
      expect(body).not.toMatch(/prod-|dev-/);
    }
  });

  it("is never named in a log, nor is what was sent", () => {
    expect(world.logged.join("\n")).not.toMatch(/Ada|x-ms-client|AAAA/);
  });
});

describe("every answer", () => {
  const PATHS: readonly (readonly [string, () => string])[] = [
    ["the report", () => "/api/report"],
    ["a wrong filter", () => "/api/report?severity=x"],
    ["a cluster", () => clusterPath("prod-1")],
    ["a finding", () => findingPath(recordOf("prod-1"))],
    ["no finding", () => "/api/report/finding?id=x"],
    ["an export", () => "/api/findings?format=csv"],
    ["a wrong export", () => "/api/findings?format=pdf"],
    ["the form", () => decidePath(recordOf("prod-1"))],
  ];

  it.for(PATHS)("carries headers that keep it where it is: %s", async ([, path]) => {
    const { headers } = await everybody()("GET", path());

    expect(headers).toMatchObject({
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
      "cross-origin-opener-policy": "same-origin",
      "strict-transport-security": expect.stringMatching(/^max-age=\d{8}/),
      "content-security-policy": expect.stringMatching(
        /^default-src 'none'; style-src 'sha256-[^']+'; base-uri 'none'; form-action '(none|self)'; frame-ancestors 'none'$/,
      ),
      "referrer-policy": expect.stringMatching(/^(no-referrer|same-origin)$/),
    });
  });

  it("lets a form be sent where there is one, and nowhere else", async () => {
    const policy = async (path: string) => (await everybody()("GET", path)).headers["content-security-policy"] ?? "";

    expect(await policy(findingPath(recordOf("prod-1")))).toContain("form-action 'self'");
    expect(await policy("/api/report")).toContain("form-action 'none'");
    expect(await policy(clusterPath("prod-1"))).toContain("form-action 'none'");
  });

  it.for(PATHS)("has the same headers and nothing else where only those are asked for: %s", async ([, path]) => {
    const [got, head] = [await everybody()("GET", path()), await everybody()("HEAD", path())];

    expect(head).toEqual({ ...got, body: "" });
  });

  it("is none to a method there is not", async () => {
    for (const method of ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"]) {
      expect((await everybody()(method, "/api/report")).status).toBe(404);
      expect((await everybody()(method, "/api/findings")).status).toBe(404);
    }
  });
});

describe("links", () => {
  it("lead from page to page, each to one that is there, and following them all changes nothing", async () => {
    const ask = everybody();
    const seen = new Map<string, number>();
    const toFollow = ["/api/report"];
    for (let path = toFollow.pop(); path !== undefined; path = toFollow.pop()) {
      if (seen.has(path)) continue;
      const { status, headers, body } = await ask("GET", path);
      seen.set(path, status);
      await ask("HEAD", path);
      if (headers["content-type"]?.startsWith("text/html")) toFollow.push(...[...linksIn(body), ...formsIn(body)].filter(isOneFilter));
    }

    expect([...seen].filter(([, status]) => status !== 200)).toEqual([]);
    expect([...seen.keys()].filter((path) => path.startsWith("/api/snooze")).length).toBe(3);
    expect(seen.size).toBeGreaterThan(15);
    expect(await world.store.decisions.all()).toEqual([]);
  });
});

/** Filters of filters lead on for ever. */
const isOneFilter = (path: string): boolean =>
  [...new URL(path, ORIGIN).searchParams.keys()].filter((name) => name !== "format").length <= 1;
const formsIn = (html: string): readonly string[] =>
  [...html.matchAll(/action="(\/[^"]*)"/g)].map(([, action = ""]) => action.replaceAll("&amp;", "&"));

describe("storage that does not answer", () => {
  it.for(["/api/report", "/api/findings?format=json"])("is said at %s, and logged once without a secret", async (path) => {
    const [before, failures] = [world.logged.length, world.host.failures.length];
    storage.faults.push({ what: "refuse", match: holding("GET\n", "/findings()") });
    const answer = await everybody()("GET", path);
    storage.faults.length = 0;

    expect(answer).toMatchObject({ status: 503, headers: { "retry-after": "60", "cache-control": "no-store" } });
    expect(answer.body).toContain("try again in a minute");
    const errors = world.logged.slice(before).filter((line) => /^error/i.test(line));
    expect(errors).toEqual([expect.stringContaining("storage answered 503")]);
    expect(errors[0]).not.toMatch(/AccountKey|sig=|Ada|x-ms-client/);
    expect(world.host.failures.length).toBe(failures);
  });

  it("decides nothing where a decision cannot be kept", async () => {
    storage.faults.push({ what: "refuse", match: holding("GET\n", "/decisions()") });
    const { status } = await post(everybody(), decidePath(recordOf("prod-1")), { kind: "accepted", why: "it stays", seen: "x" });
    storage.faults.length = 0;

    expect(status).toBe(503);
    expect(await world.store.decisions.all()).toEqual([]);
  });
});
