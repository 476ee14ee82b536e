import type { AutomaticClass } from "../../core/model/price.ts";

/** Meters of `Azure Kubernetes Service` that a cluster and hour is billed by. */
export const UPTIME_SLA = "Standard Uptime SLA";
export const LONG_TERM_SUPPORT = "Standard Long Term Support";
export const CONTROL_PLANE = "Automatic Hosted Control Plane";

/** Those that a vCPU and hour of an Automatic cluster is billed by, beside the VM itself. */
const AUTOMATIC: ReadonlyMap<string, AutomaticClass> = new Map([
  ["Automatic General Purpose", "general-purpose"],
  ["Automatic Compute Optimized", "compute-optimized"],
  ["Automatic Memory Optimized", "memory-optimized"],
  ["Automatic Storage Optimized", "storage-optimized"],
  ["Automatic GPU Accelerated", "gpu-accelerated"],
  ["Automatic High Performance Compute", "high-performance"],
  ["Automatic Confidential Compute", "confidential"],
]);

export const automaticClassOf = (meterName: string): AutomaticClass | undefined => AUTOMATIC.get(meterName);
