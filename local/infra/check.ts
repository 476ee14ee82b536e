import { globSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { REAL } from "../real.ts";
import { type BicepFile, openBicep, type Problem, type ReadBicep } from "./bicep.ts";
import { declarationProblems } from "./declarations.ts";
import { type DocumentKind, documentChecker } from "./documents.ts";
import { circleProblems, moduleProblems } from "./module-uses.ts";
import { paramsFileProblems } from "./params-file.ts";
import { readResourceTypes } from "./resource-types.ts";
import { roleProblems } from "./roles.ts";
import { secretProblems } from "./secrets.ts";
import { SETTINGS_PAGE, settingProblems } from "./setting-problems.ts";
import { symbolProblems } from "./symbols.ts";
import { typeProblems } from "./type-problems.ts";

export interface Checked {
  readonly problems: readonly Problem[];
  /** What was looked at, and what could not be, a plain line each. */
  readonly lines: readonly string[];
}

/** Files by their path in the project. A test gives them with a mistake in one. */
export type Texts = ReadonlyMap<string, string>;

const ROOT = resolve(import.meta.dirname, "../..");

/** Everything that says how the app is deployed. */
export function infraTexts(root = ROOT): Texts {
  const paths = [
    ...globSync(["infra/**/*.{bicep,bicepparam}", ".github/workflows/*.yml"], { cwd: root }),
    ...["host.json", "azure.yaml", SETTINGS_PAGE],
  ];
  return new Map(paths.toSorted((a, b) => (a < b ? -1 : 1)).map((path) => [path, readFileSync(join(root, path), "utf8")]));
}

export const readInfra = (read: ReadBicep, texts: Texts): ReadonlyMap<string, BicepFile> =>
  new Map([...texts].flatMap(([path, text]) => (path.endsWith(".bicep") ? [[path, read(path, text)]] : [])));

/** All that can be checked without Azure, its compiler and its host. The grammar, types and schemas are read once. */
export async function openChecker(): Promise<(texts: Texts) => Checked> {
  const read = await openBicep();
  const types = readResourceTypes(join(REAL, "bicep-types"));
  const checkDocument = documentChecker(join(REAL, "schemas"));

  return (texts) => {
    const files = readInfra(read, texts);
    const bicep = [...files.values()];
    const documents = documentsOf(texts);
    const declared = bicep.reduce((sum, { resources }) => sum + resources.length, 0);
    return {
      problems: [
        ...bicep.flatMap((file) => [
          ...[...file.problems, ...symbolProblems(file), ...declarationProblems(file)],
          ...[...moduleProblems(file, files), ...roleProblems(file)],
        ]),
        ...(types ? bicep.flatMap((file) => typeProblems(file, types)) : []),
        ...circleProblems(files),
        ...givenParams(read, texts, files),
        ...secretProblems(files),
        ...settingProblems(files, texts.get(SETTINGS_PAGE) ?? ""),
        ...(checkDocument ? documents.flatMap(({ kind, path, text }) => checkDocument(kind, path, text)) : []),
      ],
      lines: [
        `${bicep.length} Bicep files with ${declared} resources: syntax, names, modules, parameters, roles, secrets, settings`,
        types ? `types of ${types.bodies.size} resources` : `types of resources: not checked, there is no ${join(REAL, "bicep-types")}`,
        checkDocument
          ? `${documents.map(({ path }) => path).join(", ")} against their schemas`
          : `schemas of host.json, azure.yaml and workflows: not checked, there is no ${join(REAL, "schemas")}`,
      ],
    };
  };
}

interface GivenDocument {
  readonly kind: DocumentKind;
  readonly path: string;
  readonly text: string;
}

const documentsOf = (texts: Texts): readonly GivenDocument[] =>
  [...texts].flatMap(([path, text]) => {
    const kind = kindOfDocument(path);
    return kind ? [{ kind, path, text }] : [];
  });

function kindOfDocument(path: string): DocumentKind | undefined {
  if (path === "host.json" || path === "azure.yaml") return path;
  return path.startsWith(".github/workflows/") ? "workflow" : undefined;
}

function givenParams(read: ReadBicep, texts: Texts, files: ReadonlyMap<string, BicepFile>): readonly Problem[] {
  return [...texts].flatMap(([path, text]) => {
    if (!path.endsWith(".bicepparam")) return [];
    const template = files.get(path.replace(/param$/, ""));
    return template ? paramsFileProblems(read, { path, text }, template) : [{ where: path, text: "there is no template of that name" }];
  });
}
