import type { Fault } from "../stand-in.ts";

/** Any JSON object as ARM writes it: with its `properties` envelope, nothing renamed. */
export type ArmBody = Record<string, unknown>;

/**
 * The cloud the stand-in shows. It is read anew for every request, so a test or a demo changes it between two requests or
 * two nights. Ids, subscriptions and regions are compared without case.
 */
export interface ArmState {
  subscriptions: ArmSubscription[];
  /** Raw managedCluster bodies; each needs at least an `id`. */
  clusters: ArmBody[];
  /** Ids of clusters that are left out of every list, without an error, and answer 403 when asked for by id. */
  unlisted: Set<string>;
  /** By region: raw SKU rows, as in `value[]`. */
  skus: Record<string, ArmBody[]>;
  /** By `subscription/region`: raw compute usage rows. A pair that is not here answers an empty list. */
  usages: Record<string, ArmBody[]>;
  /** By lower-case id of the virtual network: raw rows, one a subnet. A network that is not here does not exist. */
  subnetUsages: Record<string, ArmBody[]>;
  /** By lower-case id of the cluster: raw maintenance configurations. A cluster that is not here has none. */
  maintenance: Record<string, ArmBody[]>;
  /** By region: raw rows of the version catalogue. A region that is not here offers none. */
  versions: Record<string, ArmBody[]>;
  /** Raw locks of all subscriptions; each needs its `id`. */
  locks: ArmBody[];
  /** Rows of Resource Graph's SpotResources, of all regions, as the table holds them: id, type, location, sku, properties. */
  spot: ArmBody[];
  /** By lower-case name: the ids of the subscriptions below it, at any depth. */
  managementGroups: Record<string, string[]>;
  /** Further rows of its `resources` and `resourcecontainers`, beside clusters and subscriptions: with id, and with type in lower case. */
  resources: ArmBody[];
  /** Rows of its `resourcechanges`, with id and properties. */
  changes: ArmBody[];
  /** Rows of its `containerserviceeventresources`. */
  notices: ArmBody[];
  /** Clusters a page. */
  pageSize: number;
  /** The most rows Resource Graph gives a page, whatever it is asked for. */
  graphPageSize: number;
  /** The first fault that matches a request and is not used up takes effect. */
  faults: Fault[];
}

export interface ArmSubscription {
  subscriptionId: string;
  displayName: string;
  /** Missing means `Enabled`. */
  state?: string;
  /** In no list; it and everything under it answers 403. */
  hidden?: boolean;
}

/** A state with nothing in it; a test puts in what it is about. */
export function armState(change: Partial<ArmState> = {}): ArmState {
  return {
    subscriptions: [],
    clusters: [],
    unlisted: new Set(),
    skus: {},
    usages: {},
    subnetUsages: {},
    maintenance: {},
    versions: {},
    locks: [],
    spot: [],
    managementGroups: {},
    resources: [],
    changes: [],
    notices: [],
    pageSize: 100,
    graphPageSize: 1000,
    faults: [],
    ...change,
  };
}
