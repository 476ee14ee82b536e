import { inject } from "vitest";
import type { ArmBody, ArmState } from "../../local/arm/state.ts";
import { armState } from "../../local/arm/state.ts";
import { travelTo } from "../../local/clock.ts";
import type { PricesState } from "../../local/prices/index.ts";
import { clusterArmId, clusterBody } from "../../local/sample/cluster-body.ts";
import { madeUpGuid } from "../../local/sample/made-up.ts";
import { skuBodies } from "../../local/sample/skus.ts";
import { type ClusterSpec, type PoolSpec, systemPool, userPool } from "../../local/sample/spec.ts";
import { cardText } from "../../local/terminal.ts";
import { startWorld, type World } from "../../local/world.ts";
import { clusterRef, type SubscriptionId, subscriptionId } from "../../src/core/model/names.ts";
import { rules } from "../../src/core/rules/index.ts";
import { openStore, type Store } from "../../src/edge/store/index.ts";
import type { FaultyStorage } from "./faulty-storage.ts";

export interface TestWorldOptions {
  readonly clusters: readonly ClusterSpec[];
  /** Written into ROUTES as they are; each target `TEAMS_WEBHOOK_<NAME>` is a channel of the receiver. */
  readonly routes?: readonly Readonly<Record<string, unknown>>[];
  readonly settings?: Readonly<Record<string, string>>;
  /** What the price list shows; without it there is none. */
  readonly prices?: PricesState;
  /** Where mails go; see the world's own option. */
  readonly mail?: "smtp" | "acs";
  readonly storage?: FaultyStorage;
  readonly retrySeconds?: number;
  /** Where messages have to meet; without it the host works on one after another. */
  readonly sideBySide?: boolean;
}

export interface TestWorld extends World {
  /** The app's tables, past the app. */
  readonly store: Store;
  /** `level function text`, a line each. */
  readonly logged: readonly string[];
  /** What the channel got so far, as people read it before they unfold anything. */
  readonly cards: (channel: string) => readonly string[];
  /** From before the scan of that day until then, three o'clock when missing; `at` is called with every quarter of an hour. */
  readonly night: (day: string, change?: { readonly at?: (moment: Date) => unknown; readonly until?: string }) => Promise<void>;
  /** From the send-at of the default routes until half an hour later. */
  readonly morning: (day: string) => Promise<void>;
  /** So many minutes from that moment on, without timers: events and what they lead to. */
  readonly pass: (from: string, minutes: number) => Promise<void>;
}

/** Tests of the app speak about a few rules; what the others would say of these clusters is told in their own tests. */
export const SPEAKING: readonly string[] = [
  ...["default-pool-under-two-nodes", "fixed-size-pool", "invalid-surge", "managed-os-disk", "merge-into-virtual-machines-pool"],
  ...["node-reserved-share", "pool-behind-control-plane", "spot-candidate", "spot-without-autoscaler", "support-ends-soon"],
  ...["surge-family-quota", "surge-regional-quota", "surge-subnet-addresses", "version-out-of-support"],
];
/** The setting RULES that leaves only these to speak. */
export const onlyRules = (ids: readonly string[]): string =>
  JSON.stringify(Object.fromEntries(rules.flatMap(({ meta }) => (ids.includes(meta.id) ? [] : [[meta.id, { off: true }]]))));

export const EVERY_DAY = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const TWO_ROUTES = [
  { name: "platform", match: "default", target: "TEAMS_WEBHOOK_PLATFORM", days: EVERY_DAY },
  { name: "operators", match: "operator", target: "TEAMS_WEBHOOK_OPERATORS", days: EVERY_DAY },
];

/** The built app over a small cloud, on the evening before Monday, 23 November 2026. */
export async function openWorld(options: TestWorldOptions): Promise<TestWorld> {
  const { clusters, routes = TWO_ROUTES, settings, prices, mail, storage, retrySeconds, sideBySide = false } = options;
  const state = armState({ skus: Object.fromEntries(REGIONS.map((region) => [region, skuBodies(region)])) });
  show(state, clusters);
  const logged: string[] = [];
  const channelsOf = (some: readonly Readonly<Record<string, unknown>>[]) => [
    ...new Set(some.flatMap(({ target }) => (typeof target === "string" ? [target.replace("TEAMS_WEBHOOK_", "").toLowerCase()] : []))),
  ];
  const world = await startWorld({
    state,
    ...(prices ? { prices } : {}),
    ...(mail ? { mail } : {}),
    channels: channelsOf(routes),
    tokenChannels: channelsOf(routes.filter(({ auth }) => auth === "entra")),
    settings: { ROUTES: JSON.stringify(routes), RULES: onlyRules(SPEAKING), ...settings },
    startsAt: "2026-11-22T22:00:00Z",
    bundle: inject("bundle"),
    log: (level, name, text) => logged.push(`${level} ${name} ${text}`),
    ...(storage ? { storage: storage.inFrontOf } : {}),
    ...(retrySeconds === undefined ? {} : { retrySeconds }),
    sideBySide,
  });
  return {
    ...world,
    store: await openStore({ kind: "connection-string", connectionString: world.azurite.connectionString }),
    logged,
    cards: (channel) => world.teams.posts.filter(({ path }) => path.includes(`/${channel}/`)).map(({ body }) => cardText(body)),
    night: (day, { at, until = "03:00" } = {}) => world.live(`${day}T01:45:00Z`, `${day}T${until}:00Z`, at),
    morning: (day) => world.live(`${day}T07:00:00Z`, `${day}T07:30:00Z`),
    pass: async (from, minutes) => {
      for (let minute = 0; minute <= minutes; minute++) {
        travelTo(new Date(Date.parse(from) + minute * 60_000 + 500));
        await world.host.drainQueues();
      }
    },
  };
}

const REGIONS = ["westeurope", "northeurope"] as const;

/** A made-up subscription, by its display name. */
export const subscriptionOf = (name: string): SubscriptionId => subscriptionId(madeUpGuid(name));

/**
 * A cluster in order but for its pool `apps`: six nodes of fixed size, and with `surge` that many are added at an upgrade. Named
 * like `<subscription>-1`, so that a test says in one word where it stands.
 */
export function clusterOf(
  name: string,
  apps: Partial<PoolSpec> = {},
  change: Partial<Omit<ClusterSpec, "name" | "subscription" | "pools">> = {},
): ClusterSpec {
  const [, subscription = name] = /^(.*)-\d+$/.exec(name) ?? [];
  return {
    name,
    subscription: subscriptionOf(subscription),
    resourceGroup: `rg-${subscription}`,
    region: "westeurope",
    version: "1.36.1",
    network: "overlay",
    tags: { environment: "production" },
    ...change,
    pools: [systemPool("D4as_v5"), userPool("apps", "D8ds_v5", 6, { ephemeralGiB: 300, labels: { app: name }, ...apps })],
  };
}

/** Settings of a pool that the autoscaler looks after: nothing to say about it. */
export const HEALTHY: Partial<PoolSpec> = { autoscale: [3, 10] };

/** The cloud from now on. Subscriptions stay as they are; those that clusters name are added, with room in every quota. */
export function show(state: ArmState, clusters: readonly ClusterSpec[]): void {
  state.clusters = clusters.map(clusterBody);
  for (const { name, subscription, region } of clusters) {
    if (!state.subscriptions.some(({ subscriptionId: id }) => id === subscription)) {
      state.subscriptions.push({ subscriptionId: subscription, displayName: name.replace(/-\d+$/, "") });
    }
    state.usages[`${subscription}/${region}`] ??= usages({});
  }
}

/** Compute usage rows: `[used, limit]` vCPUs, with room where nothing is said. */
export const usages = (change: Readonly<Record<string, readonly [used: number, limit: number]>>): ArmBody[] =>
  Object.entries({
    cores: [100, 1000],
    standardDDSv5Family: [48, 500],
    standardDASv5Family: [12, 500],
    lowPriorityCores: [0, 500],
    ...change,
  } as Record<string, readonly [number, number]>).map(([value, [currentValue, limit]]) => ({
    ...{ currentValue, limit, unit: "Count" },
    name: { value, localizedValue: value },
  }));

/** The cluster's id as the store knows it. */
export function refOf(spec: ClusterSpec): NonNullable<ReturnType<typeof clusterRef>> {
  const ref = clusterRef(clusterArmId(spec));
  if (!ref) throw new Error(`${spec.name} makes no cluster id`);
  return ref;
}

/** Requests about one subscription, with whatever `path` says. */
export const under = (name: string, path = ""): RegExp => new RegExp(`/subscriptions/${subscriptionOf(name)}/.*${path}`, "i");
