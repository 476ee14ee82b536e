import { describe, expect, it } from "vitest";
import { readSettings, SETTINGS, SettingsError } from "../../src/app/config.ts";

const SIG =
  "https://abc.d1.environment.api.powerplatform.com:443/powerautomate/automations/direct/workflows/1/triggers/manual/paths/invoke?api-version=1&sig=s3cret";

const route = (change: object = {}) => ({ name: "platform", match: "default", target: "TEAMS_PLATFORM", ...change });

const env = (change: Record<string, string | undefined> = {}, routes: unknown = [route()]) => ({
  AzureWebJobsStorage: "UseDevelopmentStorage=true",
  SCAN_SCHEDULE_UTC: "0 0 2 * * *",
  CURRENCY: "EUR",
  IDENTITY_ENDPOINT: "http://127.0.0.1:1/msi",
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
        ROUTES[0].target      TEAMS_PLATFORM has no "sig" parameter; copy the whole URL from the Workflows app
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
  ] as const)("fall back where $name=$value, and say so", ({ name, value, used, says }) => {
    const settings = readSettings(env({ [name]: value }));

    expect(settings[name]).toBe(used);
    expect(settings.problems).toEqual([{ setting: name, text: expect.stringContaining(says) }]);
  });

  it("take an account name with an identity in place of a connection string", () => {
    const settings = readSettings(env({ AzureWebJobsStorage: undefined, AzureWebJobsStorage__accountName: "stadvisor" }));

    expect(settings.storage).toEqual({
      kind: "identity",
      tableEndpoint: "https://stadvisor.table.core.windows.net",
      queueEndpoint: "https://stadvisor.queue.core.windows.net",
    });
  });

  it("each have a line for the README", () => {
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
