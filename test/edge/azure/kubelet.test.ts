import { describe, expect, it } from "vitest";
import { ArmKubeletConfig } from "../../../src/edge/azure/arm-kubelet.ts";

const eviction = (memoryAvailable: unknown) => ({ hardEvictionThreshold: { memoryAvailable } });
const reserved = (kubeReserved: unknown) => ({ kubeReserved });

describe("what is set by hand on the kubelet", () => {
  it.for([
    ["2097152Ki", { kind: "amount", sizeMiB: 2048 }],
    ["512001Ki", { kind: "amount", sizeMiB: 501 }],
    ["1Ki", { kind: "amount", sizeMiB: 1 }],
    ["750Mi", { kind: "amount", sizeMiB: 750 }],
    ["1.5Gi", { kind: "amount", sizeMiB: 1536 }],
    ["2%", { kind: "percent", percent: 2 }],
    ["100%", { kind: "percent", percent: 100 }],
  ] as const)("reads a threshold of %s", ([text, hardEvictionMemory]) => {
    expect(ArmKubeletConfig.parse(eviction(text))).toEqual({ hardEvictionMemory });
  });

  it.for([
    ["more than all of it", eviction("101%")],
    ["no per cent at all", eviction("0%")],
    ["nothing", eviction("0Mi")],
    ["less than nothing", eviction("-100Mi")],
    ["decimal units", eviction("500M")],
    ["no unit", eviction("500")],
    ["an expression", eviction("<500Mi")],
    ["a number", eviction(500)],
    ["a threshold of the disk alike", { hardEvictionThreshold: { nodeFsAvailable: "110%" } }],
    ["no CPU", reserved({ cpuMillicores: 0 })],
    ["negative memory", reserved({ memoryMB: -750 })],
    ["parts of a MiB", reserved({ memoryMB: 750.5 })],
    ["text for memory", reserved({ memoryMB: "750" })],
  ] as const)("refuses %s", ([, arm]) => {
    expect(ArmKubeletConfig.safeParse(arm).success).toBe(false);
  });

  it("says what it expects", () => {
    const issues = ArmKubeletConfig.safeParse(eviction("120%")).error?.issues;

    expect(issues).toMatchObject([
      {
        path: ["hardEvictionThreshold", "memoryAvailable"],
        message: "expected an amount such as 500Mi, or a percentage up to 100%",
      },
    ]);
  });

  it.for([
    [undefined],
    [null],
    [{}],
    [reserved(null)],
    [reserved({})],
    [eviction(undefined)],
    [eviction(null)],
    [eviction("")],
    [{ cpuManagerPolicy: "static" }],
  ])("is nothing for %j", ([arm]) => {
    expect(ArmKubeletConfig.parse(arm)).toBeUndefined();
  });
});
