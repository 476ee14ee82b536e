import type { Region } from "./names.ts";
import type { KubernetesVersion } from "./version.ts";

/** The Kubernetes versions AKS offers in a region, the newest minor first. A cluster may still run one that is no longer offered. */
export interface VersionCatalogue {
  readonly region: Region;
  readonly minors: readonly OfferedMinor[];
  /** False when Azure named a version that we could not read: what is not in `minors` may then be offered all the same. */
  readonly isComplete: boolean;
}

export interface OfferedMinor {
  /** Without a patch. */
  readonly version: KubernetesVersion;
  /** The plans it is supported by: a minor that is left to `lts` is no longer offered to other clusters. Empty in old answers. */
  readonly plans: readonly ("community" | "lts")[];
  /** What a cluster gets that asks for no version. */
  readonly isDefault: boolean;
  readonly isPreview: boolean;
  /** The newest first. */
  readonly patches: readonly OfferedPatch[];
}

export interface OfferedPatch {
  readonly version: KubernetesVersion;
  /** Where a control plane may go from here in one step, the newest first. */
  readonly upgrades: readonly KubernetesVersion[];
}
