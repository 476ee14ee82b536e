import { describe, expect, it } from "vitest";
import { known, missing } from "../../../src/core/model/absence.ts";
import type { NodePool } from "../../../src/core/model/cluster.ts";
import { vmSize, vmSizeKey } from "../../../src/core/model/names.ts";
import { publicIpPerNode } from "../../../src/core/rules/public-ip-per-node.ts";
import { NOW, nights, pool, poolSize, prices } from "../../support/build.ts";
import { amountOf, answersOn, commandsOf, onlyFinding, SILENT } from "./judging.ts";

const facts = { prices: known(prices(), NOW) };
const PREFIX = "/subscriptions/s/resourceGroups/net/providers/Microsoft.Network/publicIPPrefixes/nodes";
const open = (change: Partial<NodePool> = {}) => pool({ nodePublicIp: {}, ...change });

describe("public-ip-per-node", () => {
  it("finds a pool whose nodes have public addresses, and builds one without", () => {
    const finding = onlyFinding(answersOn(publicIpPerNode, open(), { facts }));

    expect(finding).toMatchObject({ subject: "apps", severity: "low", magnitude: { value: 3, unit: "node" } });
    expect(commandsOf(finding)[0]).toContain("az aks nodepool add");
    expect(commandsOf(finding).join()).not.toContain("public-ip");
  });

  it("gives no command for a pool with a kubelet disk that az cannot ask for", () => {
    const [add] = onlyFinding(answersOn(publicIpPerNode, open({ kubeletDisk: "temporary" }), { facts })).remedy.steps;

    expect(add?.text).toContain("kubeletDiskType: 'Temporary'");
    expect(add).not.toHaveProperty("command");
  });

  it("is worth the hours of the addresses, for certain", () => {
    const { worth } = onlyFinding(answersOn(publicIpPerNode, open(), { facts }));

    expect(worth).toMatchObject({ kind: "monthly", about: "public-ip", firmness: "firm", basis: { kind: "tonight" } });
    expect(amountOf(worth)).toBeCloseTo(3 * 0.005 * 730, 9);
  });

  it("stands on the mean of the nights once there are seven", () => {
    const { worth } = onlyFinding(answersOn(publicIpPerNode, open(), { facts, history: nights([4, 4, 4, 4, 4, 4, 11]) }));

    expect(amountOf(worth)).toBeCloseTo(5 * 0.005 * 730, 9);
  });

  it("is worth up to that where they are of a prefix, which goes last", () => {
    const finding = onlyFinding(answersOn(publicIpPerNode, open({ nodePublicIp: { prefixId: PREFIX } }), { facts }));

    expect(finding.worth).toMatchObject({ firmness: "up-to" });
    expect(amountOf(finding.worth)).toBeCloseTo(3 * 0.006 * 730, 9);
    expect(finding.remedy.steps.at(-1)?.text).toContain("Delete the public IP prefix");
    expect(commandsOf(finding).join()).not.toContain(PREFIX);
  });

  it.for([
    { what: "the list was not read", list: missing("unavailable", "the list did not answer"), why: /did not answer/ },
    { what: "it has no row of addresses", list: known(prices({ publicIps: {} }), NOW), why: /public IP address/ },
  ])("is not priced, and found all the same, where $what", ({ list, why }) => {
    const { worth } = onlyFinding(answersOn(publicIpPerNode, open(), { facts: { prices: list } }));

    expect(worth).toEqual({ kind: "not-priced", why: expect.stringMatching(why) });
  });

  it.for([
    { what: "a pool without public addresses", of: pool() },
    { what: "a gateway pool, whose addresses are its purpose", of: open({ mode: "gateway" }) },
  ])("is silent about $what", ({ of }) => {
    expect(answersOn(publicIpPerNode, of, { facts })).toMatchObject(SILENT);
  });

  it.for([
    { what: "AKS Automatic", on: {}, of: { isAutomatic: true } },
    { what: "an availability set", on: { kind: "availability-set" }, of: {} },
    { what: "a stopped pool", on: { powerState: "stopped" }, of: {} },
    { what: "a pool without nodes", on: { nodeCount: 0, sizes: [poolSize("Standard_D4ds_v5", 0)] }, of: {} },
  ] as const)("does not apply to $what", ({ on, of }) => {
    expect(answersOn(publicIpPerNode, open(on), { facts, of })).toMatchObject({ findings: [], notApplicable: [{ subject: "apps" }] });
  });

  it("does not apply where no new node of the size may be made", () => {
    const restrictions = known(
      { byKey: new Map([[vmSizeKey(vmSize("Standard_D4ds_v5")), { reason: "NotAvailableForSubscription", zones: [] }]]) },
      NOW,
    );

    expect(answersOn(publicIpPerNode, open(), { facts: { ...facts, restrictions } }).notApplicable).toHaveLength(1);
  });

  it("waits while the pool is being scaled", () => {
    expect(answersOn(publicIpPerNode, open({ provisioningState: "Scaling" })).unknown).toHaveLength(1);
  });
});
