import { describe, expect, it } from "vitest";
import type { ArmBody } from "../../../local/arm/index.ts";
import { AzureRefusal } from "../../../src/edge/azure/index.ts";
import { thrownBy } from "../../support/thrown-by.ts";
import { readCluster, readPool } from "./stand-in.ts";

const read = (properties: ArmBody) => readCluster({ properties });
const forced = (forceUpgrade: unknown, until?: unknown) => ({ upgradeSettings: { overrideSettings: { forceUpgrade, until } } });

describe("the upkeep of a cluster body", () => {
  it.for([
    { arm: null, ours: { channel: "none" } },
    { arm: {}, ours: { channel: "none" } },
    { arm: { upgradeChannel: "none", nodeOSUpgradeChannel: "None" }, ours: { channel: "none", nodeOsChannel: "none" } },
    { arm: { upgradeChannel: "patch", nodeOSUpgradeChannel: "NodeImage" }, ours: { channel: "patch", nodeOsChannel: "node-image" } },
    {
      arm: { upgradeChannel: "Stable", nodeOSUpgradeChannel: "SecurityPatch" },
      ours: { channel: "stable", nodeOsChannel: "security-patch" },
    },
    { arm: { upgradeChannel: "rapid", nodeOSUpgradeChannel: "Unmanaged" }, ours: { channel: "rapid", nodeOsChannel: "unmanaged" } },
    { arm: { upgradeChannel: "node-image", nodeOSUpgradeChannel: "Unspecified" }, ours: { channel: "node-image" } },
  ])("reads the channels of $arm", async ({ arm, ours }) => {
    expect((await read({ autoUpgradeProfile: arm })).autoUpgrade).toEqual(ours);
  });

  it("names a channel it does not know, and reads nothing into it", async () => {
    const error = await thrownBy(read({ autoUpgradeProfile: { upgradeChannel: "weekly" } }));

    expect(error).toBeInstanceOf(AzureRefusal);
    expect(error).toMatchObject({ message: expect.stringContaining("weekly is not a word we know") });
  });

  it.for([
    { what: "with a time", arm: forced(true, "2030-12-31T13:00:00Z"), ours: "2030-12-31T13:00:00.000Z" },
    { what: "with a time of another zone", arm: forced(true, "2030-12-31T13:00:00+02:00"), ours: "2030-12-31T11:00:00.000Z" },
    { what: "without a time, which has no effect", arm: forced(true), ours: undefined },
    { what: "that is off", arm: forced(false, "2030-12-31T13:00:00Z"), ours: undefined },
    { what: "that is not there", arm: { upgradeSettings: {} }, ours: undefined },
  ])("reads an upgrade override $what", async ({ arm, ours }) => {
    expect((await read(arm)).upgradesForcedUntil).toBe(ours);
  });

  it("refuses an override until no time at all", async () => {
    expect(await thrownBy(read(forced(true, "next week")))).toBeInstanceOf(AzureRefusal);
  });

  it("keeps what the last change ended with, cut where Azure goes on and on", async () => {
    const provisioningError = { code: "QuotaExceeded", message: "x".repeat(1000), details: [{ code: "inner" }] };

    expect((await read({ status: { provisioningError } })).failure).toEqual({ code: "QuotaExceeded", message: "x".repeat(300) });
    expect((await readPool({ status: { provisioningError } }))?.failure).toMatchObject({ code: "QuotaExceeded" });
    expect(await read({ status: {} })).not.toHaveProperty("failure");
    expect(await readPool({ status: null })).not.toHaveProperty("failure");
  });

  it("reads what of the autoscaler's settings is used", async () => {
    const autoScalerProfile = { expander: "Priority", "balance-similar-node-groups": "true", "scan-interval": "10s" };

    expect((await read({ autoScalerProfile })).autoscaler).toEqual({ expander: "priority", balancesSimilarPools: true });
    expect((await read({ autoScalerProfile: { "balance-similar-node-groups": false } })).autoscaler).toEqual({
      balancesSimilarPools: false,
    });
    expect(await read({ autoScalerProfile: { "scan-interval": "10s" } })).not.toHaveProperty("autoscaler");
  });

  it("reads where the nodes' resources are, and whether Windows nodes have licences already", async () => {
    expect(await read({ nodeResourceGroup: "MC_x", windowsProfile: { licenseType: "Windows_Server" } })).toMatchObject({
      nodeResourceGroup: "MC_x",
      hasHybridBenefit: true,
    });
    expect(await read({ windowsProfile: { licenseType: "None" } })).not.toHaveProperty("hasHybridBenefit");
    expect(await read({ windowsProfile: { adminUsername: "x" } })).not.toHaveProperty("hasHybridBenefit");
  });

  it("reads FIPS images and encryption at the host of a pool", async () => {
    expect(await readPool({ enableFIPS: true, enableEncryptionAtHost: true })).toMatchObject({ isFips: true, hasHostEncryption: true });
    const plain = await readPool({ enableFIPS: false });
    expect(plain).not.toHaveProperty("isFips");
    expect(plain).not.toHaveProperty("hasHostEncryption");
  });

  it("reads ultra disks, artifact streaming and how GPUs are split", async () => {
    const body = { enableUltraSSD: true, gpuInstanceProfile: "MIG1g", artifactStreamingProfile: { enabled: true } };

    expect(await readPool(body)).toMatchObject({ hasUltraDisk: true, gpuInstanceProfile: "MIG1g", hasArtifactStreaming: true });
    expect(await readPool({ artifactStreamingProfile: { enabled: false } })).not.toHaveProperty("hasArtifactStreaming");
  });
});
