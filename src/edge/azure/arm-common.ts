import { z } from "zod";
import { oneOf, optionalText } from "./decode.ts";

// What clusters and their pools write alike.

export const ArmTags = z
  .record(z.string(), z.string().nullable())
  .nullish()
  .transform((tags) => Object.fromEntries(Object.entries(tags ?? {}).map(([key, value]) => [key, value ?? ""])));

/** Absent in answers of API versions that could not stop anything yet. */
export const ArmPowerState = z
  .object({ code: oneOf({ Running: "running", Stopped: "stopped" } as const, "running") })
  .nullish()
  .transform((state) => state?.code ?? "running");

/** ARM's own rule: a resource that does not name its state has succeeded. */
export const ArmProvisioningState = optionalText.transform((state) => state ?? "Succeeded");
