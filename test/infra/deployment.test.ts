import { globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { openBicep } from "../../local/infra/bicep.ts";
import { infraTexts, readInfra } from "../../local/infra/check.ts";
import { inventory, moduleInventory } from "../../local/infra/inventory.ts";
import { drawArchitecture } from "../../local/infra/picture.ts";

const ROOT = join(import.meta.dirname, "../..");
const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");
const files = readInfra(await openBicep(), infraTexts());
const namesIn = (text: string): readonly string[] => [...text.matchAll(/["']([a-z][a-z-]+)["']/g)].map(([, name = ""]) => name);
const variable = (path: string, name: string): string => files.get(path)?.variables.get(name)?.text ?? "";

const hooks = (): string => globSync("infra/hooks/*.sh", { cwd: ROOT }).map(read).join("\n");
const NUMBERS: Readonly<Record<number, string>> = { 11: "eleven", 12: "twelve", 13: "thirteen" };

/** What each call of `src/edge/azure` and each table it asks Resource Graph for needs, as Azure names its operations. */
const ACTIONS: Readonly<Record<string, string>> = {
  "calls.list": "Microsoft.Resources/subscriptions/read",
  "calls.get": "Microsoft.Resources/subscriptions/read",
  "managedClusters.list": "Microsoft.ContainerService/managedClusters/read",
  "managedClusters.get": "Microsoft.ContainerService/managedClusters/read",
  "managedClusters.listKubernetesVersions": "Microsoft.ContainerService/locations/kubernetesVersions/read",
  "maintenanceConfigurations.listByManagedCluster": "Microsoft.ContainerService/managedClusters/maintenanceConfigurations/read",
  "usage.list": "Microsoft.Compute/locations/usages/read",
  "resourceSkus.list": "Microsoft.Compute/skus/read",
  "virtualNetworks.listUsage": "Microsoft.Network/virtualNetworks/usages/read",
  "asked.resources": "Microsoft.ResourceGraph/resources/read",
  "Microsoft.Authorization/locks": "Microsoft.Authorization/locks/read",
  "microsoft.resources/subscriptions": "Microsoft.Resources/subscriptions/read",
  "microsoft.resources/subscriptions/resourcegroups": "Microsoft.Resources/subscriptions/resourceGroups/read",
  "microsoft.containerservice/managedclusters": "Microsoft.ContainerService/managedClusters/read",
  "microsoft.containerservice/managedclusters/scheduledevents": "Microsoft.ContainerService/managedClusters/read",
  "microsoft.compute/disks": "Microsoft.Compute/disks/read",
  "microsoft.network/publicipaddresses": "Microsoft.Network/publicIPAddresses/read",
};
/** Rows of these belong to no subscription and need no role. */
const OPEN_TO_ALL = ["microsoft.compute/skuspotpricehistory/ostype/location", "microsoft.compute/skuspotevictionrate/location"];

describe("a deployment", () => {
  it("makes these resources and gives these roles, each at its scope", async () => {
    const lines = [...inventory(files), "", ...moduleInventory(files)];

    await expect(`${lines.join("\n")}\n`).toMatchFileSnapshot("golden/deployment.txt");
  });

  it("is drawn as it is", async () => {
    await expect(drawArchitecture(files)).toMatchFileSnapshot(join(ROOT, "docs/images/architecture.svg"));
  });

  it("has the tables and queues of the app, and no other", () => {
    const store = read("src/edge/store/index.ts");
    const [, listed = ""] = /const QUEUES = (\[[^\]]*\])/.exec(store) ?? [];
    const tables = [...store.matchAll(/\btable\("([a-z]+)"\)/g)].map(([, name = ""]) => name);
    const queues = namesIn(listed).flatMap((name) => [name, `${name}-poison`]);

    expect(tables.length).toBeGreaterThan(10);
    expect(new Set(namesIn(variable("infra/modules/storage.bicep", "tables")))).toEqual(new Set(tables));
    expect(namesIn(variable("infra/modules/storage.bicep", "queues"))).toEqual(queues);
  });

  it("may read what the app reads, and nothing else, by the role of its own", () => {
    const sources = globSync("src/edge/azure/*.ts", { cwd: ROOT })
      .map((file) => read(join("src/edge/azure", file.split(/[\\/]/).at(-1) ?? "")))
      .join("\n");
    const calls = [...sources.matchAll(/\(\) =>\s*(?:client\.)?([a-zA-Z]+\.[a-zA-Z]+)\(/g)].map(([, call = ""]) => call);
    const direct = [...sources.matchAll(/\/providers\/([A-Z][\w.]+\/\w+)\?/g)].map(([, type = ""]) => type);
    const types = [...sources.matchAll(/["'](microsoft\.[a-z]+\/[a-z/]+)["']/g)].map(([, type = ""]) => type);
    const used = new Set([...calls, ...direct, ...types].filter((name) => !OPEN_TO_ALL.includes(name)));

    expect(calls.length).toBeGreaterThan(8);
    expect(used).toEqual(new Set(Object.keys(ACTIONS)));
    expect(new Set(JSON.parse(read("infra/read-actions.json")))).toEqual(new Set(Object.values(ACTIONS)));
  });

  it("sends events to a function that exists, with filters that Event Grid takes", () => {
    const events = read("infra/events.bicep");
    const [, target] = /functions\/([a-z-]+)'/.exec(read("infra/modules/event-subscription.bicep")) ?? [];
    const values = [...events.matchAll(/values: \[([^\]]*)\]/g)].map(([, list = ""]) => [...list.matchAll(/'([^']+)'/g)].length);

    expect(globSync("functions/*.ts", { cwd: ROOT }).map((file) => file.split(/[\\/]/).at(-1))).toContain(`${target}.ts`);
    expect(values).toEqual([1, 4]);
  });

  it("asks for what the app hears of: writes and actions that fail, too, and every word of a cluster's own topic", () => {
    const asked = [...read("infra/events.bicep").matchAll(/eventTypes: \[([^\]]*)\]/g)].flatMap(([, list = ""]) =>
      [...list.matchAll(/'([^']+)'/g)].map(([, type = ""]) => type),
    );
    const own = [...read("src/edge/events/aks-event.ts").matchAll(/^ {2}(\w+): \{ kind:/gm)].map(
      ([, word]) => `microsoft.containerservice.${word}`,
    );
    const resources = ["writesuccess", "writefailure", "deletesuccess", "actionsuccess", "actionfailure"];

    expect(new Set(asked.map((type) => type.toLowerCase()))).toEqual(
      new Set([
        ...own,
        ...resources.map((word) => `microsoft.resources.resource${word}`),
        "microsoft.resourcenotifications.containerserviceeventresources.scheduledeventemitted",
      ]),
    );
  });

  it("gives both readers the same actions, from a file that is there", () => {
    const loaded = [...files.values()].flatMap(({ path, root }) =>
      [...root.text.matchAll(/loadJsonContent\('([^']+)'\)/g)].map(([, file = ""]) => join(dirname(path), file)),
    );

    expect(loaded).toEqual(["infra/read-actions.json", "infra/read-actions.json"]);
  });

  it("puts undelivered events into a container that it makes", () => {
    expect(variable("infra/events.bicep", "deadLetterContainer")).toBe(variable("infra/modules/storage.bicep", "deadLetterContainer"));
  });

  it("leaves only health and Event Grid's door outside the sign-in", () => {
    const [, paths = ""] = /excludedPaths: \[([^\]]*)\]/.exec(read("infra/modules/app.bicep")) ?? [];

    expect([...paths.matchAll(/'([^']+)'/g)].map(([, path]) => path)).toEqual([
      "/api/health",
      "/runtime/webhooks/EventGrid",
      "/runtime/webhooks/eventgrid",
    ]);
  });

  it("describes every parameter, and gives those of the templates a default where one can be", () => {
    const params = [...files.values()].flatMap(({ path, params: own }) => [...own].map(([name, param]) => ({ path, name, param })));
    const templates = params.filter(({ path }) => !path.includes("/modules/"));

    expect(params.flatMap(({ path, name, param }) => (param.description ? [] : [`${path} ${name}`]))).toEqual([]);
    expect(templates.flatMap(({ path, name, param }) => (param.fallback ? [] : [`${path} ${name}`]))).toEqual([
      "infra/events.bicep appId",
      "infra/events.bicep storageId",
      "infra/management-group.bicep principalId",
    ]);
  });

  it("hands the hooks of azd what they ask for", () => {
    const outputs = new Set(files.get("infra/main.bicep")?.outputs.keys());
    const asked = globSync("infra/hooks/*.sh", { cwd: ROOT }).flatMap((file) =>
      [...read(file).matchAll(/\$\{?((?:ADVISOR|AZURE)_[A-Z_]+)(:-)?/g)].map(([, name = "", optional]) => ({ name, optional })),
    );
    const fromAzd = ["AZURE_ENV_NAME", "AZURE_LOCATION", "AZURE_SUBSCRIPTION_ID"];
    // Set by the first hook, and behind a question whether it did.
    const own = ["ADVISOR_SIGN_IN_CLIENT_ID", "ADVISOR_EXISTING_TOPIC", "ADVISOR_EXISTING_TOPIC_GROUP"];
    const must = new Set(asked.filter(({ optional }) => !optional).map(({ name }) => name));

    expect(must.size).toBeGreaterThan(5);
    expect([...must].filter((name) => !outputs.has(name) && !fromAzd.includes(name) && !own.includes(name))).toEqual([]);
  });

  it("is described by commands that fit: files, parameters, names of the environment", () => {
    const [, deploy = ""] = /\n## Deploy\n([\s\S]*?)\n## /.exec(read("README.md")) ?? [];
    const paths = [...deploy.matchAll(/\b(infra\/[\w./-]+\w)/g)].map(([, path = ""]) => path);
    const commands = [...deploy.matchAll(/--template-file (infra\/\S+) --parameters ([^\n`]+)/g)];
    const strangers = commands.flatMap(([, file = "", given = ""]) =>
      [...given.matchAll(/(?:^| )([a-zA-Z]+)=/g)].flatMap(([, name = ""]) =>
        files.get(file)?.params.has(name) ? [] : [`${file} ${name}`],
      ),
    );
    const known = [...(files.get("infra/main.bicep")?.outputs.keys() ?? [])].join(" ") + read("infra/main.bicepparam") + hooks();
    const names = [...deploy.matchAll(/\b((?:ADVISOR|AZURE)_[A-Z_]+)/g)].map(([, name = ""]) => name);

    expect(commands.length).toBe(3);
    expect(strangers).toEqual([]);
    expect(paths.filter((path) => globSync(path, { cwd: ROOT }).length === 0)).toEqual([]);
    expect(names.filter((name) => !known.includes(name))).toEqual([]);
    expect(read("README.md")).toContain(`[${NUMBERS[JSON.parse(read("infra/read-actions.json")).length]} read actions]`);
  });

  it("reads no name of the environment that nobody is told of", () => {
    const [, deploy = ""] = /\n## Deploy\n([\s\S]*?)\n## /.exec(read("README.md")) ?? [];
    const asked = [...read("infra/main.bicepparam").matchAll(/readEnvironmentVariable\('(\w+)'/g)].map(([, name = ""]) => name);
    const told = (name: string) => new RegExp(`\\b${name}\\b`).test(deploy);

    expect(asked.length).toBeGreaterThan(8);
    // azd sets it by itself.
    expect(asked.filter((name) => !told(name) && name !== "AZURE_ENV_NAME")).toEqual([]);
  });
});
