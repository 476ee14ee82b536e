import { notListed } from "../calc/cannot-tell.ts";
import { fallbackRoom } from "../calc/fallback-room.ts";
import { openZones } from "../calc/open-zones.ts";
import type { NodePool } from "../model/cluster.ts";
import type { Step } from "../model/finding.ts";
import { vmSizeKey } from "../model/names.ts";
import { findSku, type VmSku } from "../model/region.ts";
import { rangeBicep, rangeTerraform, whyIdle } from "./autoscale-range.ts";
import { azCommand, clusterWords } from "./command.ts";
import { couldTake } from "./fallback-pools.ts";
import { addSteps, type NewPool, newPoolName } from "./new-pool.ts";
import { type Answer, type ClusterView, defineRule, type Found } from "./rule.ts";
import { alternativesWorkings, otherSpotSizes } from "./spot-alternative-words.ts";
import { NO_MONEY, nodesText } from "./words.ts";

type View = ClusterView<"skus", "restrictions" | "quotas" | "subnets" | "spot">;

export const spotWithoutFallback = defineRule(
  {
    id: "spot-without-fallback",
    code: "COST-012",
    version: 1,
    category: "cost",
    summary: "The pods of a spot pool have nowhere to go while Azure has no spot VMs of its one size.",
    severities: ["medium", "medium"],
    source: "https://learn.microsoft.com/azure/aks/cluster-autoscaler-overview",
    needs: ["skus"],
    uses: ["restrictions", "quotas", "subnets", "spot"],
    needsRest: true,
    floor: 1,
    changes: [],
  },
  function* (view) {
    for (const pool of view.cluster.nodePools) {
      if (pool.priority !== "spot") continue;
      const answer = answerFor(view, pool);
      if (answer) yield answer;
    }
  },
);

function answerFor(view: View, pool: NodePool): Answer | undefined {
  const subject = pool.name;
  const { cluster, skus } = view;
  if (cluster.hasNodeAutoProvisioning) return { subject, notApplicable: "node auto-provisioning may make regular nodes for its pods" };
  if (cluster.isAutomatic) return { subject, notApplicable: "AKS Automatic chooses its pools itself" };
  const idle = whyIdle(pool);
  if (idle !== undefined) return { subject, notApplicable: idle };
  const [size] = pool.sizes;
  const sku = size && findSku(skus, size.vmSize);
  if (!sku) return { subject, ...notListed(size?.vmSize ?? "of this pool") };

  const others = cluster.nodePools.filter((other) => isWayOn(other, sku) && couldTake({ pool, sku }, other, skus));
  if (others.length > 0) return undefined;
  const unlisted = cluster.nodePools.flatMap(({ sizes }) => sizes).find(({ vmSize }) => !findSku(skus, vmSize));
  if (unlisted) return { subject, ...notListed(unlisted.vmSize) };
  return finding(view, pool, sku);
}

/** Any regular pool, a system pool that takes pods too; or spot of another size, which seldom runs out on the same day. */
const isWayOn = ({ priority, sizes, mode }: NodePool, sku: VmSku): boolean =>
  mode !== "gateway" && (priority === "regular" || sizes.some(({ vmSize }) => vmSizeKey(vmSize) !== vmSizeKey(sku.vmSize)));

function finding(view: View, pool: NodePool, sku: VmSku): Found {
  const { cluster } = view;
  const nodes = pool.nodeCount || Math.max(...pool.sizes.map(({ autoscale }) => autoscale?.max ?? 0), 1);
  const target = regularPool(view, pool, sku, nodes);
  const [size] = target.sizes;
  const range = size?.autoscale ?? { min: 0, max: nodes };
  const { expander } = cluster.autoscaler ?? {};
  const hasPriority = expander?.split(",").includes("priority") ?? false;
  const room = roomFor(view, pool, sku, nodes);
  const bicepExpander = hasPriority ? "" : "; autoScalerProfile.expander: 'priority'";
  const terraformExpander = hasPriority ? "" : '; azurerm_kubernetes_cluster.auto_scaler_profile.expander = "priority"';
  return {
    subject: pool.name,
    severity: "medium",
    magnitude: { value: nodes, unit: "node" },
    title: "Spot pool without a fallback",
    detail: `While Azure has no spot VMs of ${sku.vmSize} the pods of up to ${nodesText(nodes)} wait: no regular pool, and no spot pool of another size, could take them.`,
    workings: [
      { label: "displaced at most", value: nodesText(nodes) },
      { label: "pools that could take its pods", value: `none of ${cluster.nodePools.length - 1}` },
      { label: "expander", value: expander ?? "not set" },
      { label: "target", value: `${range.min} to ${range.max} regular nodes of ${sku.vmSize}` },
      ...alternativesWorkings(otherSpotSizes(view, pool, sku)),
    ],
    first: [
      "Its pods do not insist on spot: a required affinity to the label kubernetes.azure.com/scalesetpriority=spot keeps them waiting all the same",
      "The budget bears regular nodes for as long as spot VMs are short",
      "The expander holds for every autoscaled pool of the cluster: its config map names them all",
      ...room.first,
    ],
    remedy: {
      steps: [...addSteps(cluster, pool, target), ...expanderSteps(view, hasPriority)],
      bicep: `agentPoolProfiles[${target.name}], like ${pool.name}, with scaleSetPriority: 'Regular', ${rangeBicep(range)}${bicepExpander}`,
      terraform: `azurerm_kubernetes_cluster_node_pool "${target.name}", like ${pool.name}, with priority = "Regular", ${rangeTerraform(range)}${terraformExpander}`,
      restarts: "nothing; the new pool has no nodes until pods wait",
    },
    notKnown: ["how often spot VMs of the size run out here", ...room.notKnown],
    worth: NO_MONEY,
  };
}

function expanderSteps({ cluster }: View, hasPriority: boolean): Step[] {
  const command = azCommand("aks", "update", ...clusterWords(cluster), "--cluster-autoscaler-profile", "expander=priority");
  return [
    ...(hasPriority ? [] : [{ text: "Let the autoscaler choose pools by priority, or it takes any that fits", command }]),
    { text: "Give the spot pool a higher number than the new one in the config map cluster-autoscaler-priority-expander of kube-system" },
  ];
}

/** Of the same size, so that what ran on the one runs on the other; it costs nothing while it has no nodes. */
function regularPool({ cluster, restrictions }: View, pool: NodePool, sku: VmSku, nodes: number): NewPool {
  const open = "known" in restrictions ? openZones(sku.vmSize, pool.zones, restrictions.known) : undefined;
  return {
    name: newPoolName(cluster, pool, "reg"),
    kind: "scale-set",
    sizes: [{ vmSize: sku.vmSize, nodeCount: 0, autoscale: { min: 0, max: nodes } }],
    osDisk: pool.osDisk,
    zones: open?.kind === "open" ? open.zones : pool.zones,
    isSpot: false,
  };
}

/** Evicted nodes give no regular quota back, and their addresses are not counted on. */
function roomFor({ cluster, skus, quotas, subnets }: View, pool: NodePool, sku: VmSku, nodes: number) {
  if ("missing" in quotas) return { first: [], notKnown: [`whether the new pool has room: ${quotas.missing.why}`] };
  const { spot: _, ...regular } = { ...pool, priority: "regular" as const };
  const grown = { ...regular, nodeCount: 0, sizes: [{ vmSize: sku.vmSize, nodeCount: 0, autoscale: { min: 0, max: nodes } }] };
  const room = fallbackRoom({ pool: { ...pool, nodeCount: 0 }, sku, nodes }, [grown], { cluster, skus, quotas: quotas.known, subnets });
  if ("cannotTell" in room) return { first: [], notKnown: [`whether the new pool has room: ${room.cannotTell.why}`] };
  const has = room.growth.reduce((sum, { hasRoom }) => sum + hasRoom, 0);
  return {
    first: has < nodes ? [`Regular quota and addresses have room for the new pool: now for ${has} of ${nodesText(nodes)}`] : [],
    notKnown: room.unknown.map(({ cannotTell }) => `whether the new pool has room: ${cannotTell.why}`),
  };
}
