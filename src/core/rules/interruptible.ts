import type { NodePool } from "../model/cluster.ts";

/**
 * How a team says that a pool's work may be interrupted: a tag, label or taint of the node pool itself. Compared without
 * case; in keys of labels and taints only the part behind the last `/` counts. A convention of ours, as of 2026-11-20.
 */
const KEYS = new Set(["workload", "criticality", "environment", "env", "purpose"]);
const VALUES = new Set(["interruptible", "batch", "dev", "test", "sandbox", "ci", "spot-ok"]);
/** Keys that say it themselves; a taint needs no value then. */
const SPEAKING_KEYS = new Set(["interruptible", "spot-ok", "batch", "ci"]);
const YES = new Set(["true", "yes", "1"]);
const NO = new Set(["false", "no", "0"]);

export type Interruptible = { readonly kind: "marked"; readonly mark: string } | { readonly kind: "refused" | "unmarked" };

/** `refused`: a speaking key says no, which outweighs every other mark. */
export function interruptible(pool: Pick<NodePool, "tags" | "labels" | "taints">): Interruptible {
  const marks = marksOf(pool);
  if (marks.some(({ key, value }) => SPEAKING_KEYS.has(key) && NO.has(value))) return { kind: "refused" };
  const found = marks.find(says);
  return found ? { kind: "marked", mark: found.text } : { kind: "unmarked" };
}

interface Mark {
  readonly key: string;
  readonly value: string;
  readonly isTaint: boolean;
  readonly text: string;
}

const says = ({ key, value, isTaint }: Mark): boolean =>
  (KEYS.has(key) && VALUES.has(value)) || (SPEAKING_KEYS.has(key) && (YES.has(value) || (isTaint && value === "")));

function marksOf({ tags, labels, taints }: Pick<NodePool, "tags" | "labels" | "taints">): Mark[] {
  return [
    ...Object.entries(tags).map(([key, value]) => mark("tag", key, value)),
    ...Object.entries(labels).map(([key, value]) => mark("label", key, value)),
    ...taints.map((taint) => {
      const [pair = ""] = taint.split(":");
      const [key = "", value = ""] = pair.split("=");
      return { ...mark("taint", key, value), text: `taint ${taint}` };
    }),
  ];
}

const mark = (where: "tag" | "label" | "taint", key: string, value: string): Mark => ({
  key: (where === "tag" ? key : (key.split("/").at(-1) ?? key)).trim().toLowerCase(),
  value: value.trim().toLowerCase(),
  isTaint: where === "taint",
  text: `${where} ${key}=${value}`,
});
