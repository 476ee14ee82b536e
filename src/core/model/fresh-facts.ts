import { type Fact, fresh, known } from "./absence.ts";
import { MAINTENANCE_LIFE_MINUTES, type MaintenancePlans } from "./maintenance.ts";
import { PRICE_LIFE_MINUTES } from "./price.ts";
import type { Subnets } from "./region.ts";
import type { RegionFacts } from "./snapshot.ts";
import type { Instant } from "./time.ts";

/** What was read too long ago to say anything is missing. */
export function freshFacts<Facts extends Partial<RegionFacts>>(facts: Facts, at: Instant): Facts {
  const aged = Object.entries(facts).map(([name, fact]) => [name, AGED[name as keyof RegionFacts](fact as never, at)]);
  return Object.fromEntries(aged) as Facts;
}

const AGED: { readonly [K in keyof RegionFacts]: (fact: RegionFacts[K], at: Instant) => RegionFacts[K] } = {
  skus: fresh,
  restrictions: fresh,
  quotas: fresh,
  subnets: freshSubnets,
  prices: (fact, at) => fresh(fact, at, PRICE_LIFE_MINUTES),
  spot: (fact, at) => fresh(fact, at, PRICE_LIFE_MINUTES),
  versions: fresh,
  maintenance: freshPlans,
  locks: fresh,
  nodeGroups: fresh,
};

/** Each network has an age of its own. */
function freshSubnets(fact: Fact<Subnets>, at: Instant): Fact<Subnets> {
  const subnets = fresh(fact, at);
  return "missing" in subnets ? subnets : known({ byId: each(subnets.known.byId, (use) => fresh(use, at)) }, subnets.at);
}

/** They are read a few a night: only the age of each says something. */
function freshPlans(plans: Fact<MaintenancePlans>, at: Instant): Fact<MaintenancePlans> {
  if ("missing" in plans) return plans;
  return known({ byCluster: each(plans.known.byCluster, (plan) => fresh(plan, at, MAINTENANCE_LIFE_MINUTES)) }, plans.at);
}

const each = <K, T>(facts: ReadonlyMap<K, T>, age: (fact: T) => T): ReadonlyMap<K, T> =>
  new Map([...facts].map(([key, fact]) => [key, age(fact)]));
