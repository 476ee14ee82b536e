import { accessSync, constants, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";

const ROOT = join(import.meta.dirname, "../..");
const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");

interface Azd {
  readonly infra: Readonly<Record<string, string>>;
  readonly services: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly hooks: Readonly<Record<string, { readonly shell: string; readonly run: string }>>;
}

describe("azure.yaml", () => {
  const azd = parse(read("azure.yaml")) as Azd;

  it("deploys one service, to the app that bears its name", () => {
    const [, tag] = /'azd-service-name': '([^']+)'/.exec(read("infra/modules/app.bicep")) ?? [];

    expect(Object.keys(azd.services)).toEqual([tag]);
  });

  it("sends up the folder that the build writes, and builds nothing in Azure", () => {
    const [, folder] = /function stage\(folder = "([^"]+)"\)/.exec(read("build.ts")) ?? [];

    expect(azd.services.advisor).toEqual({ project: ".", language: "ts", host: "function", dist: folder, remoteBuild: false });
    // With such a file azd would build in Azure after all.
    expect(globSync(".funcignore", { cwd: ROOT })).toEqual([]);
  });

  it("runs hooks that are there and can be run, each at its time", () => {
    expect(Object.entries(azd.hooks).map(([when, { run }]) => [when, run.replace("infra/hooks/", "")])).toEqual([
      ["preprovision", "register-sign-in.sh"],
      ["postprovision", "connect-sign-in.sh"],
      ["postdeploy", "subscribe-to-events.sh"],
      ["predown", "remove-what-stands-outside.sh"],
    ]);
    for (const { run } of Object.values(azd.hooks)) accessSync(join(ROOT, run), constants.X_OK);
    expect(globSync("infra/hooks/*", { cwd: ROOT })).toHaveLength(4);
  });

  it("has its templates where it says", () => {
    expect(globSync(`${azd.infra.path}/${azd.infra.module}.{bicep,bicepparam}`, { cwd: ROOT })).toHaveLength(2);
  });
});

describe("host.json", () => {
  const { logging, extensions, functionTimeout } = JSON.parse(read("host.json")) as {
    readonly functionTimeout: string;
    readonly extensions: { readonly queues: Readonly<Record<string, unknown>> };
    readonly logging: { readonly applicationInsights: { readonly samplingSettings: { readonly excludedTypes: string } } };
  };

  it("drops no line that an alert rule looks for", () => {
    expect(logging.applicationInsights.samplingSettings.excludedTypes.split(";")).toContain("Trace");
  });

  it("logs addresses without what stands behind the question mark: a signed link is there", () => {
    expect(Object.keys(logging.applicationInsights)).toEqual(["samplingSettings"]);
  });

  it("gives a message five tries, two minutes apart, and a function ten minutes", () => {
    expect(functionTimeout).toBe("00:10:00");
    expect(extensions.queues).toMatchObject({ maxDequeueCount: 5, visibilityTimeout: "00:02:00", messageEncoding: "base64" });
  });
});

interface Workflow {
  readonly permissions: unknown;
  readonly jobs: Readonly<
    Record<string, { readonly "timeout-minutes"?: number; readonly permissions?: unknown; readonly steps: readonly Step[] }>
  >;
}
interface Step {
  readonly run?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

describe("workflows", () => {
  const paths = globSync(".github/workflows/*.yml", { cwd: ROOT });
  const workflowAt = (path: string): Workflow => parse(read(path)) as Workflow;

  it.for(paths)("%s takes every action by its commit, and names the version", (path) => {
    const uses = [...read(path).matchAll(/uses: (.+)$/gm)].map(([, used = ""]) => used);

    expect(uses.length).toBeGreaterThan(1);
    for (const used of uses) expect(used).toMatch(/^[\w.-]+\/[\w.-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  it.for(paths)("%s may read, ends in time, and leaves no token behind for what npm runs", (path) => {
    const { permissions, jobs } = workflowAt(path);

    expect(permissions).toEqual({ contents: "read" });
    for (const { "timeout-minutes": minutes, steps } of Object.values(jobs)) {
      expect(minutes).toBeLessThanOrEqual(60);
      for (const { uses, with: given } of steps)
        if (uses?.startsWith("actions/checkout@")) expect(given?.["persist-credentials"]).toBe(false);
    }
  });

  it("write only where a release is made", () => {
    const written = paths.flatMap((path) => Object.values(workflowAt(path).jobs).map(({ permissions }) => [path, permissions] as const));

    expect(written.filter(([, permissions]) => permissions !== undefined)).toEqual([
      [".github/workflows/release.yml", { contents: "write", "id-token": "write", attestations: "write" }],
    ]);
  });

  it("and packages are renewed, a week after a release of theirs", () => {
    const { updates } = parse(read(".github/dependabot.yml")) as { updates: Readonly<Record<string, unknown>>[] };

    expect(updates.map((each) => [each["package-ecosystem"], each.directory])).toEqual([
      ["npm", "/"],
      ["github-actions", "/"],
    ]);
    expect(updates[0]?.cooldown).toEqual({ "default-days": 7 });
  });

  it("check before they release, and release what was built then", () => {
    const runs = Object.values(workflowAt(".github/workflows/release.yml").jobs).flatMap(({ steps }) => steps.map(({ run }) => run ?? ""));
    const order = ["npm ci", "npm run check", "npm run package", "npm sbom", "gh release create"];
    const places = order.map((part) => runs.findIndex((run) => run.includes(part)));

    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });
});
