import { expect, it } from "vitest";
import { vmFamily } from "../../../src/core/model/names.ts";
import { azureOn, SUB, WEU } from "./stand-in.ts";

const usage = (value: unknown, currentValue: unknown, limit: unknown) => ({
  name: { value, localizedValue: "x" },
  currentValue,
  limit,
  unit: "Count",
});

async function read(...rows: readonly Record<string, unknown>[]) {
  const { azure, odd } = await azureOn({ usages: { [`${SUB}/westeurope`]: [...rows] } });
  return { quotas: await azure.readQuotas(SUB, WEU), odd };
}

it("tells the region, spot and the families apart, families without case", async () => {
  const { quotas } = await read(
    usage("cores", 40, 350),
    usage("lowPriorityCores", 0, 100),
    usage("StandardNCADSA100v4Family", 24, 24),
    usage("Standard NDASv4_A100 Family", 0, 96),
  );

  expect(quotas).toEqual({
    regional: { limit: 350, used: 40, free: 310 },
    spot: { limit: 100, used: 0, free: 100 },
    byFamily: new Map([
      [vmFamily("standardncadsa100v4family"), { limit: 24, used: 24, free: 0 }],
      [vmFamily("standard ndasv4_a100 family"), { limit: 96, used: 0, free: 96 }],
    ]),
  });
});

it("shows less than nothing free after a limit was lowered", async () => {
  expect((await read(usage("cores", 40, 10))).quotas.regional).toEqual({ limit: 10, used: 40, free: -30 });
});

it("knows nothing of what is not in the answer", async () => {
  const { quotas } = await read(usage("standardDSv3Family", 2, 10));

  expect(quotas.byFamily.has(vmFamily("standardDDSv5Family"))).toBe(false);
  expect(quotas).not.toHaveProperty("regional");
  expect(quotas).not.toHaveProperty("spot");
});

it.for([
  ["a limit of -1", usage("standardDSv3Family", 2, -1), "standardDSv3Family", "limit: Too small: expected number to be >=0"],
  ["a limit that is text", usage("standardDSv3Family", 2, "10"), "standardDSv3Family", "limit: expected number, received string"],
  ["no name", usage(undefined, 2, 10), "item 1", "name.value: expected string, received undefined"],
  ["a name that is empty", { name: {}, currentValue: 17, limit: 19 }, "item 1", "name.value: expected string, received undefined"],
] as const)("takes a row with %s as not there, tells of it, and keeps its neighbours", async ([, row, name, problem]) => {
  const { quotas, odd } = await read(row, usage("cores", 1, 2));

  expect(quotas).toEqual({ regional: { limit: 2, used: 1, free: 1 }, byFamily: new Map() });
  expect(odd).toEqual([{ id: `${name} of the vCPU quotas of westeurope in subscription ${SUB}`, problem }]);
});

it("follows the pages of a list", async () => {
  const { arm, state, azure } = await azureOn({ usages: { [`${SUB}/westeurope`]: [usage("cores", 1, 2)] } });
  const nextLink = `${arm.url}/subscriptions/${SUB}/providers/Microsoft.Compute/locations/westeurope/usages?api-version=2026-04-01`;
  state.faults.push({ match: /usages/, times: 1, body: { value: [usage("standardDSv3Family", 2, 10)], nextLink } });

  const quotas = await azure.readQuotas(SUB, WEU);

  expect(quotas.regional).toBeDefined();
  expect([...quotas.byFamily.keys()]).toEqual(["standarddsv3family"]);
});
