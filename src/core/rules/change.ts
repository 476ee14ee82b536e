/**
 * What following a remedy changes, in words so coarse that two remedies which could get into each other's way share one. What
 * hinders nobody (asking for quota, removing a lock) has no word.
 */
export type Change =
  | "tier" // pricing tier and support plan
  | "version" // Kubernetes version or node image, of the control plane or of pools
  | "channel" // who upgrades, and which releases
  | "maintenance" // when
  | "surge" // max surge and max unavailable
  | "pool" // a pool is replaced, merged or deleted
  | "nodes" // how many there are, and who decides it
  | "scale-down"
  | "outbound"
  | "licence"
  | "tags";
