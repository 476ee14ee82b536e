import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import { Ajv2019 } from "ajv/dist/2019.js";
import { parse } from "yaml";
import type { Problem } from "./bicep.ts";

export type DocumentKind = "host.json" | "azure.yaml" | "workflow";

const FILES: Readonly<Record<DocumentKind, string>> = {
  "host.json": "host.json",
  "azure.yaml": "azure.yaml.json",
  workflow: "github-workflow.json",
};

/** Checks documents against published schemas in a folder. Missing where there is no such folder. */
export function documentChecker(folder: string): ((kind: DocumentKind, path: string, text: string) => readonly Problem[]) | undefined {
  if (!existsSync(folder)) return undefined;
  const compiled = new Map<DocumentKind, ValidateFunction>();
  return (kind, path, text) => {
    const validate = compiled.get(kind) ?? compile(kind, readSchema(join(folder, FILES[kind])));
    compiled.set(kind, validate);
    // YAML reads JSON too.
    return validate(parse(text)) ? [] : (validate.errors ?? []).map((error) => ({ where: path, text: said(error) }));
  };
}

type Schema = Readonly<Record<string, unknown>> & { readonly $schema?: string };

/** Schemas of azd's extensions stand elsewhere and are not fetched: what they say of services of theirs is passed over. */
const readSchema = (file: string): Schema =>
  JSON.parse(readFileSync(file, "utf8"), (key, value: unknown) =>
    key === "$ref" && typeof value === "string" && value.startsWith("https:") ? undefined : value,
  ) as Schema;

function compile(kind: DocumentKind, { $schema, $id: _own, ...schema }: Schema): ValidateFunction {
  const options = { strict: false, allErrors: true, validateFormats: false, logger: false } as const;
  const ajv = $schema?.includes("2019-09") ? new Ajv2019(options) : new Ajv(options);
  // The shape of version 2 alone: beside that of version 1 every message would speak of both.
  return ajv.compile(kind === "host.json" ? { definitions: schema.definitions, $ref: "#/definitions/version-2" } : schema);
}

function said({ instancePath, message = "is wrong", params }: ErrorObject): string {
  const place = instancePath === "" ? "the document" : instancePath.slice(1).replaceAll("/", ".");
  const name = (params as { readonly additionalProperty?: string }).additionalProperty;
  return `${place} ${message}${name === undefined ? "" : `: ${name}`}`;
}
