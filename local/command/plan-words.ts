import { counted, someOf } from "../../src/core/digest/words.ts";
import { lastDay } from "../../src/core/model/calendar.ts";
import { nodeShareText } from "../../src/core/model/cluster.ts";
import type { Skus } from "../../src/core/model/region.ts";
import { momentText } from "../../src/core/model/time.ts";
import { minorText, versionText } from "../../src/core/model/version.ts";
import type { Assumption } from "../../src/core/plan/assume.ts";
import type { Block } from "../../src/core/plan/blocks.ts";
import type { HopStanding, PlannedHop } from "../../src/core/plan/hop.ts";
import type { NotKnown } from "../../src/core/plan/not-known.ts";
import type { UpgradePlan } from "../../src/core/plan/plan-upgrade.ts";
import type { Need } from "../../src/core/plan/resources.ts";
import type { SilentChange } from "../../src/core/plan/silent-changes.ts";
import type { Command } from "../../src/core/plan/steps.ts";
import { azCommand, kubectlCommand } from "../../src/core/rules/command.ts";
import { shortFamily } from "../../src/core/rules/quota-words.ts";
import { dayText } from "../../src/render/days.ts";
import { resourceText, shortSize } from "./plan-room-words.ts";
import { LOCALE } from "./words.ts";

export const commandText = ({ tool, args }: Command): string => (tool === "az" ? azCommand(...args) : kubectlCommand(...args));

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

/** `apps at 10%, web at 1` */
export const sharesText = ({ shares }: NonNullable<PlannedHop["instead"]>): string =>
  [...shares].map(([pool, share]) => `${pool} at ${nodeShareText(share)}`).join(", ");

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

const dateText = (on: Parameters<typeof lastDay>[0]): string => dayText(lastDay(on), LOCALE);

export function silentText(change: SilentChange): string {
  switch (change.kind) {
    case "os":
      return `${change.pool}: nodes move from ${change.from.name} to ${change.to.name}`;
    case "allocatable-memory":
      return `${change.pool}: pods may use ${change.to} MiB of a ${shortSize(change.vmSize)}, now ${change.from} MiB`;
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
