import { z } from "zod";
import type { GroupDisk, GroupPublicIp } from "../../core/model/node-group.ts";
import { gib } from "../../core/model/units.ts";
import { given } from "../wire/decode.ts";
import { optionalText, word } from "./decode.ts";

/** In lower case, from an id: Resource Graph's own column for it is not filled alike in all tables. */
const ArmGroup = z.string().transform((id, context): string => {
  const [, group] = /^\/subscriptions\/[^/]+\/resourcegroups\/([^/]+)(?:\/|$)/.exec(id.toLowerCase()) ?? [];
  if (group !== undefined) return group;
  context.addIssue({ code: "custom", message: "expected an id below a resource group" });
  return z.NEVER;
});

/** A row of `resourcecontainers`. */
export const ArmResourceGroup = z.object({ id: ArmGroup }).transform(({ id }) => id);

const name = z.string().min(1);
const reference = z
  .object({ id: optionalText })
  .nullish()
  .transform((to) => to?.id);
const ArmDisk = z.object({
  id: ArmGroup,
  type: z.literal("microsoft.compute/disks"),
  name,
  /** The VM that has it, running or not. */
  managedBy: optionalText,
  sku: z.object({ name }),
  properties: z.object({ diskSizeGB: z.int().positive(), tier: optionalText }),
});

const ArmPublicIp = z.object({
  id: ArmGroup,
  type: z.literal("microsoft.network/publicipaddresses"),
  name,
  sku: z.object({ name: word<GroupPublicIp["sku"]>({ Basic: "basic", Standard: "standard", StandardV2: "standard-v2" }) }),
  properties: z.object({ ipConfiguration: reference, natGateway: reference, publicIPPrefix: reference }),
});

export interface GroupRow {
  readonly group: string;
  readonly disk?: GroupDisk;
  readonly publicIp?: GroupPublicIp;
}

/** A row of `resources`, which writes types in lower case. */
export const ArmGroupRow = z.discriminatedUnion("type", [ArmDisk, ArmPublicIp]).transform((row): GroupRow => {
  const { id: group, name, sku } = row;
  if (row.type === "microsoft.compute/disks") {
    const { diskSizeGB, tier } = row.properties;
    return {
      group,
      disk: { name, sizeGiB: gib(diskSizeGB), sku: sku.name, ...given("tier", tier), isAttached: row.managedBy !== undefined },
    };
  }
  const { ipConfiguration, natGateway, publicIPPrefix } = row.properties;
  const isAssociated = ipConfiguration !== undefined || natGateway !== undefined;
  return { group, publicIp: { name, sku: row.sku.name, isAssociated, isFromPrefix: publicIPPrefix !== undefined } };
});
