import { afterEach, describe, expect, it } from "vitest";
import { travelBack, travelTo } from "../../../local/clock.ts";
import { StoreFailure, StoreRefusal } from "../../../src/edge/store/index.ts";
import { openedStore } from "./open-store.ts";

const { store, queue } = openedStore();

const QUEUE = "scan-subscription";
const received = async (name: string) => (await queue(name).receiveMessages({ numberOfMessages: 32 })).receivedMessageItems;

describe("a queue message", () => {
  afterEach(travelBack);

  it("is JSON in base64", async () => {
    const message = { kind: "page", subscription: "größe ‮ \ud800 €’", page: 0 };

    await store().queues.send(QUEUE, message);

    const [item] = await received(QUEUE);
    expect(item?.messageText).toMatch(/^[A-Za-z0-9+/]+=*$/);
    expect(JSON.parse(Buffer.from(item?.messageText ?? "", "base64").toString("utf8"))).toEqual(message);
  });

  it("is not visible before its delay is over", async () => {
    const sentAt = Date.now();
    travelTo(new Date(sentAt));
    await store().queues.send("check-cluster", { delayed: true }, 60);

    travelTo(new Date(sentAt + 59_000));
    expect(await received("check-cluster")).toEqual([]);
    travelTo(new Date(sentAt + 61_000));
    expect(await received("check-cluster")).toHaveLength(1);
  });

  it.for([
    { bytes: 49_152, fits: true },
    { bytes: 49_153, fits: false },
  ])("of $bytes bytes of JSON is sent: $fits", async ({ bytes, fits }) => {
    const message = { text: `é${"x".repeat(bytes - '{"text":"é"}'.length - 1)}` };

    const sent = await store()
      .queues.send(QUEUE, message)
      .then(
        () => "sent",
        (error: unknown) => error,
      );

    if (fits) expect(sent).toBe("sent");
    else
      expect(sent).toMatchObject({
        name: "StoreRefusal",
        message: "A message for queue scan-subscription has 49153 bytes, 49152 are allowed",
      });
    expect(await received(QUEUE)).toHaveLength(fits ? 1 : 0);
  });

  it.for([{ seconds: 604_800 }, { seconds: Number.NaN }, { seconds: Number.POSITIVE_INFINITY }])(
    "delayed by $seconds seconds is refused",
    async ({ seconds }) => {
      await expect(store().queues.send(QUEUE, {}, seconds)).rejects.toThrow(StoreRefusal);
    },
  );

  it("that is nothing is refused", async () => {
    await expect(store().queues.send(QUEUE, undefined)).rejects.toThrow("takes JSON, not undefined");
  });

  it("for a queue that is not there is a failure that names it", async () => {
    await expect(store().queues.send("no-such-queue", {})).rejects.toThrow(StoreFailure);
    await expect(store().queues.send("no-such-queue", {})).rejects.toThrow(
      "Send to queue no-such-queue: storage answered 404 QueueNotFound",
    );
  });
});
