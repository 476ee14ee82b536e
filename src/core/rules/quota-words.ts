import type { Region, SubscriptionId, VmFamily } from "../model/names.ts";
import type { Skus } from "../model/region.ts";
import { azCommand } from "./command.ts";

/** As Azure writes it, which is how people know it. */
export const familyName = (skus: Skus, family: VmFamily): string =>
  [...skus.byKey.values()].find((sku) => sku.family === family)?.familyName ?? family;

/** `DDSv5` of `standardDDSv5Family` */
export const shortFamily = (name: string): string => name.replace(/^standard\s*/i, "").replace(/\s*family$/i, "");

/** Asks for a limit of regular vCPUs; `resource` is a family, or `cores` for all of the region. */
export const quotaRequest = (subscription: SubscriptionId, region: Region, resource: string, limit: number): string =>
  azCommand(
    ...["quota", "update", "--resource-name", resource, "--resource-type", "dedicated"],
    ...["--scope", `/subscriptions/${subscription}/providers/Microsoft.Compute/locations/${region}`],
    ...["--limit-object", `value=${limit}`],
  );
