import { execFile } from "node:child_process";
import { existsSync, globSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { unzipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Package, pack, stage } from "../../build.ts";
import { makeCertificate } from "../../local/arm/certificate.ts";
import { armState, startArm } from "../../local/arm/index.ts";
import { startAzurite } from "../../local/azurite.ts";
import { startIdentity } from "../../local/identity.ts";
import { appSettings } from "../../local/infra/app-settings.ts";
import { openBicep } from "../../local/infra/bicep.ts";
import { infraTexts, readInfra } from "../../local/infra/check.ts";
import { clusterArmId, clusterBody } from "../../local/sample/cluster-body.ts";
import { skuBodies } from "../../local/sample/skus.ts";
import { startTeams } from "../../local/teams.ts";
import { readSettings } from "../../src/app/config.ts";
import { clusterOf, subscriptionOf } from "../support/world.ts";
import type { Driven } from "./drive.ts";

const ROOT = join(import.meta.dirname, "../..");
/** What Azure adds to the settings by itself, and where the trust in this test's certificates comes from. */
const BESIDE = ["IDENTITY_ENDPOINT", "IDENTITY_HEADER", "WEBSITE_HOSTNAME", "WEBSITE_AUTH_ENABLED", "NODE_EXTRA_CA_CERTS"];
const GUID = "3f2c0f8e-52a1-4b6b-9d7e-1c2d3e4f5a6b";

const closers: (() => Promise<unknown>)[] = [];
let folder = "";
let packed: Package;
let names: readonly string[];
let environment: Record<string, string> = {};
let driven: Driven;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "advisor-package-"));
  closers.push(() => rm(folder, { recursive: true, force: true }));
  // Beside the sources, as `npm run package` does it: source maps name files from there.
  const staged = join(ROOT, "out", `stage-${process.pid}`);
  closers.push(() => rm(staged, { recursive: true, force: true }));
  await stage(staged);
  packed = await pack(staged, join(folder, "app.zip"));
  const unpacked = join(folder, "app");
  for (const [name, bytes] of Object.entries(unzipSync(await readFile(join(folder, "app.zip"))))) {
    await mkdir(dirname(join(unpacked, name)), { recursive: true });
    await writeFile(join(unpacked, name), bytes);
  }

  const spec = clusterOf("shop-1");
  const state = armState({
    subscriptions: [{ subscriptionId: subscriptionOf("shop"), displayName: "shop" }],
    clusters: [clusterBody(spec)],
    skus: { westeurope: skuBodies("westeurope") },
  });
  const arm = await startArm(state);
  const certificate = await makeCertificate();
  const https = { certificate: join(folder, "certificate.pem"), key: join(folder, "key.pem") };
  await writeFile(https.certificate, certificate.pem);
  await writeFile(https.key, certificate.key);
  await writeFile(join(folder, "trusted.pem"), `${arm.pem}\n${certificate.pem}`);
  const azurite = await startAzurite({ https });
  const identity = await startIdentity();
  const teams = await startTeams();
  closers.push(() => Promise.all([arm, azurite, identity, teams].map((each) => each.close())));

  names = appSettings(readInfra(await openBicep(), infraTexts())).map(({ name }) => name);
  environment = {
    ...settingsOf({ armUrl: arm.url, webhook: teams.webhook("platform"), ...azurite }),
    ...identity.settings,
    WEBSITE_HOSTNAME: "func-advisor.azurewebsites.net",
    WEBSITE_AUTH_ENABLED: "True",
    NODE_EXTRA_CA_CERTS: join(folder, "trusted.pem"),
  };
  driven = await drive(unpacked, azurite.connectionString, writeEvent(clusterArmId(spec)));
});
afterAll(async () => {
  for (const close of closers.reverse()) await close();
});

/** A value for each setting that Bicep may set. */
const settingsOf = (local: {
  readonly armUrl: string;
  readonly webhook: string;
  readonly queueEndpoint: string;
  readonly tableEndpoint: string;
}): Record<string, string> => ({
  SCAN_SCHEDULE_UTC: "0 0 2 * * *",
  CURRENCY: "USD",
  RETAIL_PRICES_ENDPOINT: "none",
  SCAN_DEADLINE_MINUTES: "180",
  REREAD_MINUTES: "30",
  THROTTLE_HOPS: "8",
  REQUEST_TIMEOUT_SECONDS: "60",
  REQUESTS_IN_FLIGHT: "8",
  RETRY_DELAY_MS: "20",
  EVENT_DELAY_SECONDS: "120",
  POLL_CHANGES: "off",
  REPORT_ACCESS: "entra",
  REPORT_URL: "https://advisor.contoso.com",
  REPORT_GROUPS: `{"${GUID}":"*"}`,
  LINK_DAYS: "14",
  LINK_KEY: "p".repeat(48),
  MAIL_FROM: "DoNotReply@contoso.azurecomm.net",
  MAIL_REPLY_TO: "platform@contoso.com",
  MAIL_ENDPOINT: "https://contoso.europe.communication.azure.com",
  SMTP_URL: "smtp://advisor:word@relay.contoso.com:587",
  ENVIRONMENT_TAGS: "environment",
  PRODUCTION_VALUES: "production",
  NON_PRODUCTION_VALUES: "test",
  PRODUCTION_NAMES: "prod-*",
  NON_PRODUCTION_NAMES: "dev-*",
  REQUIRED_TAGS: "team",
  RULES: "{}",
  ROUTES: '[{"name":"platform","match":"default","target":"TEAMS_WEBHOOK_PLATFORM"}]',
  TEAMS_WEBHOOK_HOSTS: ".logic.contoso.com",
  TEAMS_WEBHOOK_PLATFORM: local.webhook,
  // As Bicep reads them of the account: with a slash at the end.
  AzureWebJobsStorage__blobServiceUri: "https://127.0.0.1:1/advisor/",
  AzureWebJobsStorage__queueServiceUri: `${local.queueEndpoint}/`,
  AzureWebJobsStorage__tableServiceUri: `${local.tableEndpoint}/`,
  AzureWebJobsStorage__credential: "managedidentity",
  AzureWebJobsStorage__clientId: GUID,
  APPLICATIONINSIGHTS_CONNECTION_STRING: "InstrumentationKey=00000000-0000-0000-0000-000000000000",
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: `ClientId=${GUID};Authorization=AAD`,
  AZURE_CLIENT_ID: GUID,
  IDENTITY_PRINCIPAL_ID: GUID,
  AZURE_RESOURCE_MANAGER_ENDPOINT: local.armUrl,
  OVERRIDE_USE_MI_FIC_ASSERTION_CLIENTID: GUID,
});

async function drive(unpacked: string, connectionString: string, event: unknown): Promise<Driven> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [join(import.meta.dirname, "drive.ts"), unpacked, connectionString, JSON.stringify(event)],
    { env: environment, cwd: unpacked, maxBuffer: 2 ** 24 },
  );
  return JSON.parse(stdout) as Driven;
}

const writeEvent = (cluster: string) => ({
  id: "e1",
  topic: cluster.split("/").slice(0, 3).join("/"),
  subject: `${cluster}/agentPools/apps`,
  eventType: "Microsoft.Resources.ResourceWriteSuccess",
  eventTime: new Date().toISOString(),
  data: { operationName: "Microsoft.ContainerService/managedClusters/agentPools/write", status: "Succeeded" },
  dataVersion: "2",
  metadataVersion: "1",
});

describe("the package", () => {
  it("is the same bytes from the same files, whenever it is made, its names in order", async () => {
    const again = join(folder, "again.zip");
    await pack(join(folder, "app"), again);

    const bytes = await readFile(again);
    expect(bytes.equals(await readFile(join(folder, "app.zip")))).toBe(true);
    // Time and date of the first file: midnight of 1 January 1980, the least that a zip can name.
    expect([bytes.readUInt16LE(10), bytes.readUInt16LE(12)]).toEqual([0, (1 << 5) | 1]);
    const names = Object.keys(unzipSync(bytes));
    expect(names).toEqual(names.toSorted((a, b) => (a < b ? -1 : 1)));
  });

  it("is small: code, maps without sources, and two documents", async () => {
    const files = await readdir(join(folder, "app"), { recursive: true });
    const maps = await Promise.all(
      files.filter((file) => file.endsWith(".map")).map(async (file) => JSON.parse(await readFile(join(folder, "app", file), "utf8"))),
    );

    expect(files.filter((file) => !/\.js(\.map)?$/.test(file)).toSorted()).toEqual(["chunks", "functions", "host.json", "package.json"]);
    expect(maps.length).toBeGreaterThan(5);
    for (const { sourcesContent, sources } of maps as { sourcesContent?: unknown; sources: string[] }[]) {
      expect(sourcesContent).toBeUndefined();
      expect(
        sources.filter(
          (source) => !/^((\.\.\/)+(src|functions|node_modules)|webpack:\/\/@azure\/functions(-extensions-base)?)\//.test(source),
        ),
      ).toEqual([]);
    }
    expect(packed.files).toBe(files.filter((file) => /\.\w+$/.test(file)).length);
    expect(packed.zippedBytes).toBeLessThan(4 * 2 ** 20);
  });

  it("holds no dev dependency", async () => {
    const { devDependencies } = JSON.parse(await readFile(join(ROOT, "package.json"), "utf8")) as {
      readonly devDependencies: Readonly<Record<string, string>>;
    };
    const maps = globSync("**/*.map", { cwd: join(folder, "app") });
    const sources = (await Promise.all(maps.map((file) => readFile(join(folder, "app", file), "utf8")))).join("\n");
    const inside = [...new Set([...sources.matchAll(/node_modules\/((?:@[^/"]+\/)?[^/"]+)/g)].map(([, name = ""]) => name))];

    expect(inside).toContain("zod");
    expect(inside.filter((name) => name in devDependencies)).toEqual([]);
  });

  it("stands where nothing above it helps", () => {
    const above = [];
    for (let at = join(folder, "app"); at !== dirname(at); at = dirname(at)) above.push(join(at, "node_modules"));

    expect(above.filter(existsSync)).toEqual([]);
  });

  it("registers the functions of the sources, and no other", async () => {
    const files = globSync("functions/*.ts", { cwd: ROOT });
    const registered = (await Promise.all(files.map((file) => readFile(join(ROOT, file), "utf8")))).flatMap((text) =>
      [...text.matchAll(/\bapp\.(timer|storageQueue|eventGrid|http)\("([^"]+)"/g)].map(([, kind = "", name = ""]) => ({
        name,
        trigger: { timer: "timerTrigger", storageQueue: "queueTrigger", eventGrid: "eventGridTrigger", http: "httpTrigger" }[kind],
      })),
    );
    const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1);

    expect(registered.length).toBe(files.length - 1);
    expect([...driven.functions].sort(byName)).toEqual(registered.sort(byName));
  });

  it("runs a timer, a queue, an event and a request with the settings of Bicep and no other", () => {
    const given = Object.keys(environment).filter((name) => !BESIDE.includes(name));

    expect(new Set(given.map((name) => name.replace("WEBHOOK_PLATFORM", "WEBHOOK_*")))).toEqual(new Set(names));
    expect(driven.failures).toEqual([]);
    expect(driven.health).toEqual({ status: 200, body: '{"state":"waiting"}' });
    expect(driven.delivery).toBe(202);
    expect(driven.waitingChecks).toBe(1);
    expect(driven.logged.join("\n")).toMatch(/scan \d{4}-\d\d-\d\d closed: 1 of 1 subscriptions complete/);
  });

  it.for(["MAIL_ENDPOINT", "SMTP_URL"])("takes every setting of Bicep without a complaint, mail going out one way only: no %s", (name) => {
    expect(readSettings({ ...environment, [name]: "" }).problems).toEqual([]);
  });

  it("starts before the secrets are in the vault, and takes no reference for a key", () => {
    const reference = "@Microsoft.KeyVault(SecretUri=https://kv-advisor.vault.azure.net/secrets/link-key)";
    const settings = readSettings({ ...environment, LINK_KEY: reference, SMTP_URL: reference, TEAMS_WEBHOOK_PLATFORM: reference });

    expect(settings.LINK_KEY).toBeUndefined();
    expect(settings.SMTP_URL).toBeUndefined();
    expect([...settings.routing.setAside.keys()]).toEqual(["platform"]);
  });

  it("logs the lines that the alert rules ask for", async () => {
    const alerts = await readFile(join(ROOT, "infra/modules/alerts.bicep"), "utf8");
    const queries = [...alerts.matchAll(/query: '([^']+)'/g)].map(([, query = ""]) => query);
    const wanted = queries.map((query) => ({
      start: /startswith "([^"]+)"/.exec(query)?.[1] ?? "?",
      holds: /contains "([^"]+)"/.exec(query)?.[1] ?? "?",
    }));

    expect(wanted.length).toBe(2);
    for (const { start, holds } of wanted) expect(driven.logged.some((line) => line.startsWith(start) && line.includes(holds))).toBe(true);
  });
});
