import { describe, expect, it } from "vitest";
import type { Run } from "../../src/app/compose.ts";
import { LEASE_MINUTES, underLease } from "../../src/app/lease.ts";
import { freshSubscription, openedStore } from "../edge/store/open-store.ts";
import { minutesAfter, NOW } from "../support/build.ts";

const { store } = openedStore();

const runOf = (id: string, now = NOW) => ({ store: store(), id, now }) as Run;

describe("who works under a subscription's lease", () => {
  it("has it alone until the work is done, and gives it back", async () => {
    const subscription = freshSubscription();
    const nothing = () => Promise.resolve();
    const met: boolean[] = [];

    const isDone = await underLease(runOf("one"), subscription, async () => {
      met.push(await underLease(runOf("two"), subscription, nothing));
    });

    expect([isDone, met]).toEqual([true, [false]]);
    expect(await underLease(runOf("two"), subscription, nothing)).toBe(true);
  });

  it("gives it back where the work fails, and says why it failed", async () => {
    const subscription = freshSubscription();
    const failing = () => Promise.reject(new Error("Azure broke off"));

    await expect(underLease(runOf("one"), subscription, failing)).rejects.toThrow("Azure broke off");
    expect(await underLease(runOf("two"), subscription, () => Promise.resolve())).toBe(true);
  });

  it("holds nobody up for longer than an invocation can last, where it died with it", async () => {
    const subscription = freshSubscription();
    const nothing = () => Promise.resolve();
    await new Promise<void>((begun) => {
      const dies = () => {
        begun();
        return new Promise<never>(() => undefined);
      };
      void underLease(runOf("dead"), subscription, dies);
    });

    expect(await underLease(runOf("two", minutesAfter(LEASE_MINUTES - 1)), subscription, nothing)).toBe(false);
    expect(await underLease(runOf("two", minutesAfter(LEASE_MINUTES)), subscription, nothing)).toBe(true);
  });
});
