import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { armState } from "../../local/arm/index.ts";
import { startWorld, type World } from "../../local/world.ts";
import { signLink } from "../../src/app/link-token.ts";
import { day } from "../../src/core/model/time.ts";
import { principalHeader } from "../support/signed-in.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld({ state: armState(), channels: ["platform"], startsAt: "2026-11-23T01:00:00Z", bundle: inject("bundle") });
});
afterAll(() => world.close());

describe("the built bundle", () => {
  it("registers exactly these functions", () => {
    const table = world.host.functions
      .map(({ name, bindings, retry }) => {
        const [trigger = { type: "" }] = Object.values(bindings).filter(({ direction }) => direction === "in");
        const { type, schedule, queueName, connection, methods, authLevel, route, runOnStartup } = trigger;
        return JSON.parse(
          JSON.stringify({
            name,
            type,
            schedule,
            queueName,
            connection,
            methods,
            authLevel,
            route,
            runOnStartup,
            retries: retry?.maxRetryCount,
          }),
        );
      })
      .sort((a, b) => (a.name < b.name ? -1 : 1));

    expect(table).toEqual([
      { name: "check-cluster", type: "queueTrigger", queueName: "check-cluster", connection: "AzureWebJobsStorage" },
      { name: "check-cluster-poison", type: "queueTrigger", queueName: "check-cluster-poison", connection: "AzureWebJobsStorage" },
      { name: "cluster-changed", type: "eventGridTrigger" },
      { name: "deliver", type: "timerTrigger", schedule: "0 */15 * * * *" },
      { name: "findings", type: "httpTrigger", methods: ["GET", "HEAD"], authLevel: "anonymous" },
      { name: "health", type: "httpTrigger", methods: ["GET", "HEAD"], authLevel: "anonymous" },
      { name: "nightly-scan", type: "timerTrigger", schedule: "%SCAN_SCHEDULE_UTC%", retries: 5 },
      { name: "poll-changes", type: "timerTrigger", schedule: "0 */10 * * * *" },
      { name: "report", type: "httpTrigger", methods: ["GET", "HEAD"], authLevel: "anonymous", route: "report/{page?}" },
      { name: "scan-subscription", type: "queueTrigger", queueName: "scan-subscription", connection: "AzureWebJobsStorage" },
      { name: "scan-subscription-poison", type: "queueTrigger", queueName: "scan-subscription-poison", connection: "AzureWebJobsStorage" },
      { name: "snooze", type: "httpTrigger", methods: ["GET", "HEAD", "POST"], authLevel: "anonymous" },
    ]);
  });

  it("is a folder that needs nothing else: host.json, three fields, code", async () => {
    const files = (await readdir(world.folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
    const kinds = new Set(files.map(({ name }) => name.replace(/^.*?((\.js)?\.[a-z]+)$/, "$1")));

    expect(kinds).toEqual(new Set([".js", ".js.map", ".json"]));
    expect(JSON.parse(await readFile(join(world.folder, "package.json"), "utf8"))).toEqual({
      name: "aks-advisor",
      type: "module",
      main: "functions/*.js",
    });
    expect(JSON.parse(await readFile(join(world.folder, "host.json"), "utf8"))).toMatchObject({
      extensions: { queues: { messageEncoding: "base64", maxDequeueCount: 5 } },
    });
  });

  it("keeps the Azure SDKs and what sends mails out of what every start loads", async () => {
    const triggers = await readdir(join(world.folder, "functions"));
    const reached = new Set<string>();
    const follow = async (file: string): Promise<void> => {
      if (reached.has(file)) return;
      reached.add(file);
      const code = await readFile(file, "utf8");
      for (const [, specifier = ""] of code.matchAll(/(?:^|\n)import\s*(?:[^"'()]*?from\s*)?"(\.[^"]+)"/g))
        await follow(join(file, "..", specifier));
    };
    for (const trigger of triggers.filter((name) => name.endsWith(".js"))) await follow(join(world.folder, "functions", trigger));
    const read = async (files: readonly string[]) => (await Promise.all(files.map((file) => readFile(file, "utf8")))).join("\n");
    const chunks = (await readdir(join(world.folder, "chunks"))).map((name) => join(world.folder, "chunks", name));
    const eager = await read([...reached]);
    const later = await read(chunks.filter((file) => file.endsWith(".js") && !reached.has(file)));

    for (const sdk of [
      "ContainerServiceClient",
      "ComputeManagementClient",
      "NetworkManagementClient",
      "ManagedIdentityCredential",
      "TableServiceClient",
      "QueueServiceClient",
      ...["EmailClient", "SMTPConnection", "MailComposer"],
    ]) {
      const made = new RegExp(`class _?${sdk}\\b|\\b${sdk} = class\\b`);
      expect(eager).not.toMatch(made);
      expect(later).toMatch(made);
    }
    expect(reached.size).toBeGreaterThan(5);
  });

  it.for([
    "/api/report",
    "/api/report/cluster",
    "/api/report/finding?id=x",
    "/api/findings",
    "/api/findings?format=csv",
    "/api/snooze?id=x",
  ])("has no page at %s where nothing is set: not for a principal, not for a link, by no method", async (path) => {
    const key = "a key of more than thirty-two characters";
    const link = signLink({ route: "platform", until: day("2026-12-05") }, key);
    const headers = {
      "x-ms-client-principal": principalHeader(),
      origin: "https://localhost",
      "content-type": "application/x-www-form-urlencoded",
    };
    for (const method of ["GET", "HEAD", "POST"]) {
      const answer = await world.host.request(method, `${path}${path.includes("?") ? "&" : "?"}link=${link}`, {
        headers,
        ...(method === "POST" ? { body: "kind=accepted" } : {}),
      });

      expect(answer).toMatchObject({ status: 404, body: "" });
    }
  });

  it("answers health before the first scan, in as few words as are asked for", async () => {
    expect(await world.host.request("GET", "/api/health")).toMatchObject({
      status: 200,
      headers: { "cache-control": "no-store", "x-content-type-options": "nosniff" },
      body: '{"state":"waiting"}',
    });
    expect(await world.host.request("HEAD", "/api/health")).toMatchObject({ status: 200, body: "" });
  });
});
