import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { maxPodsEffect } from "../../../src/core/calc/reserved-max-pods.ts";
import { told, version } from "../../support/build.ts";
import { law } from "../../support/law.ts";
import { AUTO_PROVISIONED, anyFacts, anyScheme, HARDENED, node, onGib } from "./reserved-nodes.ts";

describe("another max pods", () => {
  it.for([
    { memory: 16, from: 250, to: 110, nodes: 20, freed: 4096 - 2250, saved: 2, why: "from the 25 % cap to 2250 MiB" },
    { memory: 16, from: 250, to: 30, nodes: 20, freed: 4096 - 650, saved: 4, why: "12188 instead of 15634 MiB a node" },
    { memory: 8, from: 250, to: 110, nodes: 20, freed: 0, saved: 0, why: "both sit on the cap" },
    { memory: 32, from: 110, to: 50, nodes: 10, freed: 1200, saved: 0, why: "10 of 30418 need 9.6 of 31618" },
    { memory: 16, from: 30, to: 250, nodes: 20, freed: -3446, saved: -6, why: "20 of 15634 need 25.7 of 12188" },
    { memory: 16, from: 110, to: 110, nodes: 7, freed: 0, saved: 0, why: "nothing changes" },
    { memory: 16, from: 250, to: 30, nodes: 0, freed: 3446, saved: 0, why: "a pool without nodes" },
  ])(
    "$to for $from pods on $nodes nodes of $memory GiB frees $freed MiB each and $saved nodes: $why",
    ({ memory, from, to, nodes, freed, saved }) => {
      const effect = told(maxPodsEffect(onGib(memory, { maxPods: from }), to, nodes));

      expect(effect).toMatchObject({ freedMemory: freed, nodesSaved: saved, nodes: nodes - saved });
    },
  );

  it("changes nothing where it is not asked: until 1.28, under node auto-provisioning, with memory set on the pool", () => {
    const old = onGib(16, { maxPods: 250, version: version("1.28") });
    const set = onGib(16, { maxPods: 250, overrides: { kubeReservedMemoryMiB: 900 } });

    expect(told(maxPodsEffect(old, 30, 20)).freedMemory).toBe(0);
    expect(told(maxPodsEffect(onGib(16, { maxPods: 250 }), 30, 20, AUTO_PROVISIONED)).freedMemory).toBe(0);
    expect(told(maxPodsEffect(set, 30, 20)).freedMemory).toBe(0);
  });

  it("weighs more on hardened nodes: 35 MiB a pod", () => {
    expect(told(maxPodsEffect(onGib(32, { maxPods: 110 }), 109, 1, HARDENED)).freedMemory).toBe(35);
    expect(told(maxPodsEffect(onGib(32, { maxPods: 110 }), 109, 1)).freedMemory).toBe(20);
  });

  it.for([
    { maxPods: 9, nodes: 3 },
    { maxPods: 251, nodes: 3 },
    { maxPods: 0, nodes: 3 },
    { maxPods: 30.5, nodes: 3 },
    { maxPods: Number.NaN, nodes: 3 },
    { maxPods: 30, nodes: -1 },
    { maxPods: 30, nodes: 1.5 },
  ])("cannot be told for $maxPods pods on $nodes nodes", ({ maxPods, nodes }) => {
    expect(maxPodsEffect(onGib(16), maxPods, nodes)).toHaveProperty("cannotTell");
  });

  it("takes what AKS takes: 10 to 250", () => {
    expect(maxPodsEffect(onGib(16), 10, 3)).not.toHaveProperty("cannotTell");
    expect(maxPodsEffect(onGib(16), 250, 3)).not.toHaveProperty("cannotTell");
  });

  it("cannot be told where such nodes leave nothing for pods", () => {
    expect(maxPodsEffect(onGib(2, { os: "windows" }), 110, 3)).toMatchObject({ cannotTell: { kind: "unsupported" } });
  });
});

describe("laws of max pods", () => {
  const pods = fc.integer({ min: 10, max: 250 });
  const nodes = fc.nat({ max: 1000 });

  law(
    "never frees memory or nodes with more pods, never takes any with fewer",
    [anyFacts, anyScheme, pods, nodes],
    (facts, scheme, other, count) => {
      const effect = maxPodsEffect(node(facts), other, count, scheme);
      fc.pre(!("cannotTell" in effect));
      const sign = other >= facts.maxPods ? -1 : 1;

      expect(sign * told(effect).freedMemory).toBeGreaterThanOrEqual(0);
      expect(sign * told(effect).nodesSaved).toBeGreaterThanOrEqual(0);
    },
  );

  law(
    "keeps the memory the pool offers, and one node fewer would not",
    [anyFacts, anyScheme, pods, nodes],
    (facts, scheme, other, count) => {
      const effect = maxPodsEffect(node(facts), other, count, scheme);
      fc.pre(!("cannotTell" in effect));
      const { now, then, nodes: needed } = told(effect);
      const offered = count * now.allocatableMemory;

      expect(needed * then.allocatableMemory).toBeGreaterThanOrEqual(offered);
      if (needed > 0) expect((needed - 1) * then.allocatableMemory).toBeLessThan(offered);
    },
  );

  law("takes back what it gave when it is undone", [anyFacts, anyScheme, pods], (facts, scheme, other) => {
    const there = maxPodsEffect(node(facts), other, 1, scheme);
    const back = maxPodsEffect(node({ ...facts, maxPods: other }), facts.maxPods, 1, scheme);
    fc.pre(!("cannotTell" in there) && !("cannotTell" in back));

    expect(told(back).freedMemory + told(there).freedMemory).toBe(0);
  });
});
