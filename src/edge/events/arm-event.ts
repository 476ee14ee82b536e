import { z } from "zod";
import type { Happening } from "../../core/model/event.ts";
import type { Envelope } from "./envelope.ts";
import type { ReadEvent } from "./read-events.ts";
import { type InCluster, inCluster } from "./resource-id.ts";

/** `authorization`, `claims` and `httpRequest` are not read at all: they say who did it, and from where. */
const ArmData = z.object({
  resourceUri: z.string().nullish().catch(undefined),
  operationName: z.string().nullish().catch(undefined),
  correlationId: z.string().nullish().catch(undefined),
});

type Change = Extract<Happening, { readonly kind: "change" }>;
const TYPE = /resource(write|delete|action)(success|failure|cancel)$/;
const OUTCOMES: Readonly<Record<string, Change["outcome"]>> = { success: "succeeded", failure: "failed", cancel: "canceled" };

/** Also of machines, which Virtual Machines pools delete one by one. */
const PARTS = ["", "agentpools", "agentpools/machines"];

/** They read, or run something in the cluster, and leave it as it is. The first is what every `az aks get-credentials` raises. */
const CHANGES_NOTHING = /\/(list\w*|get\w*|runcommand|unpinmanagedcluster|accessprofiles\/\w+|commandresults)\/action$/;

/** The outcome is in the type: a published sample of a failed write says that its status is `Succeeded`. */
export function readArmEvent({ id, type, at, subject, data }: Envelope): readonly ReadEvent[] {
  const [, verb, ending = ""] = TYPE.exec(type.toLowerCase()) ?? [];
  const said = ArmData.safeParse(data).data ?? {};
  const uri = said.resourceUri?.trim() || subject;
  const operation = said.operationName?.trim() || type;
  const place = inCluster(uri) ?? inCluster(subject);
  if (!place || !PARTS.includes(place.part) || CHANGES_NOTHING.test(operation.toLowerCase())) return [{ notOurs: operation.slice(0, 120) }];
  const what: Change = { kind: "change", verb: verbOf(verb), outcome: OUTCOMES[ending] ?? "succeeded" };
  const correlationId = said.correlationId?.trim();
  return [
    {
      event: {
        id,
        at,
        what,
        operation: plain(operation),
        ...placeOf(place),
        ...(correlationId ? { correlationId: plain(correlationId) } : {}),
      },
    },
  ];
}

const verbOf = (text = ""): Change["verb"] => (text === "write" || text === "delete" ? text : "action");
const placeOf = ({ cluster, pool }: InCluster) => ({ cluster, ...(pool === undefined ? {} : { pool }) });

/** Shown to people later. */
const plain = (text: string): string => text.replaceAll(/[^\w./:{}-]/g, "").slice(0, 120);
