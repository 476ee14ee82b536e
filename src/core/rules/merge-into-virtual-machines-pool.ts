import { newPoolRoom } from "../calc/new-pool-room.ts";
import { openZones } from "../calc/open-zones.ts";
import { missing } from "../model/absence.ts";
import type { Cluster, NodePool } from "../model/cluster.ts";
import type { Step } from "../model/finding.ts";
import { findSku } from "../model/region.ts";
import { alikeKey, isMergeable, type Mergeable, type Profile, profilesOf } from "./alike-pools.ts";
import { profileBicep } from "./autoscale-range.ts";
import { deletePool, kubectlCommand } from "./command.ts";
import { whyNever } from "./features.ts";
import { addSteps, autoscalerOff, DRAIN, NEW_POOL_FIRST, type NewPool, newPoolName, profileCommand, sizeText } from "./new-pool.ts";
import { inPortions, roomOfSizes, roomWords } from "./room-words.ts";
import { type Answer, type ClusterView, defineRule, type Found } from "./rule.ts";
import { listText, NO_MONEY, nodesText } from "./words.ts";

type View = ClusterView<"skus", "restrictions" | "quotas" | "subnets">;

/** A Virtual Machines pool takes no more profiles. */
const MOST_PROFILES = 5;

export const mergeIntoVirtualMachinesPool = defineRule(
  {
    id: "merge-into-virtual-machines-pool",
    code: "COST-019",
    version: 2,
    category: "cost",
    summary: "Several user pools differ in nothing but their VM size, which one Virtual Machines pool could hold.",
    severities: ["info", "info"],
    source: "https://learn.microsoft.com/azure/aks/virtual-machines-node-pools",
    needs: ["skus"],
    uses: ["restrictions", "quotas", "subnets"],
    needsRest: true,
    floor: 1,
    changes: ["pool"],
  },
  function* (view) {
    if (view.cluster.isAutomatic) {
      yield { notApplicable: "AKS Automatic chooses its pools itself" };
      return;
    }
    for (const pool of view.cluster.nodePools) {
      if (isMergeable(view.cluster, { ...pool, powerState: "running" }) && pool.powerState === "stopped")
        yield { subject: pool.name, notApplicable: "the pool is stopped" };
    }
    const mergeable: Mergeable[] = [];
    const pools = view.cluster.nodePools.filter((pool) => isMergeable(view.cluster, pool)).sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const pool of pools) {
      const [size] = pool.sizes;
      if (!size) continue;
      const sku = findSku(view.skus, size.vmSize);
      if (!sku) {
        // Whichever group it belongs to has another size, and may go by another name.
        const { missing: cannotTell } = missing("absent", `the region lists no VM size ${size.vmSize}`);
        yield* pools.map(({ name }) => ({ subject: name, cannotTell }));
        return;
      }
      if (!mayBeMade(view, pool)) yield { subject: pool.name, notApplicable: `${size.vmSize} may not be made here now` };
      else if (whyNever("virtual-machines", pool, sku) === undefined) mergeable.push({ pool, size, sku });
    }
    for (const group of Map.groupBy(mergeable, alikeKey).values()) yield* answerFor(view, group);
  },
);

/** The group goes by its first pool in the order of the alphabet: the list of its members changes, that one seldom does. */
function* answerFor(view: View, group: readonly Mergeable[]): Iterable<Answer> {
  const [first, second] = group;
  if (!first) return;
  // Not silence: the other may be stopped, restricted or marked since, and nothing was merged.
  if (!second) return yield { subject: first.pool.name, notApplicable: "no other pool that may be moved now is like it" };
  const profiles = profilesOf(group);
  if (profiles.length > MOST_PROFILES)
    yield { subject: first.pool.name, notApplicable: `together they have more than ${MOST_PROFILES} sizes` };
  else yield finding(view, first.pool, group, profiles);
}

function finding(view: View, first: NodePool, group: readonly Mergeable[], profiles: readonly Profile[]): Found {
  const { cluster, restrictions } = view;
  const nodes = group.reduce((sum, { size }) => sum + size.nodeCount, 0);
  const rooms = profiles.map(({ size, sku }) =>
    newPoolRoom({ ...first, sizes: [size], nodeCount: size.nodeCount }, { sku, nodes: size.nodeCount }, view),
  );
  const room = roomWords(roomOfSizes(rooms), nodes, view.quotas);
  const target: NewPool = {
    name: newPoolName(cluster, first, "vm"),
    kind: "virtual-machines",
    sizes: profiles.map(({ size }) => size),
    osDisk: first.osDisk,
    zones: [],
    isSpot: false,
  };
  const names = listText(group.map(({ pool }) => pool.name));
  return {
    subject: first.name,
    pools: group.slice(1).map(({ pool }) => pool.name),
    severity: "info",
    magnitude: { value: group.length - 1, unit: "pool" },
    title: `One Virtual Machines pool could hold ${group.length} pools that are alike`,
    detail: `${names} ${profiles.length > 1 ? "differ in nothing but their VM size" : "are alike in everything"}: one pool instead of ${group.length} to upgrade, to scale and to keep room for. ${room.sentence}`,
    workings: [
      ...group.map(({ pool, size }) => ({ label: pool.name, value: sizeText(size) })),
      { label: "pools fewer", formula: `${group.length} − 1`, value: `${group.length - 1}` },
      { label: "target profiles", value: profiles.map(({ size }) => sizeText(size)).join("; ") },
      ...room.workings,
    ],
    first: [
      "No availability zones are wanted: Virtual Machines pools have none",
      "No pod selects on the name of one of these pools: it would stay pending",
      ...(first.nodeSubnet === undefined
        ? []
        : ["The cluster has a user-assigned identity with the role Network Contributor on the subnet"]),
      ...(profiles.length === 1 ? ["A scale-set pool would do as well, as all nodes are of one size"] : []),
      ...inPortions(target.sizes, room),
      ...room.first,
      ...NEW_POOL_FIRST,
    ],
    remedy: {
      steps: mergeSteps(cluster, first, target, profiles),
      bicep: `agentPoolProfiles[${target.name}], like ${first.name}, with type: 'VirtualMachines', virtualMachinesProfile.scale: { ${scaleBicep(profiles)} }`,
      restarts: "every pod of these pools moves to a new node",
    },
    notKnown: [
      ...(first.nodeSubnet === undefined ? [] : ["which identity the cluster has"]),
      ...("missing" in restrictions ? [`whether the VM sizes may still be made here: ${restrictions.missing.why}`] : []),
      ...room.notKnown,
    ],
    worth: NO_MONEY,
  };
}

/** Size by size, so that never more than one of the old pools is there twice. */
function mergeSteps(cluster: Cluster, first: NodePool, target: NewPool, profiles: readonly Profile[]): Step[] {
  return profiles.flatMap(({ size, pools }, index) => [
    ...(index === 0
      ? addSteps(cluster, first, { ...target, sizes: [size] })
      : [{ text: `Add a profile of ${sizeText(size)}`, command: profileCommand(cluster, target, size) }]),
    ...pools.flatMap((pool) => [
      ...autoscalerOff(cluster, pool),
      {
        text: `Cordon and drain ${nodesText(pool.nodeCount)} of ${pool.name}`,
        command: kubectlCommand("drain", "-l", `kubernetes.azure.com/agentpool=${pool.name}`, ...DRAIN),
      },
      { text: `Delete ${pool.name}`, command: deletePool(cluster, pool) },
    ]),
  ]);
}

/** Two lists, of fixed and of autoscaled sizes: a name may stand once in an object. */
function scaleBicep(profiles: readonly Profile[]): string {
  const sizes = profiles.map(({ size }) => size);
  const manual = sizes.flatMap(({ vmSize, nodeCount, autoscale }) => (autoscale ? [] : [`{ size: '${vmSize}', count: ${nodeCount} }`]));
  const autoscaled = sizes.flatMap(({ vmSize, autoscale }) => (autoscale ? [profileBicep(vmSize, autoscale)] : []));
  return [
    ...(manual.length > 0 ? [`manual: [${manual.join(", ")}]`] : []),
    ...(autoscaled.length > 0 ? [`autoscale: [${autoscaled.join(", ")}]`] : []),
  ].join(", ");
}

const mayBeMade = ({ restrictions }: View, { sizes, zones }: NodePool): boolean =>
  "missing" in restrictions || sizes.every(({ vmSize }) => openZones(vmSize, zones, restrictions.known).kind === "open");
