import type { Cluster } from "../model/cluster.ts";
import { SEVERITIES, type Severity } from "../model/finding.ts";

/**
 * Who is production, by tags of the cluster. Keys and values are compared without case and without `-` and `_`.
 * A convention of ours, as of 2026-11-20; nothing in Azure defines it.
 */
const KEYS = new Set(["environment", "env", "stage", "tier", "landscape"]);
const PRODUCTION = new Set(["production", "prod", "prd", "live"]);
const NON_PRODUCTION = new Set([
  ...["development", "develop", "dev", "test", "testing", "tst", "qa", "uat", "acceptance", "acc", "int", "integration"],
  ...["staging", "stage", "stg", "preproduction", "preprod", "nonproduction", "nonprod"],
  ...["sandbox", "sbx", "lab", "demo", "poc", "ci", "playground", "experimental"],
]);

/** With the tag that says so, `env=prod`. */
export type Environment = { readonly kind: "unmarked" } | { readonly kind: "production" | "non-production"; readonly mark: string };

/** Tags that contradict each other mean production: the graver reading. */
export function environmentOf({ tags }: Pick<Cluster, "tags">): Environment {
  const marks = Object.entries(tags).filter(([key]) => KEYS.has(plain(key)));
  const markBy = (values: ReadonlySet<string>) => marks.find(([, value]) => values.has(plain(value)))?.join("=");
  const production = markBy(PRODUCTION);
  if (production !== undefined) return { kind: "production", mark: production };
  const lesser = markBy(NON_PRODUCTION);
  return lesser === undefined ? { kind: "unmarked" } : { kind: "non-production", mark: lesser };
}

/** For rules that are one step milder outside production; a cluster that is not marked counts as production. */
export const severityIn = (environment: Environment, severity: Severity): Severity =>
  environment.kind === "non-production" ? (SEVERITIES[SEVERITIES.indexOf(severity) - 1] ?? "info") : severity;

export const environmentText = (environment: Environment): string =>
  environment.kind === "unmarked" ? "not marked by a tag: judged as production" : `${environment.kind} (tag ${environment.mark})`;

const plain = (text: string): string => text.trim().toLowerCase().replaceAll(/[-_]/g, "");
