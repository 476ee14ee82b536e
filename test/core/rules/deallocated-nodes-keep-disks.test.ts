import { describe, expect, it } from "vitest";
import { known, missing } from "../../../src/core/model/absence.ts";
import { gib } from "../../../src/core/model/units.ts";
import { deallocatedNodesKeepDisks } from "../../../src/core/rules/deallocated-nodes-keep-disks.ts";
import { NOW, nights, pool, prices } from "../../support/build.ts";
import { amountOf, answersOn, commandsOf, onlyFinding, SILENT, workingOf } from "./judging.ts";

const managed = { kind: "managed", sizeGiB: gib(128) } as const;
const keeps = pool({ scaleDownMode: "deallocate", osDisk: managed });
/** P10: 20 EUR a month. */
const facts = { prices: known(prices(), NOW) };

describe("deallocated-nodes-keep-disks", () => {
  it("finds a pool whose nodes went, worth up to the disks of those that were there: 8 seen, 3 now", () => {
    const finding = onlyFinding(answersOn(deallocatedNodesKeepDisks, keeps, { facts, history: nights([8, 4, 3]) }));

    expect(finding).toMatchObject({ subject: "apps", severity: "low", magnitude: { value: 5, unit: "node" } });
    expect(finding.worth).toMatchObject({ kind: "monthly", about: "disk", firmness: "up-to", before: { amount: 160 } });
    expect(amountOf(finding.worth)).toBeCloseTo(5 * 20, 6);
    expect(workingOf(finding, "deallocated, as far as seen")).toBe("5 nodes");
    expect(commandsOf(finding)).toEqual([expect.stringMatching(/nodepool update .* -n apps --scale-down-mode Delete$/)]);
  });

  it("counts those that run by the mean of the nights once there are seven", () => {
    const history = nights([8, 2, 2, 2, 2, 2, 2, 4]);

    expect(amountOf(onlyFinding(answersOn(deallocatedNodesKeepDisks, keeps, { facts, history })).worth)).toBeCloseTo((8 - 3) * 20, 6);
  });

  it.for([
    { what: "none was seen to go", history: nights([3, 3, 3]), facts, why: /none was seen to go/ },
    { what: "nothing was seen before tonight", history: [], facts, why: /none was seen to go/ },
    {
      what: "prices were not read",
      history: nights([8, 3]),
      facts: { prices: missing("unavailable", "the list did not answer") },
      why: /did not answer/,
    },
    { what: "the disk is not in the list", history: nights([8, 3]), facts: { prices: known(prices({ disks: {} }), NOW) }, why: /P10 LRS/ },
  ])("is found without an amount where $what", ({ history, facts: given, why }) => {
    const finding = onlyFinding(answersOn(deallocatedNodesKeepDisks, keeps, { facts: given, history }));

    expect(finding.worth).toEqual({ kind: "not-priced", why: expect.stringMatching(why) });
  });

  it("is not misled by another pool that shrank", () => {
    const finding = onlyFinding(answersOn(deallocatedNodesKeepDisks, keeps, { facts, history: nights([20, 3], "other") }));

    expect(finding.magnitude.value).toBe(0);
  });

  it.for([
    { what: "a pool that deletes nodes", change: { scaleDownMode: "delete" } },
    { what: "ephemeral disks, which deallocation does not leave", change: { osDisk: { kind: "ephemeral", sizeGiB: gib(128) } } },
  ] as const)("is silent about $what", ({ change }) => {
    const outcome = answersOn(deallocatedNodesKeepDisks, { ...keeps, ...change }, { facts });

    expect(outcome).toMatchObject(SILENT);
  });

  it.for([
    { what: "to a stopped pool", change: { powerState: "stopped" } },
    {
      what: "to a spot pool that keeps evicted nodes too, which has a rule of its own",
      change: { priority: "spot", spot: { evictionPolicy: "deallocate" } },
    },
  ] as const)("does not apply $what", ({ change }) => {
    const outcome = answersOn(deallocatedNodesKeepDisks, { ...keeps, ...change }, { facts });

    expect(outcome).toMatchObject({ findings: [], notApplicable: [{ subject: "apps" }] });
  });

  it("finds a spot pool that deletes evicted nodes and keeps scaled-down ones", () => {
    const spot = { ...keeps, priority: "spot", spot: { evictionPolicy: "delete" } } as const;

    expect(answersOn(deallocatedNodesKeepDisks, spot, { facts }).findings).toHaveLength(1);
  });

  it("waits while the pool is being scaled", () => {
    expect(answersOn(deallocatedNodesKeepDisks, { ...keeps, provisioningState: "Scaling" }, { facts }).unknown).toHaveLength(1);
  });
});
