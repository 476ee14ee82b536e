import { plainSentence } from "../core/digest/plain.ts";
import { counted } from "../core/digest/words.ts";
import type { ReportRoom } from "./report-room.ts";

/** `12 short for prod-weu-1 / apps alone`: what was compared, never that an upgrade fits. */
export function roomText({ verdict, needs, pool, cluster }: ReportRoom): string {
  if (verdict.kind === "cannot-tell") return `Cannot tell: ${plainSentence(verdict.reason.why)}`;
  const { clusters } = needs.allAtOnce;
  const several = clusters === 2 ? "both clusters" : `all ${counted(clusters, "cluster")}`;
  const all = clusters === 1 ? `all pools of ${cluster}` : several;
  if (verdict.kind === "has-room") return `The quota has room for ${all} at once`;
  switch (verdict.reading) {
    case "onePool":
      return `${verdict.by} short for ${pool} alone`;
    case "oneCluster":
      return `${verdict.by} short where the pools of ${cluster} go at once`;
    case "allAtOnce":
      return `${verdict.by} short where ${all} go at once`;
  }
}
