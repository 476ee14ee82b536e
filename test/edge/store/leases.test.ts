import { describe, expect, it } from "vitest";
import { leases } from "../../../src/edge/store/leases.ts";
import { minutesAfter, NOW } from "../../support/build.ts";
import { freshSubscription, openedStore } from "./open-store.ts";

const { store, tableWithRival } = openedStore();

const UNTIL = minutesAfter(11);
const take = (subscription: ReturnType<typeof freshSubscription>, holder: string, now = NOW, until = UNTIL) =>
  store().leases.take(subscription, holder, now, until);

describe("the lease of a subscription", () => {
  it("goes to the first, and the second goes away", async () => {
    const subscription = freshSubscription();

    expect(await take(subscription, "a")).toBe(true);
    expect(await take(subscription, "b")).toBe(false);
  });

  it("is one for each subscription", async () => {
    expect(await take(freshSubscription(), "a")).toBe(true);
    expect(await take(freshSubscription(), "b")).toBe(true);
  });

  it("is its holder's again, and lasts longer then", async () => {
    const subscription = freshSubscription();
    await take(subscription, "a");

    expect(await take(subscription, "a", minutesAfter(10), minutesAfter(21))).toBe(true);
    expect(await take(subscription, "b", minutesAfter(12))).toBe(false);
  });

  it.for([
    { what: "a millisecond before it runs out", minutes: 11 - 1 / 60_000, taken: false },
    { what: "when it has run out", minutes: 11, taken: true },
  ])("is another's $what: $taken", async ({ minutes, taken }) => {
    const subscription = freshSubscription();
    await take(subscription, "a");

    expect(await take(subscription, "b", minutesAfter(minutes), minutesAfter(30))).toBe(taken);
    expect(await take(subscription, "a", minutesAfter(minutes), minutesAfter(30))).toBe(!taken);
  });

  it("is free once it was given back", async () => {
    const subscription = freshSubscription();
    await take(subscription, "a");

    await store().leases.giveBack(subscription, "a");

    expect(await take(subscription, "b")).toBe(true);
  });

  it("stays where it is when somebody else gives it back, and when nobody has it", async () => {
    const subscription = freshSubscription();
    await store().leases.giveBack(subscription, "a");
    await take(subscription, "a");

    await store().leases.giveBack(subscription, "b");

    expect(await take(subscription, "b")).toBe(false);
  });

  it("stays with who took it over when it had run out, whatever its last holder gives back", async () => {
    const subscription = freshSubscription();
    await take(subscription, "a");
    const slow = leases(tableWithRival("checks", () => take(subscription, "b", minutesAfter(12), minutesAfter(30))));

    await slow.giveBack(subscription, "a");

    expect(await take(subscription, "c", minutesAfter(13))).toBe(false);
    expect(await take(subscription, "b", minutesAfter(13))).toBe(true);
  });

  it.for([
    { state: "free", before: false },
    { state: "run out", before: true },
  ])("that is $state goes to one of ten that reach for it at once", async ({ before }) => {
    const subscription = freshSubscription();
    if (before) await take(subscription, "earlier", minutesAfter(-60), minutesAfter(-30));

    const taken = await Promise.all(Array.from({ length: 10 }, (_, index) => take(subscription, `holder ${index}`)));

    expect(taken.filter(Boolean)).toHaveLength(1);
  });
});
