import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { openStore, type Store, StoreFailure } from "../../../src/edge/store/index.ts";
import { ref } from "../../support/build.ts";
import { type FaultyStorage, holding, startFaultyStorage } from "../../support/faulty-storage.ts";
import { message } from "./examples.ts";
import { freshSubscription, openedStore } from "./open-store.ts";

const sound = openedStore();
let storage: FaultyStorage;
let store: Store;

beforeAll(async () => {
  storage = await startFaultyStorage();
  store = await openStore({ kind: "connection-string", connectionString: storage.inFrontOf(sound.connectionString()) });
});
afterEach(() => {
  storage.faults.length = 0;
});
afterAll(() => storage.close());

describe("storage that does not answer", () => {
  it.for<[string, () => Promise<unknown>]>([
    ["a snapshot", () => store.snapshots.get(ref("one", "rg", freshSubscription()))],
    ["a check", () => store.checks.get(ref("one", "rg", freshSubscription()))],
    ["a message", () => store.outbox.get("platform", "digest|2026-11-23")],
    ["a list of findings", () => store.findings.list(freshSubscription())],
  ])("is a failure and no absent row: %s", async ([, read]) => {
    storage.faults.push({ what: "refuse", match: holding("GET\n") });

    await expect(read()).rejects.toThrow(StoreFailure);
  });

  it("leaves no message that nothing points at: the pointer is written first, or nothing is", async () => {
    storage.faults.push({ what: "refuse", match: holding("$batch") });
    const lost = message({ route: "unpointed" });

    await expect(store.outbox.insert(lost)).rejects.toThrow(StoreFailure);

    expect(await sound.store().outbox.list("unpointed")).toEqual([]);
  });
});
