import type { TableClient } from "@azure/data-tables";
import type { OutboxMessage } from "../../core/model/delivery.ts";
import type { Instant } from "../../core/model/time.ts";
import { type BrokenRow, readableRows, UnreadableRows } from "./errors.ts";
import { all, inPartition, less, unequal } from "./filter.ts";
import { inFlight } from "./in-flight.ts";
import { key, OWN } from "./keys.ts";
import type { Layout, Stored } from "./layout.ts";
import { rows } from "./rows.ts";

export interface Outbox {
  /** False when the route has a message of that key already; that one stays as it is. */
  insert(message: OutboxMessage): Promise<boolean>;
  get(route: string, key: string): Promise<Stored<OutboxMessage> | undefined>;
  list(route: string): Promise<readonly Stored<OutboxMessage>[]>;
  /** Queued, sending, or handed over and not yet told. One unreadable message must not hold up the others: `readableRows`. @throws UnreadableRows */
  unfinished(): Promise<readonly Stored<OutboxMessage>[]>;
  /** The new etag. @throws StoreConflict */
  update(message: OutboxMessage, etag: string): Promise<string>;
  /** Messages made before then, whatever became of them; how many. */
  removeBefore(at: Instant): Promise<number>;
}

/**
 * Names a message that may be unfinished. These rows lie in a partition of their own, so that the timer reads a handful of
 * rows and not the bodies of three months. A pointer is written before its message becomes unfinished and removed after it
 * is finished: at worst it points at a finished message, or at one that is just being inserted.
 */
interface Pointer {
  readonly route: string;
  readonly key: string;
  readonly createdAt: Instant;
}

export function outbox(client: TableClient): Outbox {
  const messages = rows(client, messageLayout);
  const pointers = rows(client, pointerLayout);
  const get = (route: string, name: string) => messages.get(key(route), key(name));

  return {
    get,
    list: (route) => messages.list(inPartition(key(route))),
    insert: async (message) => {
      if (isUnfinished(message)) await point(message);
      return await messages.insert(message);
    },
    update: async (message, etag) => {
      if (isUnfinished(message)) await point(message);
      return await messages.update(message, etag);
    },
    unfinished: async () => {
      const pointing = await readableRows(pointers.list(inPartition(OWN)));
      const broken: BrokenRow[] = [...pointing.broken];
      const found = await inFlight(pointing.rows, async (pointer) => {
        try {
          return await follow(pointer);
        } catch (error) {
          if (!(error instanceof UnreadableRows)) throw error;
          broken.push(...error.broken);
          return undefined;
        }
      });
      const readable = found.filter((message) => message !== undefined);
      if (broken.length > 0) throw new UnreadableRows(broken, readable);
      return readable;
    },
    removeBefore: async (at) => {
      const removed = await messages.removeAll(all(unequal("PartitionKey", OWN), less("createdAt", at)));
      await pointers.removeAll(all(inPartition(OWN), less("createdAt", at)));
      return removed;
    },
  };

  async function point({ route, key: name, createdAt }: OutboxMessage): Promise<void> {
    await pointers.put([{ route, key: name, createdAt }]);
  }

  async function follow({ value, etag }: Stored<Pointer>): Promise<Stored<OutboxMessage> | undefined> {
    const message = await get(value.route, value.key);
    if (message === undefined || isUnfinished(message.value)) return message;
    // Kept when somebody has pointed again since: the message is then becoming unfinished.
    await pointers.remove(pointerLayout.place(value), etag);
    return undefined;
  }
}

const isUnfinished = ({ state, toldWritten }: OutboxMessage): boolean =>
  state === "queued" || state === "sending" || (state === "handed-over" && !toldWritten);

const messageLayout: Layout<OutboxMessage> = {
  shape: 2,
  place: ({ route, key: name, state, toldWritten, createdAt }) => ({
    partition: key(route),
    row: key(name),
    columns: { state, toldWritten, createdAt },
  }),
};

const pointerLayout: Layout<Pointer> = {
  shape: 1,
  place: ({ route, key: name, createdAt }) => ({ partition: OWN, row: key(route, name), columns: { createdAt } }),
};
