import type { OutboxMessage } from "../core/model/delivery.ts";
import type { Run } from "./compose.ts";

/** A message of the outbox as it begins: nobody has tried to send it. */
export const freshMessage = ({ now }: Run, route: string, key: string): OutboxMessage => ({
  ...{ route, key, summary: "", state: "queued", tries: 0, createdAt: now },
  ...{ answerLost: false, tells: [], toldWritten: false },
});

/** A row that only records: nothing is sent. */
export const quietMessage = (run: Run, route: string, key: string): OutboxMessage => ({
  ...freshMessage(run, route, key),
  ...{ state: "quiet", toldWritten: true },
});
