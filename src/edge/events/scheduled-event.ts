import { z } from "zod";
import type { AutoUpgradeStatus, Happening } from "../../core/model/event.ts";
import { EndOfLifeDetails } from "../wire/end-of-life.ts";
import type { Envelope } from "./envelope.ts";
import type { ReadEvent } from "./read-events.ts";
import { inCluster } from "./resource-id.ts";

const Properties = z.object({
  eventSource: z.string(),
  eventStatus: z.string().nullish(),
  description: z.string().nullish(),
  /** Text in what the auto-upgrader sends, an object in notices of an end of life. */
  eventDetails: z.unknown().optional(),
  resources: z.array(z.string()).nullish().catch(undefined),
});
const Scheduled = z.object({ resourceInfo: z.object({ id: z.string().nullish(), properties: Properties }) });

const STATUSES: Readonly<Record<string, AutoUpgradeStatus>> = {
  scheduled: "scheduled",
  started: "started",
  inprogress: "started",
  completed: "completed",
  succeeded: "completed",
  failed: "failed",
  cancelled: "canceled",
  canceled: "canceled",
};

/**
 * What AKS announces: https://learn.microsoft.com/azure/aks/aks-communication-manager and
 * …/aks-end-of-support-notifications (read 2026-11-21). The topic sends all scheduled events of a subscription.
 */
export function readScheduledEvent({ id, type, at, subject, data }: Envelope): readonly ReadEvent[] {
  const parsed = Scheduled.safeParse(data);
  if (!parsed.success) {
    return inCluster(subject) ? [{ problem: `${type}: data.resourceInfo is missing or odd`, id }] : [{ notOurs: type }];
  }
  const { id: resource, properties } = parsed.data.resourceInfo;
  const ids = [...(properties.resources ?? []), resource ?? "", subject];
  const found = ids.flatMap((text) => inCluster(text)?.cluster ?? []);
  const clusters = [...new Map(found.map((cluster) => [cluster.id, cluster])).values()];
  if (clusters.length === 0) return [{ notOurs: `${type} of no managed cluster` }];
  const what = happeningOf(properties);
  if (what === undefined) return [{ notOurs: `${type} of ${properties.eventSource.slice(0, 40)}` }];
  if ("problem" in what) return [{ problem: `${type}: ${what.problem}`, id }];
  return clusters.map((cluster) => ({ event: { id, at, cluster, what, operation: type } }));
}

function happeningOf(properties: z.infer<typeof Properties>): Happening | { readonly problem: string } | undefined {
  const source = properties.eventSource.toLowerCase();
  // `AutoUprader` is how the published sample spells it.
  if (/^autoup\w*der$/.test(source)) {
    const status = STATUSES[properties.eventStatus?.toLowerCase().replaceAll(/[^a-z]/g, "") ?? ""];
    if (!status) return { problem: "eventStatus is none that is known" };
    const says = typeof properties.eventDetails === "string" ? properties.eventDetails : (properties.description ?? "");
    return { kind: "auto-upgrade", status, ...(says === "" ? {} : { says: says.slice(0, 200) }) };
  }
  if (source !== "eolnotification") return undefined;
  const notice = EndOfLifeDetails.safeParse(properties.eventDetails).data;
  return notice ? { kind: "end-of-life", notice } : { problem: "eventDetails do not say version, plan and date" };
}
