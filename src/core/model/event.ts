import type { ClusterRef } from "./names.ts";
import { type Day, day, type Instant } from "./time.ts";

/** Something that happened to a cluster, reduced to what checks need: never the event's body, and nothing about who did it. */
export interface ClusterEvent {
  /** As its sender gave it; the same event sent twice has the same. */
  readonly id: string;
  /** When it happened, by the sender's clock. */
  readonly at: Instant;
  readonly cluster: ClusterRef;
  /** The node pool, where it is about one. */
  readonly pool?: string;
  readonly what: Happening;
  /** For people: `Microsoft.ContainerService/managedClusters/agentPools/write`, else the event's type. */
  readonly operation: string;
  readonly correlationId?: string;
}

export type Happening =
  /** A write, delete or action of Azure Resource Manager, or an entry of the change feed. */
  | { readonly kind: "change"; readonly verb: "write" | "delete" | "action"; readonly outcome: "succeeded" | "failed" | "canceled" }
  /** Nodes of the pool are replaced, by an upgrade or an update. */
  | { readonly kind: "rolling"; readonly step: "started" | "succeeded" | "failed" }
  | { readonly kind: "support"; readonly step: "ending" | "ended" }
  | { readonly kind: "new-version" }
  | { readonly kind: "auto-upgrade"; readonly status: AutoUpgradeStatus; readonly says?: string }
  | { readonly kind: "end-of-life"; readonly notice: EndOfLife };

export type AutoUpgradeStatus = "scheduled" | "started" | "completed" | "failed" | "canceled";

/** The day on which Azure itself ends the support of a cluster's version, under its plan. */
export interface EndOfLife {
  /** `1.34` */
  readonly minor: string;
  readonly plan: "community" | "lts";
  readonly ends: Day;
}

/** As notices write it. Nothing where version, date or plan is none: the year 1 stands for no date. */
export function endOfLife(details: {
  readonly kubernetesVersion: string;
  readonly eolDate: string;
  readonly supportType: string;
}): EndOfLife | undefined {
  const [, minor] = /^v?(\d+\.\d+)/.exec(details.kubernetesVersion) ?? [];
  const [, plan] = /^(community|lts|akslongtermsupport)/i.exec(details.supportType) ?? [];
  const [ends] = /^\d{4}-\d{2}-\d{2}/.exec(details.eolDate) ?? [];
  if (minor === undefined || plan === undefined || ends === undefined || ends < "2015" || !Number.isFinite(Date.parse(ends)))
    return undefined;
  return { minor, plan: plan.toLowerCase() === "community" ? "community" : "lts", ends: day(ends) };
}

/** Such a notice, and when Azure gave it. */
export interface ToldEnd extends EndOfLife {
  readonly toldAt: Instant;
}

/** The change that something appeared with, as it is told. */
export interface Cause {
  readonly operation: string;
  readonly at: Instant;
  readonly correlationId?: string;
  readonly cluster: ClusterRef;
  readonly pool?: string;
}

/** What of it changed something in a cluster. */
export const causesOf = (events: readonly ClusterEvent[]): readonly Cause[] =>
  events.flatMap(({ what, operation, at, correlationId, cluster, pool }) =>
    what.kind === "change" || what.kind === "rolling"
      ? [{ operation, at, cluster, ...(correlationId === undefined ? {} : { correlationId }), ...(pool === undefined ? {} : { pool }) }]
      : [],
  );

/** Where an event came from: pushed by Event Grid, or read from the change feed. */
export type EventSource = "event-grid" | "change-feed";
