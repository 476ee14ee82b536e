import { describe, expect, it } from "vitest";
import type { NodePool } from "../../../src/core/model/cluster.ts";
import { vmSize } from "../../../src/core/model/names.ts";
import { surgePublicIps } from "../../../src/core/rules/surge-public-ips.ts";
import { pool } from "../../support/build.ts";
import { answersOf, onlyFinding } from "./judging.ts";

const PREFIX = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/publicIPPrefixes/nodes";
const sized = (name: string, nodes: number, change: Partial<NodePool> & { readonly max?: number } = {}) => {
  const { max, ...rest } = change;
  const autoscale = max === undefined ? {} : { autoscale: { min: 1, max } };
  return pool({
    name,
    nodeCount: nodes,
    sizes: [{ vmSize: vmSize("Standard_D4ds_v5"), nodeCount: nodes, ...autoscale }],
    upgrade: { maxSurge: { kind: "percent", percent: 10 } },
    nodePublicIp: { prefixId: PREFIX },
    ...rest,
  });
};
const judged = (...nodePools: readonly NodePool[]) => answersOf(surgePublicIps, { of: { nodePools } });

describe("surge-public-ips", () => {
  it.for([
    { nodes: 930, finds: [] },
    { nodes: 931, finds: [["medium", 2]] },
  ])("two pools of $nodes nodes and a tenth of surge that share a prefix of 2048 at most: $finds", ({ nodes, finds }) => {
    const { findings } = judged(sized("a", nodes), sized("b", nodes, { nodePublicIp: { prefixId: PREFIX.toUpperCase() } }));

    expect(findings.map(({ severity, magnitude }) => [severity, magnitude.value])).toEqual(finds);
  });

  it("is low where only the autoscalers' maximum needs more", () => {
    const finding = onlyFinding(judged(sized("a", 100, { max: 990 }), sized("b", 990)));

    expect(finding).toMatchObject({ severity: "low", magnitude: { value: 130, unit: "address" } });
  });

  it("cannot tell of a prefix that may be large enough, nor of addresses that Azure picks", () => {
    expect(judged(sized("a", 3)).unknown).toMatchObject([{ subject: "a", reason: { kind: "unsupported" } }]);
    expect(judged(sized("a", 3, { nodePublicIp: {} })).unknown).toMatchObject([{ subject: "a", reason: { kind: "unsupported" } }]);
    expect(judged(sized("a", 990), sized("b", 990, { nodePublicIp: { prefixId: `${PREFIX}-2` } })).findings).toEqual([]);
  });

  it("cannot tell without a surge that is known", () => {
    const { version: _, ...unknown } = sized("a", 3, { upgrade: {} });

    expect(judged(unknown).unknown).toMatchObject([{ subject: "a", reason: { kind: "absent" } }]);
  });

  it("is silent about spot pools, stopped pools and pools whose nodes have no public address", () => {
    const { nodePublicIp: _, ...plain } = sized("a", 990);

    expect(judged(plain, sized("b", 990, { priority: "spot" }), sized("c", 990, { powerState: "stopped" }))).toMatchObject({
      findings: [],
      unknown: [],
    });
  });
});
