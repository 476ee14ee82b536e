import type { CouldNotCheck, Summary } from "../model/delivery.ts";
import type { ClusterId } from "../model/names.ts";

/**
 * The summaries of a round that judged one region only: what clusters cost is carried on from the last whole round, and so is what could
 * not be checked elsewhere.
 */
export function carriedOn(rows: readonly Summary[], before: readonly Summary[], judged: ReadonlySet<ClusterId>): readonly Summary[] {
  const known = new Map(before.map((row) => [row.route, row]));
  return rows.map((row) => {
    const last = known.get(row.route);
    const { cost: _, ...money } = row.money ?? {};
    const cost = last?.money?.cost;
    return {
      ...row,
      ...(isMoney(money) ? { money: { ...money, ...(cost ? { cost } : {}) } } : {}),
      couldNotCheck: joined(
        row.couldNotCheck,
        (last?.couldNotCheck ?? []).flatMap((group) => elsewhere(group, judged)),
      ),
    };
  });
}

const isMoney = (money: Partial<NonNullable<Summary["money"]>>): money is NonNullable<Summary["money"]> => money.firm !== undefined;

/** Clusters that cannot be read are known of in every region; what rules could not tell there, only where they were asked. */
function elsewhere(group: CouldNotCheck, judged: ReadonlySet<ClusterId>): readonly CouldNotCheck[] {
  if (group.scope !== "rule") return [];
  const clusters = group.clusters.filter(({ id }) => !judged.has(id));
  return clusters.length > 0 || group.clusters.length === 0 ? [{ ...group, clusters }] : [];
}

function joined(now: readonly CouldNotCheck[], kept: readonly CouldNotCheck[]): readonly CouldNotCheck[] {
  const groups = new Map(now.map((group) => [nameOf(group), group]));
  for (const group of kept) {
    const there = groups.get(nameOf(group));
    const clusters = new Map([...(there?.clusters ?? []), ...group.clusters].map((ref) => [ref.id, ref]));
    groups.set(nameOf(group), { ...(there ?? group), clusters: [...clusters.values()].sort((a, b) => (a.id < b.id ? -1 : 1)) });
  }
  return [...groups.values()];
}

const nameOf = ({ scope, reason }: CouldNotCheck): string => `${scope} ${reason.kind} ${reason.why} ${reason.scope ?? ""}`;
