/** A Kubernetes version; `patch` is missing where Azure names only the minor (`1.28`). */
export interface KubernetesVersion {
  readonly major: number;
  readonly minor: number;
  readonly patch?: number;
}

/** Nothing when the text is not a version. A leading `v` and a suffix such as `-preview` are passed over. */
export function kubernetesVersion(text: string): KubernetesVersion | undefined {
  const match = /^v?(\d+)\.(\d+)(?:\.(\d+))?(?:[-+].*)?$/.exec(text.trim());
  if (!match) return undefined;
  const [, major, minor, patch] = match;
  return { major: Number(major), minor: Number(minor), ...(patch === undefined ? {} : { patch: Number(patch) }) };
}

/** `1.34`, the form support calendars are kept in. */
export const minorText = (version: KubernetesVersion): string => `${version.major}.${version.minor}`;

export const versionText = (version: KubernetesVersion): string =>
  version.patch === undefined ? minorText(version) : `${minorText(version)}.${version.patch}`;

/** How many minors `a` is ahead of `b`; AKS has only ever had major 1. */
export const minorsAhead = (a: KubernetesVersion, b: KubernetesVersion): number => (a.major - b.major) * 1000 + (a.minor - b.minor);

export const isAtLeast = (version: KubernetesVersion, major: number, minor: number): boolean =>
  version.major > major || (version.major === major && version.minor >= minor);
