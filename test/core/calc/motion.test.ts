import { expect, it } from "vitest";
import { isSpotInMotion, poolsInMotion, subnetsInMotion } from "../../../src/core/calc/motion.ts";
import { subnetId } from "../../../src/core/model/names.ts";
import { cluster, pool } from "../../support/build.ts";

const NODES = subnetId("/nodes");
const PODS = subnetId("/pods");
const OTHER = subnetId("/other");
const moving = pool({ name: "moving", provisioningState: "Scaling", nodeSubnet: NODES, podSubnet: PODS });
const resting = pool({ name: "resting", nodeSubnet: OTHER });

it("counts the pools that move of a cluster at rest, and all pools of one that moves", () => {
  const partly = cluster({ nodePools: [moving, resting] });
  const wholly = cluster({ provisioningState: "Updating", nodePools: [resting] });

  expect(poolsInMotion([partly, wholly, cluster()])).toEqual([moving, resting]);
});

it("counts node and pod subnets of the pools that move, spot or not", () => {
  const movers = [cluster({ nodePools: [{ ...moving, priority: "spot" }, resting] })];

  expect(subnetsInMotion(movers)).toEqual(new Set([NODES, PODS]));
});

it("has no subnet to name for pools in a network that AKS made", () => {
  expect(subnetsInMotion([cluster({ nodePools: [pool({ provisioningState: "Creating" })] })])).toEqual(new Set());
});

it("sees spot in motion only where a spot pool moves", () => {
  expect(isSpotInMotion([cluster({ nodePools: [{ ...moving, priority: "spot" }] })])).toBe(true);
  expect(isSpotInMotion([cluster({ nodePools: [moving, { ...resting, priority: "spot" }] })])).toBe(false);
});
