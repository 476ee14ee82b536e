import { describe, expect, it } from "vitest";
import { vmSize } from "../../../src/core/model/names.ts";
import { defaultPoolUnderTwoNodes } from "../../../src/core/rules/default-pool-under-two-nodes.ts";
import { pool, poolSize, systemPool } from "../../support/build.ts";
import { answersOf, commandsOf, onlyFinding, SILENT } from "./judging.ts";

const D4 = vmSize("Standard_D4ds_v5");
const fixed = (nodeCount: number, name = "system") => systemPool({ name, nodeCount, sizes: [poolSize(D4, nodeCount)] });
const autoscaled = (min: number, nodeCount: number) => systemPool({ nodeCount, sizes: [poolSize(D4, nodeCount, { min, max: 5 })] });
const PROD = { env: "prod" };
const DEV = { env: "dev" };

describe("default-pool-under-two-nodes", () => {
  it.for([
    { what: "fixed at 1", pools: [fixed(1)], tags: {}, severity: "high", short: 1 },
    { what: "fixed at 1 in production", pools: [fixed(1)], tags: PROD, severity: "high", short: 2 },
    { what: "fixed at 1 in development", pools: [fixed(1)], tags: DEV, severity: "medium", short: 1 },
    { what: "fixed at 2 in production", pools: [fixed(2)], tags: PROD, severity: "low", short: 1 },
    { what: "3 now, but autoscaled from 1", pools: [autoscaled(1, 3)], tags: {}, severity: "high", short: 1 },
    { what: "3 now, autoscaled from 2 in production", pools: [autoscaled(2, 3)], tags: PROD, severity: "low", short: 1 },
  ] as const)("finds system pools that are $what: $severity", ({ pools, tags, severity, short }) => {
    const finding = onlyFinding(answersOf(defaultPoolUnderTwoNodes, { of: { nodePools: [...pools, pool()], tags } }));

    expect(finding).toMatchObject({ severity, magnitude: { value: short, unit: "node" } });
    expect(finding).not.toHaveProperty("subject");
  });

  it.for([
    { what: "2 nodes", pools: [fixed(2)], tags: {} },
    { what: "2 nodes in development", pools: [fixed(2)], tags: DEV },
    { what: "3 nodes in production", pools: [fixed(3)], tags: PROD },
    { what: "an autoscaler minimum of 2", pools: [autoscaled(2, 2)], tags: {} },
    { what: "two pools of one node", pools: [fixed(1), fixed(1, "system2")], tags: {} },
  ])("is silent about $what", ({ pools, tags }) => {
    const outcome = answersOf(defaultPoolUnderTwoNodes, { of: { nodePools: [...pools, pool({ nodeCount: 1 })], tags } });

    expect(outcome).toMatchObject(SILENT);
  });

  it.for([
    {
      what: "a fixed pool",
      first: fixed(1),
      command: "az aks nodepool scale -g rg-prod --cluster-name prod-weu-1 -n system --node-count 2",
    },
    {
      what: "an autoscaled pool",
      first: autoscaled(1, 1),
      command:
        "az aks nodepool update -g rg-prod --cluster-name prod-weu-1 -n system --update-cluster-autoscaler --min-count 2 --max-count 5",
    },
    {
      what: "a fixed Virtual Machines pool",
      first: { ...fixed(1), kind: "virtual-machines" },
      command:
        "az aks nodepool manual-scale update -g rg-prod --cluster-name prod-weu-1 -n system --current-vm-sizes Standard_D4ds_v5 --node-count 2",
    },
    {
      what: "an autoscaled Virtual Machines pool",
      first: { ...autoscaled(1, 1), kind: "virtual-machines" },
      command:
        "az aks nodepool auto-scale update -g rg-prod --cluster-name prod-weu-1 -n system --current-node-vm-size Standard_D4ds_v5 --min-count 2 --max-count 5",
    },
  ] as const)("raises $what", ({ first, command }) => {
    const finding = onlyFinding(answersOf(defaultPoolUnderTwoNodes, { of: { nodePools: [first] } }));

    expect(commandsOf(finding)).toEqual([command]);
  });

  it("leaves the other sizes of a Virtual Machines pool in the template", () => {
    const [size] = fixed(1).sizes;
    const mixed = systemPool({
      kind: "virtual-machines",
      sizes: [...(size ? [size] : []), poolSize("Standard_D8ds_v5", 0, { min: 0, max: 3 })],
    });
    const { remedy } = onlyFinding(answersOf(defaultPoolUnderTwoNodes, { of: { nodePools: [mixed] } }));

    expect(remedy.bicep).toBe(
      "agentPoolProfiles[system].virtualMachinesProfile.scale.manual: size 'Standard_D4ds_v5' with count: 2, the other sizes as they are",
    );
  });

  it("does not apply to AKS Automatic", () => {
    expect(answersOf(defaultPoolUnderTwoNodes, { of: { isAutomatic: true, nodePools: [fixed(1)] } })).toMatchObject({
      findings: [],
      notApplicable: [{}],
    });
  });

  it("cannot tell where the answer names no system pool", () => {
    expect(answersOf(defaultPoolUnderTwoNodes, { of: { nodePools: [pool()] } })).toMatchObject({
      findings: [],
      unknown: [{ reason: { kind: "absent" } }],
    });
  });

  it("waits while the pool is being scaled", () => {
    const nodePools = [{ ...fixed(1), provisioningState: "Scaling" }];

    expect(answersOf(defaultPoolUnderTwoNodes, { of: { nodePools } })).toMatchObject({ findings: [], unknown: [{}] });
  });
});
