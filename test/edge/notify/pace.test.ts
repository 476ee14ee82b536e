import { expect, it } from "vitest";
import { pacer } from "../../../src/edge/notify/pace.ts";

const GAP_MS = 60;

it("posts to one host stand apart, also after one that failed; posts to another do not wait", async () => {
  const paced = pacer(GAP_MS);
  const starts: number[] = [];
  const post = () => {
    starts.push(performance.now());
    return Promise.resolve();
  };

  await paced("https://one.example/a?sig=1", post);
  await expect(paced("https://one.example/b?sig=2", () => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
  await paced("https://one.example/c", post);
  await paced("https://two.example/c", post);

  const [first = 0, second = 0, other = 0] = starts;
  expect(second - first).toBeGreaterThanOrEqual(2 * GAP_MS - 2);
  expect(other - second).toBeLessThan(GAP_MS);
});
