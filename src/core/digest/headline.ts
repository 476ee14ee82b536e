import type { News } from "./news.ts";
import { counted } from "./words.ts";

/** `7 new · 1 worse · 2 resolved`: findings, not rows. What is zero is left out. */
export function changesHeadline({ soon, fresh, worse, joined, resolved }: News): string {
  const isNew = ({ told }: News["soon"][number]): boolean => told?.state !== "open";
  const nearer = soon.filter((item) => !isNew(item)).length;
  const clusters = clusterCount(joined);
  const parts: readonly (readonly [number, string])[] = [
    [fresh.length + soon.length - nearer, `${fresh.length + soon.length - nearer} new`],
    [worse.length, `${worse.length} worse`],
    [resolved.length, `${resolved.length} resolved`],
    [nearer, `${counted(nearer, "date")} nearer`],
    [joined.length, `${joined.length} in ${clusters > 1 ? `${clusters} new clusters` : "a new cluster"}`],
  ];
  return parts.flatMap(([count, text]) => (count > 0 ? [text] : [])).join(" · ");
}

/** `Baseline: 231 findings in 14 clusters. The ten that matter most:` */
export function baselineHeadline({ soon, fresh }: News, isCut: boolean): string {
  const all = [...soon, ...fresh];
  const clusters = clusterCount(all);
  const where = clusters === 0 ? "" : ` in ${counted(clusters, "cluster")}`;
  return `Baseline: ${counted(all.length, "finding")}${where}${isCut ? ". The ten that matter most:" : ""}`;
}

const clusterCount = (items: News["fresh"]): number =>
  new Set(items.flatMap(({ record: { finding } }) => (finding.target.kind === "cluster" ? [finding.target.cluster] : []))).size;
