import { expect, it } from "vitest";
import { pacer } from "../../../src/edge/notify/pace.ts";

const GAP_MS = 60;

it("the turns of one host lie apart, also when they are asked for at once; another host does not wait", async () => {
  const turnAt = pacer();
  const begun = performance.now();
  const turns: { readonly of: string; readonly afterMs: number }[] = [];
  const taken = ["one.example/a", "one.example/b", "one.example/c", "two.example/c"].map(async (of) => {
    await turnAt(`https://${of}?sig=1`, GAP_MS);
    turns.push({ of, afterMs: performance.now() - begun });
  });

  // However slow the machine is, no timer rings in between.
  for (let step = 0; step < 20; step++) await Promise.resolve();
  expect(turns.map(({ of }) => of)).toEqual(["one.example/a", "two.example/c"]);

  await Promise.all(taken);
  const [second, third] = turns.slice(2);
  expect([second?.of, third?.of]).toEqual(["one.example/b", "one.example/c"]);
  // A timer may ring a millisecond early.
  expect(second?.afterMs).toBeGreaterThanOrEqual(GAP_MS - 2);
  expect(third?.afterMs).toBeGreaterThanOrEqual(2 * GAP_MS - 2);
});
