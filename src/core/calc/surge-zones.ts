import { type CannotTell, impossible, isCount } from "./cannot-tell.ts";

/** Whether surge nodes spread evenly over the zones of a pool. */
export type ZoneBalance =
  /** One zone or none: there is nothing to balance. */
  | { readonly kind: "not-zonal" }
  /** In place of nodes that go, none is added. */
  | { readonly kind: "no-surge" }
  | { readonly kind: "balanced" }
  /** `nearest` surge nodes would be; the lower of two as near, as it takes less room. */
  | { readonly kind: "unbalanced"; readonly nearest: number }
  /** Fewer nodes than zones: no surge of this pool can be the same in all of them. */
  | { readonly kind: "too-few-nodes" };

/**
 * Surge nodes that are no multiple of the zones leave a pool uneven while it is upgraded. Takes nodes of the pool, surge nodes and
 * zones as counts. Source: learn.microsoft.com/azure/aks/upgrade-options, which asks for a multiple of three.
 */
export function zoneBalance(nodes: number, surge: number, zones: number): ZoneBalance | CannotTell {
  if (!isCount(nodes) || !isCount(surge) || !isCount(zones)) return impossible(`${surge} surge nodes of ${nodes} in ${zones} zones`);
  if (surge > nodes) return impossible(`${surge} surge nodes of ${nodes}`);
  if (zones <= 1) return { kind: "not-zonal" };
  if (surge === 0) return { kind: "no-surge" };
  if (nodes < zones) return { kind: "too-few-nodes" };
  if (surge % zones === 0) return { kind: "balanced" };

  const below = surge - (surge % zones);
  const above = below + zones;
  if (below === 0) return { kind: "unbalanced", nearest: above };
  const isLowerNearer = surge - below <= above - surge;
  return { kind: "unbalanced", nearest: isLowerNearer || above > nodes ? below : above };
}
