import { describe, expect, it } from "vitest";
import { known, missing } from "../../../src/core/model/absence.ts";
import type { GroupDisk, GroupPublicIp, NodeGroup } from "../../../src/core/model/node-group.ts";
import { gib } from "../../../src/core/model/units.ts";
import { stoppedClusterPays } from "../../../src/core/rules/stopped-cluster-pays.ts";
import { NOW, prices } from "../../support/build.ts";
import { amountOf, answersOf, commandsOf, onlyFinding, SILENT, workingOf } from "./judging.ts";

const NAME = "mc_rg-prod_prod-weu-1_westeurope";
const disk = (change: Partial<GroupDisk> = {}): GroupDisk => ({
  name: "pvc-1",
  sizeGiB: gib(128),
  sku: "Premium_LRS",
  tier: "P10",
  isAttached: false,
  ...change,
});
const address = (change: Partial<GroupPublicIp> = {}): GroupPublicIp => ({
  name: "kubernetes-1",
  sku: "standard",
  isAssociated: true,
  isFromPrefix: false,
  ...change,
});
const facts = (group: Partial<NodeGroup>, name = NAME) => ({
  nodeGroups: known({ byName: new Map([[name, { name, disks: [], publicIps: [], ...group }]]) }, NOW),
  prices: known(prices(), NOW),
});
const P20 = disk({ name: "priced", tier: "P20", sizeGiB: gib(512) });
const PREMIUM_V2: GroupDisk = { name: "pvc-2", sizeGiB: gib(64), sku: "PremiumV2_LRS", isAttached: true };
const stopped = { powerState: "stopped" } as const;

describe("stopped-cluster-pays", () => {
  it("finds volumes and addresses, worth up to what they cost: 3 × 20, 1 × 38 and 2 × 730 × 0.005", () => {
    const disks = [disk(), disk(), disk({ isAttached: true }), disk({ sizeGiB: gib(200), tier: "P15" })];

    const finding = onlyFinding(answersOf(stoppedClusterPays, { of: stopped, facts: facts({ disks, publicIps: [address(), address()] }) }));

    expect(finding).toMatchObject({ severity: "low", magnitude: { value: 584, unit: "GiB" } });
    expect(finding.worth).toMatchObject({ kind: "monthly", about: "idle", firmness: "up-to", basis: { kind: "tonight" } });
    expect(amountOf(finding.worth)).toBeCloseTo(3 * 20 + 38 + 2 * 730 * 0.005, 6);
    expect(workingOf(finding, "of them on no node")).toBe("3");
    expect(commandsOf(finding)[1]).toBe("az aks delete -g rg-prod -n prod-weu-1");
  });

  it.for([
    { what: "a disk that is billed by other measures", group: { disks: [PREMIUM_V2] }, why: /other measures/ },
    { what: "a tier without a row", group: { disks: [disk({ tier: "P80" })] }, why: /no retail row for P80 LRS disk/ },
    {
      what: "a zone-redundant disk without a row",
      group: { disks: [disk({ sku: "Premium_ZRS" })] },
      why: /no retail row for P10 ZRS disk/,
    },
    { what: "an address of a prefix", group: { publicIps: [address({ isFromPrefix: true })] }, why: /billed whole/ },
    { what: "a Basic address", group: { publicIps: [address({ sku: "basic" })] }, why: /only Standard/ },
  ])("names $what as not priced, and prices the rest", ({ group: { disks = [], publicIps = [] }, why }) => {
    const alone = onlyFinding(answersOf(stoppedClusterPays, { of: stopped, facts: facts({ disks, publicIps }) }));
    const beside = onlyFinding(answersOf(stoppedClusterPays, { of: stopped, facts: facts({ disks: [...disks, P20], publicIps }) }));

    expect(alone.worth).toEqual({ kind: "not-priced", why: expect.stringMatching(why) });
    expect(amountOf(beside.worth)).toBeCloseTo(73, 6);
    expect(beside.notKnown).toContainEqual(expect.stringMatching(why));
  });

  it("is found without an amount where prices were not read", () => {
    const given = { ...facts({ disks: [disk()] }), prices: missing("unavailable", "the list did not answer") };

    expect(onlyFinding(answersOf(stoppedClusterPays, { of: stopped, facts: given })).worth).toEqual({
      kind: "not-priced",
      why: expect.stringContaining("did not answer"),
    });
  });

  it("names what is not read", () => {
    const finding = onlyFinding(answersOf(stoppedClusterPays, { of: stopped, facts: facts({ publicIps: [address()] }) }));

    expect(finding.notKnown[0]).toMatch(/load balancer rules, NAT gateways/);
  });

  it("is silent about a node resource group with neither disks nor addresses", () => {
    expect(answersOf(stoppedClusterPays, { of: stopped, facts: facts({}) })).toMatchObject(SILENT);
  });

  it("does not apply to a cluster that runs, which has saved nothing by it", () => {
    const outcome = answersOf(stoppedClusterPays, { facts: facts({ disks: [disk()] }) });

    expect(outcome).toMatchObject({ findings: [], unknown: [], notApplicable: [{ why: "the cluster runs" }] });
  });

  it.for([
    { what: "the group cannot be seen", of: {}, facts: facts({}, "another"), kind: "not-seen" },
    { what: "groups were not read", of: {}, facts: { nodeGroups: missing("forbidden", "the app may not") }, kind: "forbidden" },
    { what: "it is being started", of: { provisioningState: "Starting" }, facts: facts({ disks: [disk()] }), kind: "in-motion" },
  ])("cannot tell where $what", ({ of, facts: given, kind }) => {
    const outcome = answersOf(stoppedClusterPays, { of: { ...stopped, ...of }, facts: given });

    expect(outcome).toMatchObject({ findings: [], unknown: [{ reason: { kind } }] });
  });

  it("cannot tell where the answer names no node resource group", () => {
    expect(answersOf(stoppedClusterPays, { of: stopped, lacks: "nodeResourceGroup" })).toMatchObject({
      findings: [],
      unknown: [{ reason: { kind: "absent" } }],
    });
  });
});
