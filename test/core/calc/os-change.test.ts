import { describe, expect, it } from "vitest";
import { osChange } from "../../../src/core/calc/os-change.ts";
import type { NodePool } from "../../../src/core/model/cluster.ts";
import { pool, version, without } from "../../support/build.ts";
import { settledCalendar } from "../../support/calendar.ts";

/** What the pool's nodes run says its OS SKU: no node image is in the answer. */
function change(to: string, { nodeImageVersion, ...rest }: Partial<NodePool>) {
  const bare = without(pool({ version: version("1.34.2"), ...rest }), "nodeImageVersion");
  return osChange(settledCalendar, nodeImageVersion === undefined ? bare : { ...bare, nodeImageVersion }, version(to));
}

describe("what an upgrade does to the operating system", () => {
  it("moves with an OS SKU that moves, from what the nodes' version means", () => {
    expect(change("1.35", { osSku: "Ubuntu" })).toMatchObject({ kind: "moves", from: { id: "ubuntu-22.04" }, to: { id: "ubuntu-24.04" } });
    expect(change("1.34", { osSku: "Ubuntu" })).toEqual({ kind: "stays" });
    expect(change("1.35", { osSku: "Ubuntu", nodeImageVersion: "AKSUbuntu-2404gen2containerd-1" })).toEqual({ kind: "stays" });
  });

  it("is one release behind with FIPS", () => {
    expect(change("1.35", { osSku: "Ubuntu", isFips: true })).toMatchObject({ from: { id: "ubuntu-20.04" }, to: { id: "ubuntu-22.04" } });
  });

  it("is refused where the OS SKU means one system that the version does not take", () => {
    expect(change("1.37", { os: "windows", osSku: "Windows2022" })).toMatchObject({ kind: "refused", image: { id: "windows-2022" } });
    expect(change("1.36", { os: "windows", osSku: "Windows2022" })).toEqual({ kind: "stays" });
  });

  it("cannot be told of confidential nodes on Ubuntu 20.04", () => {
    expect(change("1.35", { osSku: "Ubuntu", nodeImageVersion: "AKSUbuntu-2004cvm-1" })).toMatchObject({
      cannotTell: { kind: "unsupported" },
    });
  });
});
