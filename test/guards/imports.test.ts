import { globSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "../..");

/**
 * Which room may import which: data flows one way. A room is the first folder below src, and two levels deep in core and
 * edge. `packages` are npm packages a room may load at run time; type-only imports of packages are free outside model and calc.
 */
const ROOMS: Readonly<Record<string, { readonly rooms: readonly string[]; readonly packages: readonly string[] }>> = {
  "core/model": { rooms: [], packages: [] },
  "core/calc": { rooms: ["core/model"], packages: [] },
  "core/plan": { rooms: ["core/model", "core/calc"], packages: [] },
  "core/rules": { rooms: ["core/model", "core/calc", "core/plan"], packages: [] },
  "core/findings": { rooms: ["core/model"], packages: [] },
  "core/digest": { rooms: ["core/model", "core/calc", "core/plan"], packages: [] },
  render: { rooms: ["core/model", "core/calc", "core/digest"], packages: ["csv-stringify", "d3-scale", "d3-shape"] },
  "edge/wire": { rooms: ["core/model"], packages: ["zod"] },
  "edge/azure": {
    rooms: ["core/model", "edge/wire"],
    packages: [
      "@azure/arm-compute",
      "@azure/arm-containerservice",
      "@azure/arm-network",
      "@azure/arm-resourcegraph",
      "@azure/arm-resources-subscriptions",
      "p-limit",
      "zod",
    ],
  },
  "edge/events": { rooms: ["core/model", "edge/wire"], packages: ["zod"] },
  "edge/prices": { rooms: ["core/model", "edge/wire"], packages: ["zod"] },
  "edge/store": { rooms: ["core/model", "edge/wire"], packages: ["@azure/data-tables", "@azure/storage-queue", "zod"] },
  "edge/notify": { rooms: ["core/model", "edge/wire"], packages: ["@azure/communication-email", "nodemailer"] },
  app: {
    rooms: [
      "core/model",
      "core/calc",
      "core/plan",
      "core/rules",
      "core/findings",
      "core/digest",
      "render",
      "edge/wire",
      "edge/azure",
      "edge/events",
      "edge/prices",
      "edge/store",
      "edge/notify",
    ],
    packages: ["@azure/identity", "p-limit", "zod"],
  },
  functions: { rooms: ["app"], packages: ["@azure/functions"] },
};

interface Import {
  readonly file: string;
  readonly line: number;
  readonly specifier: string;
  readonly isType: boolean;
}

function importsOf(file: string): readonly Import[] {
  const text = readFileSync(join(ROOT, file), "utf8");
  const pattern =
    /(?:^|\n)\s*(?:import|export)\s+(type\s)?[^;"']*?from\s*"([^"]+)"|(?:^|[^.\w])import\s*\(\s*"([^"]+)"\s*\)|(?:^|\n)\s*import\s+"([^"]+)"/g;
  return [...text.matchAll(pattern)].map((match) => ({
    file,
    line: text.slice(0, match.index).split("\n").length,
    specifier: match[2] ?? match[3] ?? match[4] ?? "",
    isType: match[1] !== undefined,
  }));
}

function roomOf(file: string): string {
  const parts = file.split("/");
  if (parts[0] === "functions") return "functions";
  return parts[1] === "core" || parts[1] === "edge" ? `${parts[1]}/${parts[2]}` : (parts[1] ?? "");
}

const packageOf = (specifier: string): string =>
  specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");

function offence({ file, specifier, isType }: Import): string | undefined {
  const room = roomOf(file);
  const allowed = ROOMS[room];
  if (!allowed) return `${room} is not a room of the table`;
  if (specifier.startsWith(".")) {
    if (!specifier.endsWith(".ts")) return `${specifier} does not name its file`;
    const target = roomOf(relative(ROOT, join(ROOT, dirname(file), specifier)));
    return target === room || allowed.rooms.includes(target) ? undefined : `${room} may not import ${target}`;
  }
  if (specifier.startsWith("node:")) return room.startsWith("core/") ? `${room} may not import ${specifier}` : undefined;
  if (isType && room !== "core/model" && room !== "core/calc") return undefined;
  return allowed.packages.includes(packageOf(specifier)) ? undefined : `${room} may not load ${specifier}`;
}

describe("imports", () => {
  const files = [...globSync("src/**/*.ts", { cwd: ROOT }), ...globSync("functions/**/*.ts", { cwd: ROOT })];
  const imports = files.flatMap(importsOf);

  it("are found in every room", () => {
    const rooms = new Set(imports.map(({ file }) => roomOf(file)));

    expect([...rooms].filter((room) => !(room in ROOMS))).toEqual([]);
    expect(Object.keys(ROOMS).filter((room) => !rooms.has(room))).toEqual([]);
    expect(imports.length).toBeGreaterThan(100);
  });

  it("go only where the table of rooms lets them", () => {
    const offences = imports.flatMap((each) => {
      const what = offence(each);
      return what === undefined ? [] : [`${each.file}:${each.line} ${what}`];
    });

    expect(offences).toEqual([]);
  });

  it.for([
    { file: "src/core/calc/x.ts", specifier: "../rules/rule.ts", isType: true, says: "core/calc may not import core/rules" },
    { file: "src/core/digest/x.ts", specifier: "zod", isType: false, says: "core/digest may not load zod" },
    { file: "src/core/model/x.ts", specifier: "node:fs", isType: false, says: "core/model may not import node:fs" },
    { file: "src/edge/store/x.ts", specifier: "../azure/index.ts", isType: true, says: "edge/store may not import edge/azure" },
    { file: "functions/x.ts", specifier: "../src/core/model/time.ts", isType: true, says: "functions may not import core/model" },
  ])("a line of $file that takes $specifier is an offence", ({ says, ...line }) => {
    expect(offence({ ...line, line: 1 })).toBe(says);
  });
});

describe("Azure SDKs", () => {
  it("are loaded on first use, never when a module is", () => {
    const eager = globSync("src/**/*.ts", { cwd: ROOT })
      .flatMap((file) =>
        [...readFileSync(join(ROOT, file), "utf8").matchAll(/^import (?!type\b)[^;]*from "(@azure\/[^"]+)"/gm)].map(
          ([, name]) => `${file} ${name}`,
        ),
      )
      .filter((line) => !line.includes("@azure/functions"));

    expect(eager).toEqual([]);
  });
});
