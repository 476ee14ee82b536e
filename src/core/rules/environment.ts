import type { Cluster } from "../model/cluster.ts";
import type { Environment, EnvironmentSettings } from "../model/environment.ts";
import { SEVERITIES, type Severity } from "../model/finding.ts";

export type { Environment } from "../model/environment.ts";

/** A convention of ours, as of 2026-11-20; nothing in Azure defines it. */
export const DEFAULT_ENVIRONMENT: EnvironmentSettings = {
  tags: ["environment", "env", "stage", "tier", "landscape"],
  production: { values: ["production", "prod", "prd", "live"], names: [] },
  nonProduction: {
    values: [
      ...["development", "develop", "dev", "test", "testing", "tst", "qa", "uat", "acceptance", "acc", "int", "integration"],
      ...["staging", "stage", "stg", "preproduction", "preprod", "nonproduction", "nonprod"],
      ...["sandbox", "sbx", "lab", "demo", "poc", "ci", "playground", "experimental"],
    ],
    names: [],
  },
};

type Marked = Pick<Cluster, "tags"> & Partial<Pick<Cluster, "name" | "resourceGroup" | "environment">>;

/** As it was worked out for the view that is judged; without one, by the convention. */
export const environmentOf = (cluster: Marked): Environment => cluster.environment ?? environmentBy(DEFAULT_ENVIRONMENT, cluster);

/** A tag outweighs the name. Tags that contradict each other mean production, the graver reading; so do names. */
export function environmentBy(settings: EnvironmentSettings, { tags, name = "", resourceGroup = "" }: Marked): Environment {
  const keys = new Set(settings.tags.map(plain));
  const marks = Object.entries(tags).filter(([key]) => keys.has(plain(key)));
  for (const { kind, values } of kinds(settings)) {
    const said = new Set(values.map(plain));
    const mark = marks.find(([, value]) => said.has(plain(value)))?.join("=");
    if (mark !== undefined) return { kind, mark, by: "tag" };
  }
  for (const { kind, names } of kinds(settings)) {
    const mark = names.find((pattern) => hasShape(pattern.includes("/") ? `${resourceGroup}/${name}` : name, pattern));
    if (mark !== undefined) return { kind, mark, by: "name" };
  }
  return { kind: "unmarked" };
}

const kinds = ({ production, nonProduction }: EnvironmentSettings) =>
  [
    { kind: "production", ...production },
    { kind: "non-production", ...nonProduction },
  ] as const;

/** `*` stands for any text. Without a regular expression, which a pattern of many stars could keep busy for ever. */
function hasShape(text: string, pattern: string): boolean {
  const [start = "", ...others] = pattern.trim().toLowerCase().split("*");
  const end = others.pop();
  let rest = text.toLowerCase();
  if (end === undefined) return rest === start;
  if (!rest.startsWith(start) || !rest.slice(start.length).endsWith(end)) return false;
  rest = rest.slice(start.length, rest.length - end.length);
  for (const part of others) {
    const at = rest.indexOf(part);
    if (at < 0) return false;
    rest = rest.slice(at + part.length);
  }
  return true;
}

/** For rules that are one step milder outside production; a cluster that is not marked counts as production. */
export const severityIn = (environment: Environment, severity: Severity): Severity =>
  environment.kind === "non-production" ? (SEVERITIES[SEVERITIES.indexOf(severity) - 1] ?? "info") : severity;

export const environmentText = (environment: Environment): string =>
  environment.kind === "unmarked" ? "not marked: judged as production" : `${environment.kind} (${environment.by} ${environment.mark})`;

const plain = (text: string): string => text.trim().toLowerCase().replaceAll(/[-_]/g, "");
