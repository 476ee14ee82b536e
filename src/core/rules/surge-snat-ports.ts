import { clusterNodes } from "../calc/room-nodes.ts";
import { nodesWithPorts, snatRoom } from "../calc/snat.ts";
import { type Missing, missing } from "../model/absence.ts";
import type { Cluster, OutboundLoadBalancer } from "../model/cluster.ts";
import { nodesAbove, runningPools } from "./node-rungs.ts";
import { type Answer, defineRule } from "./rule.ts";
import { bySizeFinding, fixedFinding } from "./surge-snat-finding.ts";

export const surgeSnatPorts = defineRule(
  {
    id: "surge-snat-ports",
    code: "UPG-016",
    version: 1,
    category: "upgrade",
    summary: "The outbound addresses of the load balancer have too few SNAT ports for the nodes that an upgrade adds.",
    severities: ["low", "medium"],
    source: "https://learn.microsoft.com/azure/aks/configure-load-balancer-standard",
    needs: [],
    uses: [],
    needsRest: true,
    floor: 1,
    changes: ["outbound"],
  },
  function* ({ cluster }) {
    const { outboundType, loadBalancer } = cluster.network;
    if (outboundType.toLowerCase() !== "loadbalancer") return;
    const ips = loadBalancer?.outboundIps;
    if (!loadBalancer || ips === undefined) yield { cannotTell: NOT_COUNTED };
    else if (loadBalancer.portsPerNode === 0) yield* bySize(cluster, ips);
    else yield* fixed(cluster, loadBalancer, ips);
  },
);

const NOT_COUNTED = missing("absent", "how many outbound addresses the load balancer has is not in the answer").missing;
/** A shortage stands without them. */
const UNSEEN_NODES = missing("unsupported", "nodes of auto-provisioning take ports too, and stand in no pool").missing;
const unlessUnseen = ({ hasNodeAutoProvisioning }: Cluster): { readonly cannotTell: Missing }[] =>
  hasNodeAutoProvisioning ? [{ cannotTell: UNSEEN_NODES }] : [];

/** So many ports for each node: nodes above the number that has them cannot be made. */
function* fixed(cluster: Cluster, { portsPerNode }: OutboundLoadBalancer, ips: number): Iterable<Answer> {
  const most = nodesWithPorts(portsPerNode, ips);
  if (typeof most !== "number") return yield most;
  const above = nodesAbove(cluster, most);
  if (above === undefined) yield* unlessUnseen(cluster);
  else if ("cannotTell" in above) yield above;
  else {
    const room = snatRoom({ portsPerNode, outboundIps: ips, nodes: above.nodes, surge: above.surge });
    if ("cannotTell" in room) yield room;
    else if (room.kind === "fixed") yield fixedFinding(cluster, above, { ...room, portsPerNode, outboundIps: ips });
  }
}

/** The more nodes, the fewer ports Azure gives each: surge may take ports from nodes that run. */
function* bySize(cluster: Cluster, outboundIps: number): Iterable<Answer> {
  const count = clusterNodes({ ...cluster, nodePools: runningPools(cluster) }, "now");
  if ("cannotTell" in count) return yield count;
  const { nodes, together } = count;
  const room = snatRoom({ portsPerNode: 0, outboundIps, nodes, surge: together - nodes });
  if ("cannotTell" in room) yield room;
  else if (room.kind === "by-size" && room.atSurge < room.now) yield bySizeFinding(cluster, count, { ...room, outboundIps });
  else yield* unlessUnseen(cluster);
}
