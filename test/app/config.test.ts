import { describe, expect, it } from "vitest";
import { readSettings, SettingsError } from "../../src/app/config.ts";
import { SETTINGS } from "../../src/app/settings.ts";
import { NEEDED } from "../support/settings.ts";

const SIG =
  "https://abc.d1.environment.api.powerplatform.com:443/powerautomate/automations/direct/workflows/1/triggers/manual/paths/invoke?api-version=1&sig=s3cret";

const route = (change: object = {}) => ({ name: "platform", match: "default", target: "TEAMS_PLATFORM", ...change });

const env = (change: Record<string, string | undefined> = {}, routes: unknown = [route()]) => ({
  ...NEEDED,
  ROUTES: typeof routes === "string" ? routes : JSON.stringify(routes),
  TEAMS_PLATFORM: SIG,
  ...change,
});

function refusal(change: Record<string, string | undefined>, routes?: unknown): string {
  try {
    readSettings(env(change, routes));
  } catch (error) {
    if (error instanceof SettingsError) return error.message;
    throw error;
  }
  throw new Error("nothing was refused");
}

describe("settings", () => {
  it("are read with their defaults", () => {
    const settings = readSettings(env());

    expect(settings).toMatchObject({
      CURRENCY: "EUR",
      SCAN_DEADLINE_MINUTES: 180,
      THROTTLE_HOPS: 8,
      AZURE_RESOURCE_MANAGER_ENDPOINT: "https://management.azure.com",
    });
    expect(settings.routing.problems).toEqual([]);
    expect(Object.isFrozen(settings)).toBe(true);
  });

  it("are refused all together, each with what it should look like", () => {
    const text = refusal({
      SCAN_SCHEDULE_UTC: "0 2 * *",
      CURRENCY: "EURO",
      AzureWebJobsStorage: undefined,
      IDENTITY_ENDPOINT: "",
      TEAMS_PLATFORM: SIG.replace("sig", "signature"),
    });

    expect(text).toMatchInlineSnapshot(`
      "5 settings are wrong:
        AzureWebJobsStorage   is missing; set AzureWebJobsStorage__accountName to the storage account's name (with an identity), or AzureWebJobsStorage to a connection string
        SCAN_SCHEDULE_UTC     "0 2 * *" has 4 fields; six are needed, for example "0 0 2 * * *" (02:00 UTC every day)
        CURRENCY              "EURO" is not an ISO 4217 code; did you mean EUR?
        IDENTITY_ENDPOINT     is missing: the app has no managed identity; assign one (Azure then sets this itself)
        ROUTES[0].target      TEAMS_PLATFORM has no "sig" parameter; copy the whole URL from the Workflows app, or say "auth": "entra" where the flow asks for a token
      The first 4 stop the start. The others are set aside; the messages of a wrong route go to the operator route."
    `);
  });

  it.for([
    { name: "SCAN_SCHEDULE_UTC", value: "0 0 25x * * * *", says: "7 fields" },
    { name: "SCAN_SCHEDULE_UTC", value: "0 0 ! * * *", says: "has the hour !; a scan starts at one time of day" },
    { name: "SCAN_SCHEDULE_UTC", value: "* * * * * *", says: "has the second *" },
    { name: "SCAN_SCHEDULE_UTC", value: "0 0 25 * * *", says: "has a hour (25) over 23" },
    { name: "SCAN_SCHEDULE_UTC", value: "0 0 2 32 * *", says: "has a day (32) that is no schedule" },
    { name: "SCAN_SCHEDULE_UTC", value: "0 0 2 * smarch *", says: "has a month (smarch)" },
    { name: "AzureWebJobsStorage", value: "garbage", says: "is not a connection string" },
    { name: "CURRENCY", value: "eur", says: "did you mean EUR?" },
    { name: "CURRENCY", value: "money", says: "for example EUR" },
    { name: "AZURE_CLIENT_ID", value: "me", says: "is not the client id (a GUID)" },
    { name: "AZURE_RESOURCE_MANAGER_ENDPOINT", value: "http://management.azure.com", says: "is not an https URL" },
  ])("$name=$value stops the start and says $says", ({ name, value, says }) => {
    expect(refusal({ [name]: value })).toContain(says);
  });

  it.for(["0 30 1 * * *", "0 0 2 * * 1-5", "0 0 2 1,15 * *", "59 59 23 * jan-jun mon", "0 0 2 */2 * *"])(
    "take the schedule %s",
    (schedule) => {
      expect(readSettings(env({ SCAN_SCHEDULE_UTC: schedule })).SCAN_SCHEDULE_UTC).toBe(schedule);
    },
  );

  it.for([
    { name: "SCAN_DEADLINE_MINUTES", value: "180m", used: 180, says: '"180m" is not a whole number from 30 to 1320; 180 is used' },
    { name: "THROTTLE_HOPS", value: "-1", used: 8, says: "8 is used" },
    { name: "IDENTITY_PRINCIPAL_ID", value: "advisor", used: undefined, says: "it is left out" },
    { name: "REPORT_GROUPS", value: "payments", used: {}, says: "nobody reads the page until it is right" },
  ] as const)("fall back where $name=$value, and say so", ({ name, value, used, says }) => {
    const settings = readSettings(env({ [name]: value }));

    expect(settings[name]).toEqual(used);
    expect(settings.problems).toEqual([{ setting: name, text: expect.stringContaining(says) }]);
  });

  it.for(["REPORT_URL", "MAIL_ENDPOINT"])("repeat nothing of a key that was put into %s", (name) => {
    const { problems } = readSettings(env({ [name]: "endpoint=https://contoso.communication.azure.com/;accesskey=s3cret" }));

    expect(problems).toContainEqual({ setting: name, text: expect.stringContaining("is not an https URL") });
    expect(JSON.stringify(problems)).not.toMatch(/contoso|s3cret/);
  });

  it("take an account name with an identity in place of a connection string", () => {
    const settings = readSettings(env({ AzureWebJobsStorage: undefined, AzureWebJobsStorage__accountName: "stadvisor" }));

    expect(settings.storage).toEqual({
      kind: "identity",
      tableEndpoint: "https://stadvisor.table.core.windows.net",
      queueEndpoint: "https://stadvisor.queue.core.windows.net",
    });
  });

  it("each have a line for their page", () => {
    for (const { says } of Object.values(SETTINGS)) expect(says).toMatch(/^[A-Z].*\.$/);
  });
});

describe("routes", () => {
  it.for([
    { what: "text that is not JSON", routes: "[{", says: "is not JSON" },
    { what: "an object", routes: {}, says: "is not a JSON array" },
    { what: "an unknown time zone", routes: [route({ timeZone: "Europe/Bern" })], says: "is not an IANA time zone" },
    { what: "a wrong time", routes: [route({ sendAt: "7:30" })], says: 'takes a local time such as "07:30"' },
    { what: "an unknown key", routes: [route({ when: "now" })], says: "when" },
    { what: "no default", routes: [route({ match: { tag: { team: "payments" } } })], says: 'no route that matches "default"' },
    { what: "two of a name", routes: [route(), route({ match: "operator" })], says: "the name or the match of route platform" },
    { what: "two of a match", routes: [route(), route({ name: "other" })], says: "the name or the match of route platform" },
    { what: "a match of no known form", routes: [route({ match: { team: "payments" } })], says: 'takes "default", "operator"' },
  ])("with $what never stop the start, and say so", ({ routes, says }) => {
    const { routing } = readSettings(env({}, routes));

    expect(routing.problems.map(({ text }) => text).join("\n")).toContain(says);
  });

  it.for([
    { url: undefined, says: "is missing" },
    { url: "https://contoso.webhook.office.com/webhookb2/x", says: "Office 365 connector" },
    { url: "https://evil.example/?sig=1", says: "does not lead to a Workflows host" },
    { url: SIG.replace("https", "http"), says: "is not https" },
    { url: SIG.replace("&sig=s3cret", ""), says: 'has no "sig" parameter' },
  ])("with the webhook $url are set aside, without its secret", ({ url, says }) => {
    const { routing } = readSettings(env({ TEAMS_PLATFORM: url }));

    expect(routing.setAside.get("platform")).toContain(says);
    expect(routing.webhooks.size).toBe(0);
    expect(JSON.stringify(routing.problems)).not.toContain("s3cret");
  });

  it.for([
    { change: {}, heartbeat: "mon" },
    { change: { days: ["thu", "tue"] }, heartbeat: "thu" },
    { change: { days: ["thu", "tue"], heartbeat: "sun" }, heartbeat: "sun" },
  ])("sum up the week on their own day, else on the first of their days: $heartbeat", ({ change, heartbeat }) => {
    expect(readSettings(env({}, [route(change)])).routing.routes[0]).toMatchObject({ heartbeat });
  });

  it("match by tag, resource group and subscription", () => {
    const subscription = "11111111-1111-1111-1111-111111111111";
    const { routing } = readSettings(
      env({}, [
        route(),
        route({ name: "payments", match: { tag: { team: "payments" } } }),
        route({ name: "shop", match: { subscription } }),
        route({ name: "data", match: { subscription, resourceGroup: "RG-Data" } }),
        route({ name: "operators", match: "operator" }),
      ]),
    );

    expect(routing.problems).toEqual([]);
    expect(routing.routes.map(({ match }) => match.kind)).toEqual(["default", "tag", "subscription", "resource-group", "operator"]);
    expect(routing.routes[3]?.match).toEqual({ kind: "resource-group", subscription, resourceGroup: "rg-data" });
  });
});

describe("mail", () => {
  const mailRoute = (change: object = {}) => ({
    name: "payments",
    match: { tag: { team: "payments" } },
    channel: "mail",
    to: ["ana@contoso.com"],
    ...change,
  });
  const SMTP_URL = "smtp://advisor:s3cret@relay.contoso.com:587";
  const MAIL_FROM = "advisor@contoso.com";
  const MAIL_ENDPOINT = "https://contoso.communication.azure.com";
  const people = (many: number): readonly string[] => Array.from({ length: many }, (_, index) => `person${index}@contoso.com`);

  it.for([
    { given: { MAIL_FROM, MAIL_ENDPOINT }, via: { kind: "acs", endpoint: MAIL_ENDPOINT } },
    { given: { MAIL_FROM, SMTP_URL }, via: { kind: "smtp", url: SMTP_URL } },
  ])("is sent by $via.kind with $given", ({ given, via }) => {
    const { mail, routing, problems } = readSettings(env(given, [route(), mailRoute()]));

    expect(mail).toEqual({ sender: { from: MAIL_FROM, via } });
    expect(Object.isFrozen(mail) && "sender" in mail && Object.isFrozen(mail.sender) && Object.isFrozen(mail.sender.via)).toBe(true);
    expect(routing.setAside.size).toBe(0);
    expect(problems).toEqual([]);
  });

  it("goes through the relay where both are set, and says so without its secret", () => {
    const { mail, problems } = readSettings(env({ MAIL_FROM, MAIL_ENDPOINT, SMTP_URL, MAIL_REPLY_TO: "platform@contoso.com" }));

    expect(mail).toMatchObject({ sender: { replyTo: "platform@contoso.com", via: { kind: "smtp" } } });
    expect(problems).toEqual([{ setting: "MAIL_ENDPOINT", text: "is set beside SMTP_URL, which counts; leave one of the two out" }]);
  });

  it("sets the routes by mail aside where it is not set up, and says what is missing and what it looks like", () => {
    const text = refusal({ CURRENCY: "EURO" }, [route({ fallback: ["ana@contoso.com"] }), mailRoute()]);

    expect(text).toMatchInlineSnapshot(`
      "3 settings are wrong:
        CURRENCY             "EURO" is not an ISO 4217 code; did you mean EUR?
        ROUTES[0].fallback   wants MAIL_FROM (the sender, for example advisor@contoso.com) and MAIL_ENDPOINT (https://contoso.communication.azure.com) or SMTP_URL (smtp://user:password@host:587); what the webhook does not take goes to the operator route
        ROUTES[1].to         wants MAIL_FROM (the sender, for example advisor@contoso.com) and MAIL_ENDPOINT (https://contoso.communication.azure.com) or SMTP_URL (smtp://user:password@host:587)
      The first one stops the start. The others are set aside; the messages of a wrong route go to the operator route."
    `);
  });

  it.for<{ readonly given: Record<string, string>; readonly wants: string }>([
    { given: { MAIL_FROM }, wants: "mail wants MAIL_ENDPOINT (https" },
    { given: { MAIL_ENDPOINT }, wants: "mail wants MAIL_FROM (the sender, for example advisor@contoso.com)" },
    { given: { MAIL_FROM: "advisor", MAIL_ENDPOINT }, wants: "mail wants MAIL_FROM" },
    { given: { MAIL_FROM, SMTP_URL: "smtp://advisor:s3cret%@relay" }, wants: "mail wants MAIL_ENDPOINT" },
  ])("with $given alone sets a mail route aside: it $wants", ({ given, wants }) => {
    const { routing, problems } = readSettings(env(given, [route(), mailRoute()]));

    expect(routing.setAside.get("payments")).toContain(wants);
    expect(JSON.stringify(problems)).not.toContain("s3cret");
  });

  it("as a fallback that cannot be sent is a problem, and the route goes on", () => {
    const { routing } = readSettings(env({}, [route({ fallback: ["ana@contoso.com"] })]));

    expect(routing.problems.map(({ setting }) => setting)).toEqual(["ROUTES[0].fallback"]);
    expect(routing.setAside.size).toBe(0);
    expect(routing.routes[0]?.via).toMatchObject({ channel: "teams", fallback: [] });
  });

  it("goes to an address once, however often it is named", () => {
    const to = ["ana@contoso.com", "ben@contoso.com", "Ana@Contoso.com"];
    const { routing } = readSettings(env({ MAIL_FROM, MAIL_ENDPOINT }, [route({ fallback: to }), mailRoute({ to })]));

    expect(routing.problems.map(({ setting, text }) => `${setting} ${text}`)).toEqual([
      "ROUTES[0].fallback names ana@contoso.com more than once; it gets one mail",
      "ROUTES[1].to names ana@contoso.com more than once; it gets one mail",
    ]);
    expect(routing.routes.map(({ via }) => (via.channel === "mail" ? via.to : via.fallback))).toEqual([to.slice(0, 2), to.slice(0, 2)]);
    expect(routing.setAside.size).toBe(0);
  });

  it("goes to fifty addresses at most", () => {
    const given = { MAIL_FROM, MAIL_ENDPOINT };
    const [fifty, more] = [people(50), people(51)];

    expect(readSettings(env(given, [route({ fallback: fifty }), mailRoute({ to: fifty })])).problems).toEqual([]);
    const { routing } = readSettings(env(given, [route({ fallback: more }), mailRoute({ to: more })]));
    expect(routing.problems.map(({ setting, text }) => `${setting} ${text}`)).toEqual([
      "ROUTES[0].fallback has 51 addresses, and one mail goes to 50 at most; name a distribution list; what the webhook does not take goes to the operator route",
      "ROUTES[1].to has 51 addresses, and one mail goes to 50 at most; name a distribution list",
    ]);
    expect([...routing.setAside.keys()]).toEqual(["payments"]);
    expect(routing.routes[0]?.via).toMatchObject({ fallback: [] });
  });

  it.for([
    { what: "no address", to: [], says: ">=1" },
    { what: "what is none", to: ["ana at contoso"], says: '"ana at contoso" is not a mail address' },
    { what: "a line break", to: ["ana@contoso.com\r\nBcc: eve@evil.example"], says: "is not a mail address" },
  ])("to $what is refused with the place", ({ to, says }) => {
    const { routing } = readSettings(env({ MAIL_FROM, MAIL_ENDPOINT }, [route(), mailRoute({ to })]));

    expect(routing.problems).toEqual([{ setting: expect.stringMatching(/^ROUTES\[1\]\.to/), text: expect.stringContaining(says) }]);
  });

  it("by token needs no signature in the webhook", () => {
    const { routing } = readSettings(env({ TEAMS_PLATFORM: SIG.replace("&sig=s3cret", "") }, [route({ auth: "entra" })]));

    expect(routing.problems).toEqual([]);
    expect(routing.webhooks.get("platform")).not.toContain("sig=");
  });
});
