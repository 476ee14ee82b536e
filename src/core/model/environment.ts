/** What a cluster is for, and what says so: the tag `env=prod`, or the pattern `dev-*` that its name has. */
export type Environment =
  | { readonly kind: "unmarked" }
  | { readonly kind: "production" | "non-production"; readonly mark: string; readonly by: "tag" | "name" };

/** How production is told from the rest. Everything is compared without case. */
export interface EnvironmentSettings {
  /** Names of cluster tags whose value says it. */
  readonly tags: readonly string[];
  readonly production: EnvironmentMarks;
  readonly nonProduction: EnvironmentMarks;
}

export interface EnvironmentMarks {
  /** Values of those tags, compared without `-` and `_` too. */
  readonly values: readonly string[];
  /** Cluster names, where `*` stands for any text; `rg-dev/*` names the resource group too. */
  readonly names: readonly string[];
}
