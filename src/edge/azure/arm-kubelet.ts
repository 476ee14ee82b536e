import { z } from "zod";
import type { EvictionThreshold, KubeletOverrides } from "../../core/model/cluster.ts";
import { mib } from "../../core/model/units.ts";
import { given } from "../wire/decode.ts";
import { optionalText } from "./decode.ts";

const UNITS_PER_MIB = { Ki: 1024, Mi: 1, Gi: 1 / 1024 } as const;

/** `500Mi`, `2Gi`, `512000Ki` or `5%`. Rounded up to whole MiB, so that no more memory is promised than is left. */
const ArmEvictionThreshold = optionalText.transform((text, context): EvictionThreshold | undefined => {
  if (text === undefined) return undefined;
  const [, number, unit] = /^(\d+(?:\.\d+)?)(Ki|Mi|Gi|%)$/.exec(text.trim()) ?? [];
  const value = Number(number);
  if (unit === "%" && value > 0 && value <= 100) return { kind: "percent", percent: value };
  if ((unit === "Ki" || unit === "Mi" || unit === "Gi") && value > 0) {
    return { kind: "amount", sizeMiB: mib(Math.ceil(value / UNITS_PER_MIB[unit])) };
  }
  context.addIssue({ code: "custom", message: "expected an amount such as 500Mi, or a percentage up to 100%" });
  return z.NEVER;
});

/** Preview, Linux only. Nothing when it sets none of the values that node-reserved is made of. memoryMB is MiB. */
export const ArmKubeletConfig = z
  .object({
    kubeReserved: z.object({ cpuMillicores: z.int().positive().nullish(), memoryMB: z.int().positive().nullish() }).nullish(),
    hardEvictionThreshold: z.object({ memoryAvailable: ArmEvictionThreshold, nodeFsAvailable: ArmEvictionThreshold }).nullish(),
  })
  .nullish()
  .transform((arm): KubeletOverrides | undefined => {
    const overrides = {
      ...given("kubeReservedCpuMillicores", arm?.kubeReserved?.cpuMillicores),
      ...given("kubeReservedMemoryMiB", arm?.kubeReserved?.memoryMB),
      ...given("hardEvictionMemory", arm?.hardEvictionThreshold?.memoryAvailable),
      ...given("hardEvictionDisk", arm?.hardEvictionThreshold?.nodeFsAvailable),
    };
    return Object.keys(overrides).length > 0 ? overrides : undefined;
  });
