import type { ClusterEvent } from "../../core/model/event.ts";
import { readAksEvent } from "./aks-event.ts";
import { readArmEvent } from "./arm-event.ts";
import { type Envelope, eventsIn, readEnvelope } from "./envelope.ts";
import { readScheduledEvent } from "./scheduled-event.ts";

/** What one event is. A problem names fields and never what stands in them: bodies hold names and addresses of people. */
export type ReadEvent =
  | { readonly event: ClusterEvent }
  | { readonly notOurs: string }
  | { readonly problem: string; readonly id?: string };

/**
 * The events of a body: Event Grid schema or CloudEvents 1.0, one, an array, or text of either. An odd one never hides its neighbours, and
 * nothing here throws.
 */
export function readEvents(body: unknown): readonly ReadEvent[] {
  return eventsIn(body).flatMap((event): readonly ReadEvent[] => {
    const read = readEnvelope(event);
    return "problem" in read ? [read] : readOne(read.envelope);
  });
}

const READERS: readonly (readonly [type: RegExp, read: (envelope: Envelope) => readonly ReadEvent[]])[] = [
  [/^microsoft\.containerservice\.\w+$/, readAksEvent],
  [/^microsoft\.resources\.resource(write|delete|action)(success|failure|cancel)$/, readArmEvent],
  // A published sample carries the type of a neighbour; the resource inside says whose it is.
  [/^microsoft\.resourcenotifications\.(containerserviceevent|maintenance)resources\.scheduledeventemitted$/, readScheduledEvent],
];

function readOne(envelope: Envelope): readonly ReadEvent[] {
  const type = envelope.type.toLowerCase();
  const [, read] = READERS.find(([pattern]) => pattern.test(type)) ?? [];
  return read ? read(envelope) : [{ notOurs: envelope.type.slice(0, 120) }];
}
