import { describe, expect, it } from "vitest";
import type { AutoUpgrade, NodePool } from "../../../src/core/model/cluster.ts";
import { nodeOsChannelOff } from "../../../src/core/rules/node-os-channel-off.ts";
import { pool, systemPool } from "../../support/build.ts";
import { answersOf, commandsOf, onlyFinding, workingOf } from "./judging.ts";

const FRESH = "AKSUbuntu-2404gen2containerd-202610.24.0"; // 30 days before the builders' now
const OLD = "AKSUbuntu-2404gen2containerd-202610.23.0";
const windows = (nodeImageVersion: string) => pool({ name: "win", os: "windows", osSku: "Windows2022", nodeImageVersion });
const linux = (nodeImageVersion: string) => pool({ nodeImageVersion });

const judged = (nodeOsChannel: AutoUpgrade["nodeOsChannel"], nodePools: readonly NodePool[] = [linux(FRESH)], change = {}) =>
  answersOf(nodeOsChannelOff, {
    of: { autoUpgrade: { channel: "patch", ...(nodeOsChannel ? { nodeOsChannel } : {}) }, nodePools, ...change },
  });

describe("node-os-channel-off", () => {
  it.for([
    { channel: "none", pools: [linux(FRESH)], severity: "low", age: 30 },
    { channel: "none", pools: [linux(FRESH), linux(OLD)], severity: "medium", age: 31 },
    { channel: "unmanaged", pools: [linux(OLD)], severity: "low", age: 31 },
    { channel: "unmanaged", pools: [linux(OLD), windows("AKSWindows-2022-containerd-20348.4405.261024")], severity: "low", age: 31 },
    { channel: "unmanaged", pools: [linux(FRESH), windows("AKSWindows-2022-containerd-20348.4405.261023")], severity: "medium", age: 31 },
    { channel: "none", pools: [linux("of no known form")], severity: "medium", age: 0 },
  ] as const)("finds channel $channel with images of $age days: $severity", ({ channel, pools, severity, age }) => {
    const finding = onlyFinding(judged(channel, pools));

    expect(finding).toMatchObject({ severity, magnitude: { value: age, unit: "day" } });
  });

  it.for(["node-image", "security-patch"] as const)("is silent with the channel %s, however old the images are", (channel) => {
    expect(judged(channel, [linux("AKSUbuntu-2204gen2containerd-202301.01.0")])).toMatchObject({ findings: [], unknown: [] });
  });

  it("is silent on AKS Automatic and on a cluster without pools", () => {
    expect(judged("none", [linux(OLD)], { isAutomatic: true })).toMatchObject({ findings: [], unknown: [] });
    expect(judged("none", [])).toMatchObject({ findings: [], unknown: [] });
  });

  it.for(["none", "unmanaged", undefined] as const)(
    "does not apply beside the older channel, which renews node images: %s",
    (nodeOsChannel) => {
      const autoUpgrade = { channel: "node-image" as const, ...(nodeOsChannel ? { nodeOsChannel } : {}) };

      expect(judged("none", [linux(OLD)], { autoUpgrade })).toMatchObject({ findings: [], unknown: [], notApplicable: [{}] });
    },
  );

  it("says that a change of the channel images every node anew", () => {
    expect(onlyFinding(judged("none")).remedy.restarts).toMatch(/^every node within a day/);
  });

  it("cannot tell where no channel is named: clusters before June 2023 have no default", () => {
    expect(judged(undefined)).toMatchObject({
      findings: [],
      unknown: [{ reason: { kind: "absent", why: expect.stringContaining("2023") } }],
    });
  });

  it("cannot tell about a cluster that was stored before channels were read", () => {
    expect(answersOf(nodeOsChannelOff, { lacks: "autoUpgrade" }).unknown).toMatchObject([{ reason: { kind: "absent" } }]);
  });

  it("names the Windows pools that Unmanaged never patches", () => {
    expect(onlyFinding(judged("unmanaged", [systemPool(), windows(FRESH)])).detail).toContain("no patches this way: win");
  });

  it("offers security patches alone only where all nodes are Linux", () => {
    const offers = (pools: readonly NodePool[]) => commandsOf(onlyFinding(judged("none", pools))).join("\n");

    expect(offers([linux(OLD)])).toContain("SecurityPatch");
    expect(offers([linux(OLD), windows(OLD)])).not.toContain("SecurityPatch");
  });

  it("tells which image is the oldest, and that it does not know where none says", () => {
    const finding = onlyFinding(judged("none", [linux(FRESH), pool({ name: "old", nodeImageVersion: OLD })]));

    expect(workingOf(finding, "oldest node image")).toBe(`${OLD}, 31 days`);
    expect(onlyFinding(judged("none", [linux("?")])).notKnown).toContainEqual(expect.stringContaining("how old"));
  });

  it("counts an image as fresh for as long as people say", () => {
    const of = { autoUpgrade: { channel: "patch", nodeOsChannel: "none" }, nodePools: [linux(FRESH)] } as const;

    expect(onlyFinding(answersOf(nodeOsChannelOff, { of, thresholds: { freshDays: 14 } })).severity).toBe("medium");
  });
});
