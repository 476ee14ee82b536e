import { momentText } from "../../src/core/calc/not-priced.ts";
import { moneyText } from "../../src/core/digest/amount.ts";
import { counted, shortDayText, someOf } from "../../src/core/digest/words.ts";
import { lastDay } from "../../src/core/model/calendar.ts";
import { nodeShareText } from "../../src/core/model/cluster.ts";
import type { MaintenanceTimes, Recurrence } from "../../src/core/model/maintenance.ts";
import type { Skus } from "../../src/core/model/region.ts";
import { minorText, versionText } from "../../src/core/model/version.ts";
import type { Assumption } from "../../src/core/plan/assume.ts";
import type { Block } from "../../src/core/plan/blocks.ts";
import type { HopStanding, PlannedHop } from "../../src/core/plan/hop.ts";
import type { HopRun } from "../../src/core/plan/hop-run.ts";
import type { NotKnown } from "../../src/core/plan/not-known.ts";
import type { UpgradePlan } from "../../src/core/plan/plan-upgrade.ts";
import type { PoolRun } from "../../src/core/plan/pool-run.ts";
import type { Need, PlanResource } from "../../src/core/plan/resources.ts";
import type { HighestSurge } from "../../src/core/plan/room.ts";
import type { SilentChange } from "../../src/core/plan/silent-changes.ts";
import type { Command } from "../../src/core/plan/steps.ts";
import type { WindowFit } from "../../src/core/plan/window-fit.ts";
import { azCommand, kubectlCommand } from "../../src/core/rules/command.ts";
import { familyName, shortFamily } from "../../src/core/rules/quota-words.ts";
import { subnetText } from "../../src/core/rules/subnet-name.ts";
import { LOCALE } from "./scan-report.ts";

export const commandText = ({ tool, args }: Command): string => (tool === "az" ? azCommand(...args) : kubectlCommand(...args));

/** `1:57` */
export const clockText = (minutes: number): string =>
  `${Math.floor(Math.ceil(minutes) / 60)}:${String(Math.ceil(minutes) % 60).padStart(2, "0")}`;

/** `prod-weu-1 · westeurope · 1.34.2 → 1.36 · 2 hops` */
export function planHead({ name, region, from, target, total }: UpgradePlan): string {
  const way = target ? `${versionText(from)} → ${versionText(target)}` : versionText(from);
  return [name, region, way, ...(total.hops > 0 ? [counted(total.hops, "hop")] : [])].join(" · ");
}

const STANDING: Readonly<Record<HopStanding, string>> = {
  "as-set": "has room as it is set, in any order of pools",
  "one-after-another": "has room with one pool after another, not with all at once",
  "falls-back": "has no room as it is set; AKS goes on with fewer surge nodes, and slower",
  "less-surge": "has no room as it is set; with less max surge it has",
  "cannot-tell": "cannot be told",
  blocked: "is blocked",
};

/** `hop 1 has no room as it is set; with less max surge it has` */
export function verdictText({ verdict, hops }: UpgradePlan): string {
  switch (verdict.kind) {
    case "nothing-to-do":
      return "nothing to do: control plane and pools are on it";
    case "no-target":
      return `no version to go to is known: ${verdict.why.why}`;
    case "refused":
      return REFUSALS[verdict.why];
    case "as-set":
      return `${hops.length === 1 ? "it" : "every hop"} ${STANDING["as-set"]}`;
    default:
      return `hop ${verdict.hop + 1} ${STANDING[verdict.kind]}`;
  }
}

const REFUSALS = {
  "older-than-control-plane": "AKS does not go back: the control plane is newer already",
  "not-offered": "the region does not offer that version",
  preview: "that version is a preview",
  "other-support-plan": "that version is not offered under the cluster's support plan",
} as const;

/** `Hop 1 · 1.34 → 1.35`; patches where the minor stays. */
export function hopTitle({ from, to }: PlannedHop, index: number): string {
  if (versionText(from) === versionText(to)) return `Hop ${index + 1} · pools to ${versionText(to)}`;
  const text = minorText(from) === minorText(to) ? versionText : minorText;
  return `Hop ${index + 1} · ${text(from)} → ${text(to)}`;
}

export const hopStandingText = ({ standing }: PlannedHop): string => STANDING[standing];

/** `community support of 1.34 ends 30 Nov` */
export function supportText({ from, support }: PlannedHop): string {
  const said = (["community", "platform", "lts"] as const).flatMap((plan) => {
    const standing = support[plan];
    const name = plan === "lts" ? "long-term" : plan;
    if (standing.kind === "ends") return [`${name} support ends ${dateText(standing.on)}`];
    return standing.kind === "ended" ? [`${name} support ended ${dateText(standing.on)}`] : [];
  });
  return said.length === 0 ? "" : `${minorText(from)}: ${said.join(", ")}`;
}

const dateText = (on: Parameters<typeof lastDay>[0]): string => {
  const day = lastDay(on);
  return `${shortDayText(day, LOCALE)} ${day.slice(0, 4)}`;
};

/** `D8ds_v5`; of several sizes the number of nodes of each. */
export const sizeText = ({ sizes }: PoolRun): string =>
  sizes.length === 1 ? short(sizes[0]?.vmSize ?? "") : sizes.map(({ vmSize, nodeCount }) => `${nodeCount} ${short(vmSize)}`).join(", ");
const short = (size: string): string => size.replace(/^Standard_/i, "");

/** `25% → 5`, `1`, `0` */
export function surgeText({ maxSurge, surge }: PoolRun): string {
  if (!maxSurge) return "not known";
  const share = nodeShareText(maxSurge.share);
  return share === String(surge) ? share : `${share} → ${surge}`;
}

export function wavesText({ course, waves }: PoolRun): string {
  if ("cannotTell" in waves) return "?";
  if ("kind" in course && course.kind === "one-node") return String(course.waves);
  return "waves" in waves ? String(waves.waves) : waves.kind === "no-nodes" ? "0" : "–";
}

export const poolMinutes = ({ minutes }: PoolRun): readonly [string, string] =>
  "cannotTell" in minutes ? ["?", "?"] : [clockText(minutes.likely), clockText(minutes.slowest)];

/** Of which pools nobody can tell whether there is room, because something it is compared with is not known. */
export function roomUnknown({ notKnown }: PlannedHop): (pool: string) => boolean {
  const those = notKnown.filter(({ isAboutRoom }) => isAboutRoom);
  return (pool) => those.some((each) => each.pool === undefined || each.pool === pool);
}

/** `short: 12 vCPUs, 37 addresses; AKS refuses` */
export function roomText({ needs, course, waves, surge }: PoolRun, isUnknown: boolean): string {
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
  const text = (highest: HighestSurge): string =>
    highest.kind === "has-room"
      ? `${nodeShareText(highest.share)} (${counted(highest.nodes, "node")}, ${counted(highest.waves, "wave")})`
      : `none (one node more: ${highest.short.map((need) => `${need.short} ${unitOf(need.of)} short`).join(", ")})`;
  const [one, other] = [text(apart), text(together)];
  return one === other ? `${pool} ${one} in either order` : `${pool} ${one} one after another, ${other} in any order`;
}

export function minutesText({ minutes }: HopRun): string {
  if ("cannotTell" in minutes) return `cannot tell: ${minutes.cannotTell.why}`;
  const { oneAfterAnother: apart, together } = minutes;
  const all = `likely ${clockText(apart.likely)}, slowest ${clockText(apart.slowest)} with one pool after another`;
  return apart.likely === together.likely && apart.slowest === together.slowest
    ? `likely ${clockText(apart.likely)}, slowest ${clockText(apart.slowest)}`
    : `${all}; ${clockText(together.likely)} and ${clockText(together.slowest)} together`;
}

/** How the waves were timed. */
export function waveText({ pools }: HopRun): string {
  const measured = pools.filter(({ wave }) => wave.isMeasured);
  const guessed = pools.some(({ wave }) => !wave.isMeasured);
  const parts = [
    ...measured.map(({ pool, wave }) => `${pool} ${wave.minutes} min a wave, measured`),
    ...(guessed ? [`${measured.length > 0 ? "others " : ""}10 min a wave, not measured`] : []),
  ];
  return `${parts.join("; ")}; slowest is the drain timeout in every wave, past it the upgrade stops`;
}

export function windowText(window: WindowFit): string {
  if ("cannotTell" in window) return `cannot tell: ${window.cannotTell.why}`;
  if (window.kind === "any-time") return "none set for Kubernetes upgrades: any time";
  const { likely, slowest } = window.windows;
  const says = (windows: number): string => (windows <= 1 ? "has room" : `takes ${windows} windows`);
  const fit = likely === slowest ? `likely and slowest: ${says(likely)}` : `likely ${says(likely)}, slowest ${says(slowest)}`;
  return `${timesText(window.times)}: ${fit} (it binds only upgrades that AKS starts)`;
}

const WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] as const;

function timesText(times: Exclude<MaintenanceTimes, { kind: "unknown" }>): string {
  if (times.kind !== "window") return "the hours that are set";
  const { startMinute, durationHours, utcOffsetMinutes, recurs } = times;
  const offset = utcOffsetMinutes === 0 ? "UTC" : `UTC${utcOffsetMinutes < 0 ? "−" : "+"}${clockText(Math.abs(utcOffsetMinutes))}`;
  const end = (startMinute + durationHours * 60) % 1440;
  return `${recurrenceText(recurs)} ${clockText(startMinute).padStart(5, "0")}–${clockText(end).padStart(5, "0")} ${offset}`;
}

function recurrenceText(recurs: Recurrence): string {
  const every = recurs.interval === 1 ? "" : `every ${recurs.interval} ${recurs.every}s `;
  if (recurs.every === "day") return `${every || "daily "}`.trim();
  if (recurs.every === "week") return `${every}${WEEKDAYS[recurs.weekday - 1] ?? ""}`;
  return "dayOfMonth" in recurs
    ? `${every}day ${recurs.dayOfMonth} of the month`
    : `${every}${recurs.week} ${WEEKDAYS[recurs.weekday - 1] ?? ""} of the month`;
}

export const costText = ({ cost }: HopRun): string =>
  "notPriced" in cost ? `not priced: ${cost.notPriced}` : `${moneyText(cost.cost, LOCALE)} once at list price, for the surge nodes`;

export function silentText(change: SilentChange): string {
  switch (change.kind) {
    case "os":
      return `${change.pool}: nodes move from ${change.from.name} to ${change.to.name}`;
    case "allocatable-memory":
      return `${change.pool}: pods may use ${change.to} MiB of a ${short(change.vmSize)}, now ${change.from} MiB`;
    case "default-max-surge":
      return `${change.pool}: max surge is not set, and its default goes from ${nodeShareText(change.from)} to ${nodeShareText(change.to)}`;
  }
}

export function blockText(block: Block, skus: Skus | undefined): string {
  const short = (needs: readonly Need[]): string =>
    needs.map((need) => `${resourceText(need.of, skus)} (needs ${need.needed}, ${need.free} free, short ${need.short})`).join(" and ");
  switch (block.kind) {
    case "no-room":
      return `${block.pool}: no room for ${counted(block.surge, "surge node")} in ${short(block.short)}; ${GOES_ON[block.goesOn]}`;
    case "no-room-together":
      return `all pools at once: no room in ${short(block.short)}`;
    case "settings":
      return `${block.pool}: ${block.why === "both-zero" ? "max surge and max unavailable are both 0" : "max unavailable may not be set on a system pool"}; AKS refuses`;
    case "os-refused":
      return `${block.pool}: AKS refuses the version for nodes with ${block.image.name}`;
    case "size-restricted":
      return `${block.pool}: Azure makes no new nodes of ${block.vmSize} (${block.reason})`;
    case "locked":
      return `lock ${block.lock.name} on ${block.lock.scope} stops it`;
    case "stopped-cluster":
      return "the cluster is stopped: start it first";
    case "stopped-pool":
      return `${block.pool} is stopped and would be ${block.behind} minors behind, ${block.allowed} are allowed: start it first`;
  }
}

const GOES_ON = {
  fails: "the upgrade fails",
  "one-node": "AKS goes on with one node at a time",
  "in-place": "AKS goes on in place, with nodes missing",
} as const;

export function assumptionText(of: Assumption): string {
  switch (of.kind) {
    case "max-surge":
      return `max surge of ${of.pool} is ${nodeShareText(of.share)}${of.instead ? ` (set: ${nodeShareText(of.instead)})` : ""}`;
    case "family-limit":
      return `the quota of ${shortFamily(of.family)} is ${of.limit} vCPUs (read: ${of.instead})`;
    case "regional-limit":
      return `the regional quota is ${of.limit} vCPUs (read: ${of.instead})`;
    case "nodes":
      return `${of.pool} has ${counted(of.nodes, "node")} (read: ${of.instead})`;
    case "passed-over":
      return `${of.what}: passed over, ${of.why}`;
  }
}

/** What is missing for one reason, together: `pod disruption budgets, …: Azure Resource Manager does not show it`. */
export const notKnownTexts = (of: readonly NotKnown[]): readonly string[] =>
  [...Map.groupBy(of, ({ missing }) => missing.why)].map(([why, those]) => {
    const byWhat = Map.groupBy(those, ({ what }) => what);
    const whats = [...byWhat].map(([what, each]) => {
      const pools = [...new Set(each.flatMap(({ pool }) => pool ?? []))];
      return pools.length === 0 ? what : `${what} (${pools.join(", ")})`;
    });
    return `${someOf(whats, 6)}: ${why}`;
  });

export const readText = ({ at }: UpgradePlan): string => `read ${momentText(at)}`;
