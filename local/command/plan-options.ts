import type { Fact } from "../../src/core/model/absence.ts";
import { type NodeShare, nodeShare } from "../../src/core/model/cluster.ts";
import { type VmFamily, vmFamily } from "../../src/core/model/names.ts";
import type { Quotas } from "../../src/core/model/region.ts";
import { type KubernetesVersion, kubernetesVersion } from "../../src/core/model/version.ts";
import type { PlanOptions } from "../../src/core/plan/input.ts";
import { CommandFailure, EXIT } from "./exit.ts";

/** What was typed, before anything is read. */
export interface PlanWords {
  readonly to?: string;
  readonly maxSurge?: readonly string[];
  readonly whatIf?: readonly string[];
  readonly poolsLast?: boolean;
}

export interface PlanWish {
  readonly target?: KubernetesVersion;
  /** Families are only known by the names of the region. */
  readonly options: (quotas: Fact<Quotas>) => PlanOptions;
}

interface Supposed {
  readonly surges: ReadonlyMap<string, NodeShare>;
  readonly nodes: ReadonlyMap<string, number>;
  readonly quotas: ReadonlyMap<string, number>;
}

/** @throws CommandFailure with what it takes */
export function planWish({ to, maxSurge = [], whatIf = [], poolsLast }: PlanWords): PlanWish {
  const target = to === undefined ? undefined : kubernetesVersion(to);
  if (to !== undefined && !target) throw wrong(`--to takes a version such as 1.36 or 1.36.2, not "${to}"`);
  const supposed = supposedBy(whatIf);
  const byPool = new Map(supposed.surges);
  let all: NodeShare | undefined;
  for (const said of maxSurge) {
    const [pool, share] = said.includes("=") ? [said.slice(0, said.indexOf("=")), said.slice(said.indexOf("=") + 1)] : [undefined, said];
    if (pool === undefined) all = shareOf(share, "--max-surge");
    else byPool.set(pool, shareOf(share, "--max-surge"));
  }
  return {
    ...(target ? { target } : {}),
    options: (quotas) => {
      const families = [...supposed.quotas].filter(([name]) => name !== REGION);
      const regionalLimit = supposed.quotas.get(REGION);
      return {
        maxSurge: { ...(all ? { all } : {}), byPool },
        poolUpgrades: poolsLast ? "as-seldom" : "every-hop",
        whatIf: {
          familyLimits: new Map(families.map(([name, limit]) => [familyOf(name, quotas), limit])),
          ...(regionalLimit === undefined ? {} : { regionalLimit }),
          nodes: supposed.nodes,
        },
      };
    },
  };
}

/** Stands for the regional vCPUs where a family is named otherwise. */
const REGION = "region";
const FORMS = "quota:DDSv5=400, quota:region=500, surge:apps=10% or nodes:apps=30";

function supposedBy(whatIf: readonly string[]): Supposed {
  const surges = new Map<string, NodeShare>();
  const nodes = new Map<string, number>();
  const quotas = new Map<string, number>();
  for (const said of whatIf) {
    const [, kind, name = "", value = ""] = /^(quota|surge|nodes):([^=]+)=(.+)$/i.exec(said.trim()) ?? [];
    if (kind?.toLowerCase() === "surge") surges.set(name, shareOf(value, "--what-if surge:<pool>"));
    else if (kind && /^\d{1,7}$/.test(value)) (kind.toLowerCase() === "quota" ? quotas : nodes).set(name, Number(value));
    else throw wrong(`--what-if takes ${FORMS}, not "${said}"`);
  }
  return { surges, nodes, quotas };
}

function shareOf(text: string, option: string): NodeShare {
  const share = nodeShare(text);
  if (!share) throw wrong(`${option} takes a number of nodes or a percentage such as 33%, not "${text}"`);
  return share;
}

/** `DDSv5` and `standardDDSv5Family` are the same. What no family is called stays as it is, and the plan says that it changes nothing. */
function familyOf(said: string, quotas: Fact<Quotas>): VmFamily {
  const wanted = said.trim().toLowerCase();
  const families = "known" in quotas ? [...quotas.known.byFamily.keys()] : [];
  return (
    families.find((each) => each === wanted || each.replace(/^standard\s*/, "").replace(/\s*family$/, "") === wanted) ?? vmFamily(wanted)
  );
}

const wrong = (text: string): CommandFailure => new CommandFailure(EXIT.usage, text);
