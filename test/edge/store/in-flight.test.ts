import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { inFlight } from "../../../src/edge/store/in-flight.ts";

it("works on all items, sixteen at a time, and answers in their order", async () => {
  let [open, most] = [0, 0];
  const answers = await inFlight(
    Array.from({ length: 40 }, (_, index) => index),
    async (item) => {
      open += 1;
      most = Math.max(most, open);
      await sleep(5);
      open -= 1;
      return item * 2;
    },
  );

  expect(answers).toEqual(Array.from({ length: 40 }, (_, index) => index * 2));
  expect(most).toBe(16);
});

it("leaves nothing going on behind a failure", async () => {
  const ended: string[] = [];
  const failing = inFlight(["fails", "goes on"], async (item) => {
    if (item === "fails") throw new Error("storage is away");
    await sleep(5);
    ended.push(item);
  });

  await expect(failing).rejects.toThrow("storage is away");
  expect(ended).toEqual(["goes on"]);
});
