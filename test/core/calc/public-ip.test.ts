import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { publicIpRoom, publicIpsNeeded, publicPrefixSize } from "../../../src/core/calc/public-ip.ts";
import { count, percent, pool, without } from "../../support/build.ts";
import { law } from "../../support/law.ts";

const impossible = { cannotTell: { kind: "unreadable" } };

describe("a public IP prefix", () => {
  it.for([
    { prefix: 28, size: 16 },
    { prefix: 31, size: 2 },
    { prefix: 24, size: 256 },
    { prefix: 21, size: 2048 },
  ])("of /$prefix has all of its $size addresses", ({ prefix, size }) => {
    expect(publicPrefixSize(prefix)).toBe(size);
  });

  it.for([33, 32, 20, -1, 28.5])("cannot be a /%s", (prefix) => {
    expect(publicPrefixSize(prefix)).toMatchObject(impossible);
  });
});

describe("public addresses of nodes", () => {
  const twenty = { nodeCount: 20, upgrade: { maxSurge: percent(25) } } as const;

  it("are one a node, surge included, and none where nodes have none", () => {
    expect(publicIpsNeeded(pool({ ...twenty, nodePublicIp: {} }), "now")).toBe(25);
    expect(publicIpsNeeded(pool({ ...twenty, nodePublicIp: {} }), "now", count(1))).toBe(21);
    expect(publicIpsNeeded(pool(twenty), "now")).toBe(0);
  });

  it("are counted at the most nodes too, and cannot be told where surge cannot", () => {
    expect(publicIpsNeeded(pool({ nodePublicIp: {}, upgrade: twenty.upgrade }), "maximum")).toBe(13);
    expect(publicIpsNeeded(without(pool({ nodePublicIp: {}, upgrade: {} }), "version"), "now")).toMatchObject({
      cannotTell: { kind: "absent" },
    });
  });

  it.for([
    { prefix: 28, nodes: 16, others: 0, expected: { available: 16, short: 0, prefixWithRoom: 28 } },
    { prefix: 28, nodes: 17, others: 0, expected: { available: 16, short: 1, prefixWithRoom: 27 } },
    { prefix: 28, nodes: 13, others: 4, expected: { available: 12, short: 1, prefixWithRoom: 27 } },
    { prefix: 28, nodes: 1, others: 16, expected: { available: 0, short: 1, prefixWithRoom: 27 } },
    { prefix: 28, nodes: 0, others: 0, expected: { available: 16, short: 0, prefixWithRoom: 31 } },
    { prefix: 21, nodes: 2048, others: 0, expected: { available: 2048, short: 0, prefixWithRoom: 21 } },
    { prefix: 21, nodes: 2049, others: 0, expected: { available: 2048, short: 1 } },
  ])("have room in a /$prefix for $nodes beside $others others: $expected", ({ prefix, nodes, others, expected }) => {
    expect(publicIpRoom(prefix, nodes, others)).toEqual(expected);
  });

  it.for([
    [33, 1, 0],
    [28, -1, 0],
    [28, 1, 17],
    [28, 1, -1],
  ] as const)("cannot be told of %j", ([prefix, nodes, others]) => {
    expect(publicIpRoom(prefix, nodes, others)).toMatchObject(impossible);
  });

  law("have room in the prefix that has, and not in the next smaller", [fc.integer({ min: 1, max: 2048 })], (nodes) => {
    const room = publicIpRoom(31, nodes);
    const prefix = "prefixWithRoom" in room ? (room.prefixWithRoom ?? 0) : 0;

    expect(publicIpRoom(prefix, nodes)).toMatchObject({ short: 0 });
    if (prefix < 31) expect(publicIpRoom(prefix + 1, nodes)).not.toMatchObject({ short: 0 });
  });
});
