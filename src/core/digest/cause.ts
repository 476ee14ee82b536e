import type { Cause } from "../model/event.ts";
import type { ClusterId } from "../model/names.ts";
import { plainName } from "./plain.ts";
import { momentText } from "./words.ts";

/** `agentPools/write on apps, 24 Nov 09:12 UTC, correlation id 1b2c…`; the cluster is named where it is another. */
export function causeText({ operation, at, correlationId, cluster, pool }: Cause, locale: string, on?: ClusterId): string {
  const where = [...(cluster.id === on ? [] : [plainName(cluster.name)]), ...(pool === undefined ? [] : [plainName(pool)])].join(" / ");
  return [
    `${shortOperation(operation)}${where === "" ? "" : ` on ${where}`}`,
    momentText(at, locale),
    ...(correlationId === undefined ? [] : [`correlation id ${plainName(correlationId)}`]),
  ].join(", ");
}

const shortOperation = (operation: string): string =>
  plainName(operation.replace(/^microsoft\.containerservice[./](managedClusters\/)?(?=.)/i, ""));
