import type { SubscriptionId } from "../core/model/names.ts";
import { addMinutes } from "../core/model/time.ts";
import type { Run } from "./compose.ts";

/** The longest a lease is held: more than the function timeout of host.json, so that no holder outlives it. */
export const LEASE_MINUTES = 11;
/** When whoever found it taken looks again. */
export const LEASE_TAKEN_SECONDS = 30;

/** One reader and judge a subscription at a time. False, and nothing done, where somebody else is at it. */
export async function underLease({ store, id, now }: Run, subscription: SubscriptionId, step: () => Promise<void>): Promise<boolean> {
  if (!(await store.leases.take(subscription, id, now, addMinutes(now, LEASE_MINUTES)))) return false;
  try {
    await step();
  } finally {
    await store.leases.giveBack(subscription, id);
  }
  return true;
}
