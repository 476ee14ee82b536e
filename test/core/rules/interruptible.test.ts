import { describe, expect, it } from "vitest";
import { interruptible } from "../../../src/core/rules/interruptible.ts";

const NONE = { tags: {}, labels: {}, taints: [] };

describe("interruptible", () => {
  it.for([
    { marks: { labels: { workload: "batch" } }, mark: "label workload=batch" },
    { marks: { labels: { "example.com/Workload": "Batch" } }, mark: "label example.com/Workload=Batch" },
    { marks: { tags: { environment: "dev" } }, mark: "tag environment=dev" },
    { marks: { tags: { Env: "CI" } }, mark: "tag Env=CI" },
    { marks: { tags: { purpose: "sandbox" } }, mark: "tag purpose=sandbox" },
    { marks: { tags: { criticality: "spot-ok" } }, mark: "tag criticality=spot-ok" },
    { marks: { labels: { interruptible: "true" } }, mark: "label interruptible=true" },
    { marks: { taints: ["batch=true:NoSchedule"] }, mark: "taint batch=true:NoSchedule" },
    { marks: { taints: ["example.com/batch:NoSchedule"] }, mark: "taint example.com/batch:NoSchedule" },
    { marks: { taints: ["workload=interruptible:NoExecute"] }, mark: "taint workload=interruptible:NoExecute" },
  ])("is marked by $mark", ({ marks, mark }) => {
    expect(interruptible({ ...NONE, ...marks })).toEqual({ kind: "marked", mark });
  });

  it.for([
    { what: "nothing", marks: {} },
    { what: "a word in a key that says nothing", marks: { tags: { team: "batch" } } },
    { what: "production", marks: { tags: { env: "prod" } } },
    { what: "a label without a value", marks: { labels: { batch: "" } } },
    { what: "a key whose value is not a yes", marks: { labels: { interruptible: "perhaps" } } },
    { what: "the prefix of a tag, which is no prefix", marks: { tags: { "example.com/workload": "batch" } } },
    { what: "a taint of another kind", marks: { taints: ["sku=gpu:NoSchedule"] } },
  ])("is not marked by $what", ({ marks }) => {
    expect(interruptible({ ...NONE, ...marks }).kind).toBe("unmarked");
  });

  it("is refused by a speaking key that says no, whatever else says yes", () => {
    expect(interruptible({ tags: { workload: "batch" }, labels: { interruptible: "false" }, taints: [] }).kind).toBe("refused");
  });
});
