import { expect, it } from "vitest";
import { pacer } from "../../../src/edge/notify/pace.ts";

const GAP_MS = 60;

it("the turns of one host lie apart, also when they are asked for at once; another host does not wait", async () => {
  const turnAt = pacer();
  const begun = performance.now();
  const waited = async (url: string) => {
    await turnAt(url, GAP_MS);
    return performance.now() - begun;
  };

  const [first, second, third, other] = await Promise.all([
    waited("https://one.example/a?sig=1"),
    waited("https://one.example/b?sig=2"),
    waited("https://one.example/c"),
    waited("https://two.example/c"),
  ]);

  expect(Math.max(first, other)).toBeLessThan(GAP_MS);
  // A timer may ring a millisecond early.
  expect(second).toBeGreaterThanOrEqual(GAP_MS - 2);
  expect(third).toBeGreaterThanOrEqual(2 * GAP_MS - 2);
});
