import { z } from "zod";
import { subscriptionId } from "../../core/model/names.ts";
import type { Subscription } from "../../core/model/scan.ts";
import { optionalText } from "./decode.ts";

export interface ListedSubscription {
  readonly subscription: Subscription;
  readonly canBeRead: boolean;
}

/** Past due, warned and disabled subscriptions can still be read; a deleted one cannot. */
const READABLE_STATES = ["enabled", "pastdue", "warned", "disabled"];

export const ArmSubscription = z.object({ subscriptionId: z.string().min(1), displayName: optionalText, state: optionalText }).transform(
  ({ subscriptionId: id, displayName, state }): ListedSubscription => ({
    subscription: { id: subscriptionId(id), name: displayName ?? id },
    canBeRead: READABLE_STATES.includes(state?.toLowerCase() ?? "enabled"),
  }),
);
