import { describe, expect, it } from "vitest";
import type { NodePool } from "../../../src/core/model/cluster.ts";
import { surgePublicIps } from "../../../src/core/rules/surge-public-ips.ts";
import { percent, surging, without } from "../../support/build.ts";
import { answersOf, onlyFinding } from "./judging.ts";

const PREFIX = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/publicIPPrefixes/nodes";
const sized = (name: string, nodes: number, change: Parameters<typeof surging>[2] = {}) =>
  surging(nodes, percent(10), { name, nodePublicIp: { prefixId: PREFIX }, ...change });
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
    const unknown = without(sized("a", 3, { upgrade: {} }), "version");

    expect(judged(unknown).unknown).toMatchObject([{ subject: "a", reason: { kind: "absent" } }]);
  });

  it("is silent about spot pools, stopped pools and pools whose nodes have no public address", () => {
    expect(
      judged(without(sized("a", 990), "nodePublicIp"), sized("b", 990, { priority: "spot" }), sized("c", 990, { powerState: "stopped" })),
    ).toMatchObject({
      findings: [],
      unknown: [],
    });
  });
});
