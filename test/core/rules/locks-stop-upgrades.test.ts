import { describe, expect, it } from "vitest";
import { known, missing } from "../../../src/core/model/absence.ts";
import type { Lock } from "../../../src/core/model/locks.ts";
import { locksStopUpgrades } from "../../../src/core/rules/locks-stop-upgrades.ts";
import { NOW, ref, SUBSCRIPTION } from "../../support/build.ts";
import { answersOf, commandsOf, onlyFinding, workingOf } from "./judging.ts";

const SUB = `/subscriptions/${SUBSCRIPTION}`;
const NODES = `${SUB}/resourcegroups/mc_rg-prod_prod-weu-1_westeurope`;
const CLUSTER = ref().id;
const lock = (level: Lock["level"], scope: string, name = "keep"): Lock => ({ name, level, scope });
const judged = (...locks: readonly Lock[]) => answersOf(locksStopUpgrades, { facts: { locks: known(locks, NOW) } });

describe("locks-stop-upgrades", () => {
  it.for([
    { what: "the node resource group", scope: NODES, cannotDelete: 1, readOnly: 1, place: "the node resource group" },
    { what: "the subscription", scope: SUB, cannotDelete: 1, readOnly: 1, place: "the subscription" },
    {
      what: "a scale set",
      scope: `${NODES}/providers/microsoft.compute/virtualmachinescalesets/aks-apps-1`,
      cannotDelete: 1,
      readOnly: 1,
      place: "nodes in the node resource group",
    },
    { what: "the cluster", scope: CLUSTER, cannotDelete: 0, readOnly: 1, place: "the cluster" },
    {
      what: "the cluster's group",
      scope: `${SUB}/resourcegroups/rg-prod`,
      cannotDelete: 0,
      readOnly: 1,
      place: "the cluster's resource group",
    },
    {
      what: "a disk of the node group",
      scope: `${NODES}/providers/microsoft.compute/disks/pvc-1`,
      cannotDelete: 0,
      readOnly: 0,
      place: "",
    },
    { what: "another group of a like name", scope: `${NODES}2`, cannotDelete: 0, readOnly: 0, place: "" },
    { what: "another cluster", scope: ref("other").id, cannotDelete: 0, readOnly: 0, place: "" },
  ])("on $what: CanNotDelete $cannotDelete, ReadOnly $readOnly", ({ scope, cannotDelete, readOnly, place }) => {
    const withDelete = judged(lock("cannot-delete", scope));
    const withRead = judged(lock("read-only", scope));

    expect([...withDelete.findings, ...withRead.findings].filter(({ detail }) => !/^1 lock of .* lets AKS /.test(detail))).toEqual([]);
    expect(withDelete).toMatchObject({ findings: { length: cannotDelete }, unknown: [] });
    expect(withRead).toMatchObject({ findings: { length: readOnly }, unknown: [] });
    expect(withRead.findings.map((finding) => workingOf(finding, "keep"))).toEqual(readOnly === 0 ? [] : [`ReadOnly on ${place}`]);
  });

  it("tells all of them in one finding, each once, and how to remove them", () => {
    const finding = onlyFinding(judged(lock("read-only", SUB, "all"), lock("cannot-delete", NODES)));

    expect(finding).toMatchObject({ severity: "high", title: "A read-only lock stops every change", magnitude: { value: 2 } });
    expect(finding).not.toHaveProperty("subject");
    expect(commandsOf(finding)).toEqual([
      `az lock delete --ids ${SUB}/providers/Microsoft.Authorization/locks/all`,
      `az lock delete --ids ${NODES}/providers/Microsoft.Authorization/locks/keep`,
      "az aks update -g rg-prod -n prod-weu-1 --nrg-lockdown-restriction-level ReadOnly",
    ]);
  });

  it("cannot tell before the node resource group is read, unless a lock holds for the cluster itself", () => {
    const of = (...locks: readonly Lock[]) =>
      answersOf(locksStopUpgrades, { lacks: "nodeResourceGroup", facts: { locks: known(locks, NOW) } });

    expect(of()).toMatchObject({ findings: [], unknown: [{ reason: { kind: "absent" } }] });
    expect(of(lock("read-only", CLUSTER))).toMatchObject({ findings: { length: 1 }, unknown: [] });
  });

  it("cannot tell without the locks", () => {
    const facts = { locks: missing("forbidden", "the app may not read the locks") };

    expect(answersOf(locksStopUpgrades, { facts }).unknown).toMatchObject([{ reason: { kind: "forbidden" } }]);
  });
});
