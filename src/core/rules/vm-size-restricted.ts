import { notListed } from "../calc/cannot-tell.ts";
import { openZones } from "../calc/open-zones.ts";
import { sameSizes } from "../calc/size-candidates.ts";
import type { Cluster, NodePool } from "../model/cluster.ts";
import { vmSizeKey } from "../model/names.ts";
import { findSku, type Restrictions, type Skus, type VmSku } from "../model/region.ts";
import { azCommand } from "./command.ts";
import { type Answer, defineRule, type Found } from "./rule.ts";
import { bicepPool, listText, NO_MONEY, terraformPool } from "./words.ts";

export const vmSizeRestricted = defineRule(
  {
    id: "vm-size-restricted",
    code: "UPG-037",
    version: 1,
    category: "upgrade",
    summary: "Azure makes no new nodes of the pool's VM size in the region, or in a zone of the pool.",
    severities: ["medium", "high"],
    source: "https://learn.microsoft.com/azure/aks/aks-virtual-machine-sizes",
    needs: ["restrictions", "skus"],
    uses: [],
    needsRest: false,
    floor: 1,
    changes: ["pool"],
  },
  function* ({ cluster, restrictions, skus }) {
    for (const pool of cluster.nodePools) {
      const closed = pool.sizes.flatMap(({ vmSize }) => {
        const sku = findSku(skus, vmSize);
        return sku ? (closedFor(sku, pool, restrictions) ?? []) : [];
      });
      const [worst] = closed.toSorted((a, b) => Number(b.isWhole) - Number(a.isWhole));
      const unlisted = pool.sizes.find(({ vmSize }) => !findSku(skus, vmSize));
      if (worst) yield found(cluster, pool, { worst, closed, skus, restrictions });
      else if (unlisted) yield { subject: pool.name, ...notListed(unlisted.vmSize) } satisfies Answer;
    }
  },
);

interface Closed {
  readonly sku: VmSku;
  /** Nowhere that the pool could put a node. */
  readonly isWhole: boolean;
  /** Zones of the pool where it is closed; none where the whole region is. */
  readonly zones: readonly string[];
  readonly reason: string;
}

/** Zones that the pool does not use hinder nobody, and a pool without zones is hindered by the whole region alone. */
function closedFor(sku: VmSku, pool: NodePool, restrictions: Restrictions): Closed | undefined {
  const open = openZones(sku.vmSize, pool.zones, restrictions);
  const reason = restrictions.byKey.get(vmSizeKey(sku.vmSize))?.reason ?? "";
  if (open.kind === "nowhere") {
    const isRegion = restrictions.byKey.get(vmSizeKey(sku.vmSize))?.zones.length === 0;
    return { sku, isWhole: true, zones: isRegion ? [] : pool.zones, reason };
  }
  return open.closed.length > 0 ? { sku, isWhole: false, zones: open.closed, reason } : undefined;
}

interface Facts {
  readonly worst: Closed;
  readonly closed: readonly Closed[];
  readonly skus: Skus;
  readonly restrictions: Restrictions;
}

function found(cluster: Cluster, pool: NodePool, { worst, closed, skus, restrictions }: Facts): Found {
  const { vmSize } = worst.sku;
  const where = worst.zones.length === 0 ? cluster.region : zonesText(worst.zones);
  const others = sameSizes(skus.byKey.values(), { pool, now: worst.sku, restrictions })
    .slice(0, 3)
    .map((sku) => sku.vmSize);
  const [target] = others;
  // The sizes of a Virtual Machines pool stand in for each other.
  const isAll = closed.length === pool.sizes.length && closed.every(({ isWhole }) => isWhole);
  return {
    subject: pool.name,
    severity: isAll ? "high" : "medium",
    magnitude: { value: 1, unit: "pool" },
    title: `No new nodes of ${vmSize} in ${where}`,
    detail: `Azure makes no ${vmSize} in ${where} for this subscription (${worst.reason}). Nodes that run stay; surge, scaling out and repair ask for new ones${isAll ? ", and fail" : ", and fail where they fall there"}.`,
    workings: [
      ...closed.map(({ sku, zones, reason }) => ({
        label: sku.vmSize,
        value: `${zones.length === 0 ? `closed in ${cluster.region}` : `closed in ${zonesText(zones)}`}: ${reason}`,
      })),
      { label: "zones of the pool", value: pool.zones.length === 0 ? "none" : pool.zones.join(", ") },
      { label: "sizes like it that are open", value: others.length === 0 ? "none" : listText(others) },
    ],
    first:
      target === undefined
        ? []
        : ["Quota, addresses and workloads suit the other size", "The new pool carries the labels and taints that pods ask for"],
    remedy: {
      steps: [
        {
          text: "See what Azure closes, and ask its support to open it",
          command: azCommand("vm", "list-skus", "-l", cluster.region, "--size", vmSize, "--all", "-o", "table"),
        },
        ...(target === undefined
          ? []
          : [{ text: `Or make a new pool of ${target}, and drain and delete this one: the size of a pool is fixed` }]),
      ],
      ...(target === undefined
        ? {}
        : { bicep: bicepPool(pool, `vmSize: '${target}'`), terraform: terraformPool(pool, `vm_size = "${target}"`) }),
      restarts: "nothing until pods move to the new pool",
    },
    notKnown: ["whether Azure has the machines of the other sizes: what is not closed may still be sold out"],
    worth: NO_MONEY,
  };
}

const zonesText = (zones: readonly string[]): string => (zones.length === 1 ? `zone ${zones[0]}` : `zones ${listText(zones)}`);
