import { z } from "zod";
import type { Happening } from "../../core/model/event.ts";
import type { Envelope } from "./envelope.ts";
import type { ReadEvent } from "./read-events.ts";
import { inCluster } from "./resource-id.ts";

// The cluster's own topic: https://learn.microsoft.com/azure/event-grid/event-schema-aks (read 2026-11-21). Its subject is the bare name
// of the cluster, its topic or source the whole id.
const HAPPENINGS: Readonly<Record<string, Happening>> = {
  newkubernetesversionavailable: { kind: "new-version" },
  clustersupportending: { kind: "support", step: "ending" },
  clustersupportended: { kind: "support", step: "ended" },
  nodepoolrollingstarted: { kind: "rolling", step: "started" },
  nodepoolrollingsucceeded: { kind: "rolling", step: "succeeded" },
  nodepoolrollingfailed: { kind: "rolling", step: "failed" },
};

const Rolled = z.object({ nodePoolName: z.string().trim().min(1) });

export function readAksEvent({ id, type, at, source, data }: Envelope): readonly ReadEvent[] {
  const what = HAPPENINGS[type.toLowerCase().slice("microsoft.containerservice.".length)];
  if (!what) return [{ notOurs: type }];
  const cluster = inCluster(source)?.cluster;
  if (!cluster) return [{ problem: `${type}: its topic is not the id of a managed cluster`, id }];
  const event = { id, at, cluster, what, operation: type };
  if (what.kind !== "rolling") return [{ event }];
  const rolled = Rolled.safeParse(data).data;
  return rolled ? [{ event: { ...event, pool: rolled.nodePoolName } }] : [{ problem: `${type}: data.nodePoolName is missing`, id }];
}
