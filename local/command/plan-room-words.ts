import { counted } from "../../src/core/digest/words.ts";
import { nodeShareText } from "../../src/core/model/cluster.ts";
import type { Skus } from "../../src/core/model/region.ts";
import type { PlannedHop } from "../../src/core/plan/hop.ts";
import type { PoolRun } from "../../src/core/plan/pool-run.ts";
import type { Need, PlanResource } from "../../src/core/plan/resources.ts";
import type { HighestSurge } from "../../src/core/plan/room.ts";
import { familyName, shortFamily } from "../../src/core/rules/quota-words.ts";
import { subnetText } from "../../src/core/rules/subnet-name.ts";
import { clockText } from "./plan-time-words.ts";

/** A pool's row in the table of a hop. */
export const poolCells = (pool: PoolRun, hop: PlannedHop): readonly string[] => [
  pool.pool,
  String(pool.nodes),
  sizeText(pool),
  surgeText(pool),
  wavesText(pool),
  ...minutesTexts(pool),
  roomText(pool, isRoomUnknown(hop, pool.pool)),
];

/** `D8ds_v5`; of several sizes the number of nodes of each. */
const sizeText = ({ sizes }: PoolRun): string =>
  sizes.length === 1
    ? shortSize(sizes[0]?.vmSize ?? "")
    : sizes.map(({ vmSize, nodeCount }) => `${nodeCount} ${shortSize(vmSize)}`).join(", ");

export const shortSize = (size: string): string => size.replace(/^Standard_/i, "");

/** `25% → 5`, `1`, `0` */
function surgeText({ maxSurge, surge }: PoolRun): string {
  if (!maxSurge) return "not known";
  const share = nodeShareText(maxSurge.share);
  return share === String(surge) ? share : `${share} → ${surge}`;
}

function wavesText({ course, waves }: PoolRun): string {
  if ("cannotTell" in waves) return "?";
  if ("kind" in course && course.kind === "one-node") return String(course.waves);
  return "waves" in waves ? String(waves.waves) : waves.kind === "no-nodes" ? "0" : "–";
}

const minutesTexts = ({ minutes }: PoolRun): readonly [string, string] =>
  "cannotTell" in minutes ? ["?", "?"] : [clockText(minutes.likely), clockText(minutes.slowest)];

/** Nobody can tell whether there is room for the pool, because something it is compared with is not known. */
export const isRoomUnknown = ({ notKnown }: PlannedHop, pool: string): boolean =>
  notKnown.some((each) => each.isAboutRoom && (each.pool === undefined || each.pool === pool));

/** `short: 12 vCPUs, 37 addresses; AKS refuses` */
function roomText({ needs, course, waves, surge }: PoolRun, isUnknown: boolean): string {
  const short = needs.filter((need) => need.short > 0);
  if ("kind" in waves && waves.kind === "cannot-run") return "AKS refuses its settings";
  if (short.length === 0 && isUnknown) return "cannot tell";
  if (short.length === 0) return surge === 0 ? "in place, no node more" : "has room";
  const what = `short: ${short.map((need) => `${need.short} ${unitOf(need.of)}`).join(", ")}`;
  if ("cannotTell" in course) return what;
  if (course.kind === "one-node") return `${what}; goes on with 1 node`;
  return course.kind === "in-place" ? `${what}; goes on in place` : `${what}; fails`;
}

const unitOf = ({ kind }: PlanResource): string => {
  switch (kind) {
    case "family-quota":
      return "vCPUs";
    case "regional-quota":
      return "vCPUs of the region";
    case "subnet":
      return "addresses";
    case "pod-cidr":
      return "pod ranges";
    case "snat-ports":
      return "nodes with SNAT ports";
    default:
      return "nodes";
  }
};

export function resourceText(of: PlanResource, skus: Skus | undefined): string {
  switch (of.kind) {
    case "family-quota":
      return `vCPUs of ${shortFamily(skus ? familyName(skus, of.family) : of.family)}`;
    case "regional-quota":
      return "vCPUs of the region";
    case "subnet":
      return `addresses of ${subnetText(of.subnet)}`;
    case "pod-cidr":
      return "nodes the pod CIDR has room for";
    case "scale-set":
      return `nodes of scale set ${of.pool}`;
    case "snat-ports":
      return "nodes with SNAT ports";
    case "cluster-nodes":
      return "nodes the tier allows";
  }
}

/** Ceilings that are far away are no news. */
export const isWorthShowing = ({ of, needed, free, short }: Need): boolean =>
  short > 0 || needed * 5 > free || !["scale-set", "cluster-nodes"].includes(of.kind);

/** `40, short 12` */
export const neededText = (need: Need | undefined): string =>
  need === undefined ? "0" : need.short > 0 ? `${need.needed}, short ${need.short}` : String(need.needed);

export const freeText = ({ free, limit }: Need): string => `${free} of ${limit}`;

/** `apps 15% (3 nodes, 7 waves) one after another, 10% (2, 10 waves) in any order` */
export function highestText(pool: string, apart: HighestSurge, together: HighestSurge): string {
  const text = (highest: HighestSurge): string => {
    if ("cannotTell" in highest) return `cannot tell (${highest.cannotTell.why})`;
    return highest.kind === "has-room"
      ? `${nodeShareText(highest.share)} (${counted(highest.nodes, "node")}, ${counted(highest.waves, "wave")})`
      : `none (one node more: ${highest.short.map((need) => `${need.short} ${unitOf(need.of)} short`).join(", ")})`;
  };
  const [one, other] = [text(apart), text(together)];
  return one === other ? `${pool} ${one} in either order` : `${pool} ${one} one after another, ${other} in any order`;
}
