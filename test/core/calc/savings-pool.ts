import { autoscaleSaving } from "../../../src/core/calc/saving-autoscale.ts";
import { diskSaving } from "../../../src/core/calc/saving-disk.ts";
import { licenceSaving } from "../../../src/core/calc/saving-licence.ts";
import { scheduleSaving } from "../../../src/core/calc/saving-schedule.ts";
import { sizeSaving } from "../../../src/core/calc/saving-size.ts";
import { spotSaving } from "../../../src/core/calc/saving-spot.ts";
import { tierSaving } from "../../../src/core/calc/saving-tier.ts";
import type { Claim } from "../../../src/core/calc/savings-choice.ts";
import { known } from "../../../src/core/model/absence.ts";
import { currency } from "../../../src/core/model/money.ts";
import { vmSize } from "../../../src/core/model/names.ts";
import type { Firmness, Saving, SavingKind } from "../../../src/core/model/saving.ts";
import { gib } from "../../../src/core/model/units.ts";
import { cluster, NOW, pool, poolSize, price, prices, sku, skus, spotMarket } from "../../support/build.ts";
import { moneyFacts, worked } from "./money-facts.ts";

export const EUR = currency("EUR");

/** A saving of so much, out of as much as that. */
export const saving = (about: SavingKind, firmness: Firmness, amount: number, before = amount): Saving => ({
  about,
  firmness,
  monthly: { amount, currency: EUR },
  before: { amount: before, currency: EUR },
  basis: { kind: "tonight" },
  confidence: "low",
  prices: [],
  workings: [],
});

/**
 * Four Windows nodes with managed disks and public addresses, in a cluster of tier standard. A month:
 * nodes 4 × 0.50 × 730 = 1460, disks 4 × 20 = 80, addresses 4 × 0.01 × 730 = 29.2, control plane 0.10 × 730 = 73.
 */
export const WORKED_POOL = pool({
  os: "windows",
  nodeCount: 4,
  sizes: [poolSize("Standard_D4ds_v5", 4)],
  osDisk: { kind: "managed", sizeGiB: gib(128) },
  nodePublicIp: {},
});
export const WORKED_CLUSTER = cluster({ nodePools: [WORKED_POOL] });
export const WORKED_FACTS = moneyFacts({
  cluster: WORKED_CLUSTER,
  prices: prices({
    vms: {
      Standard_D4ds_v5: { linux: price(0.3), windows: price(0.5) },
      Standard_D2ds_v5: { windows: price(0.25) },
    },
    publicIps: { standardStatic: price(0.01) },
  }),
  skus: skus(sku(), sku({ name: "Standard_D2ds_v5", vcpus: 2 })),
  spot: known(spotMarket({ Standard_D4ds_v5: { windows: { latest: 0.25, low: 0.2, median: 0.25, high: 0.3, days: 28 } } }), NOW),
});

/** What each kind of advice saves on that pool. Idle, scaling to zero and public addresses have no rule of their own yet. */
export const WORKED_CLAIMS: Readonly<Record<SavingKind, Claim>> = {
  idle: { id: "idle", saving: saving("idle", "up-to", 1460 + 80 + 29.2 + 73) },
  "stop-schedule": { id: "stop-schedule", pool: "apps", saving: worked(scheduleSaving(WORKED_POOL, 12 * 7, WORKED_FACTS)) },
  "scale-to-zero": { id: "scale-to-zero", pool: "apps", saving: saving("scale-to-zero", "up-to", (1460 + 80 + 29.2) / 2, 1569.2) },
  autoscale: { id: "autoscale", pool: "apps", saving: worked(autoscaleSaving(WORKED_POOL, 3, WORKED_FACTS)) },
  size: {
    id: "size",
    pool: "apps",
    saving: worked(sizeSaving(WORKED_POOL, { vmSize: vmSize("Standard_D2ds_v5"), nodes: 4 }, WORKED_FACTS)),
  },
  spot: { id: "spot", pool: "apps", saving: worked(spotSaving(WORKED_POOL, WORKED_FACTS)) },
  licence: { id: "licence", pool: "apps", saving: worked(licenceSaving(WORKED_POOL, WORKED_FACTS)) },
  disk: { id: "disk", pool: "apps", saving: worked(diskSaving(WORKED_POOL, WORKED_FACTS)) },
  "public-ip": { id: "public-ip", pool: "apps", saving: saving("public-ip", "firm", 29.2) },
  tier: { id: "tier", saving: worked(tierSaving(WORKED_CLUSTER, "free", WORKED_FACTS)) },
};
