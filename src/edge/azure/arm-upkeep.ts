import { z } from "zod";
import type { AutoscalerSettings, AutoUpgrade, ProvisioningFailure } from "../../core/model/cluster.ts";
import { type Instant, instant } from "../../core/model/time.ts";
import { given } from "../wire/decode.ts";
import { oneOf, optionalText } from "./decode.ts";

// How a cluster is kept up to date, and what its last change ended with.

/** No profile means no channel. Node OS channels came later: clusters that are older than their default name none. */
export const ArmAutoUpgrade = z
  .object({
    upgradeChannel: oneOf<AutoUpgrade["channel"]>(
      { none: "none", patch: "patch", stable: "stable", rapid: "rapid", "node-image": "node-image" },
      "none",
    ),
    nodeOSUpgradeChannel: oneOf<NonNullable<AutoUpgrade["nodeOsChannel"]> | "not-set">(
      // Unspecified is the word of the first preview for a channel that nobody has set.
      { None: "none", Unmanaged: "unmanaged", SecurityPatch: "security-patch", NodeImage: "node-image", Unspecified: "not-set" },
      "not-set",
    ),
  })
  .nullish()
  .transform((arm): AutoUpgrade => {
    const { upgradeChannel: channel = "none", nodeOSUpgradeChannel = "not-set" } = arm ?? {};
    return { channel, ...(nodeOSUpgradeChannel === "not-set" ? {} : { nodeOsChannel: nodeOSUpgradeChannel }) };
  });

const ArmInstant = optionalText.transform((text, context): Instant | undefined => {
  if (text === undefined) return undefined;
  if (!Number.isNaN(Date.parse(text))) return instant(text);
  context.addIssue({ code: "custom", message: "expected a time such as 2026-11-23T02:00:00Z" });
  return z.NEVER;
});

/** Until when upgrades pass over AKS's checks. Without a time the override has no effect, says the API. */
export const ArmUpgradeOverride = z
  .object({ overrideSettings: z.object({ forceUpgrade: z.boolean().nullish(), until: ArmInstant }).nullish() })
  .nullish()
  .transform((arm): Instant | undefined => (arm?.overrideSettings?.forceUpgrade ? arm.overrideSettings.until : undefined));

/** Messages may quote whole answers of other services. */
const MOST_CHARACTERS = 300;

/** Also on a cluster that is well: ARM keeps the error of the last change until another one succeeds. */
export const ArmStatus = z
  .object({ provisioningError: z.object({ code: optionalText, message: optionalText }).nullish() })
  .nullish()
  .transform((arm): ProvisioningFailure | undefined => {
    const { code, message } = arm?.provisioningError ?? {};
    if (code === undefined && message === undefined) return undefined;
    return { ...given("code", code), ...given("message", message?.slice(0, MOST_CHARACTERS)) };
  });

/** A map of texts, booleans among them; nothing when it says none of what is used. */
export const ArmAutoscaler = z
  .object({
    expander: optionalText,
    "balance-similar-node-groups": z.union([z.boolean(), z.enum(["true", "false", ""])]).nullish(),
  })
  .nullish()
  .transform((arm): AutoscalerSettings | undefined => {
    const balances = arm?.["balance-similar-node-groups"];
    const settings = {
      ...given("expander", arm?.expander?.toLowerCase()),
      ...given("balancesSimilarPools", balances === "" ? undefined : balances && String(balances) === "true"),
    };
    return Object.keys(settings).length > 0 ? settings : undefined;
  });
