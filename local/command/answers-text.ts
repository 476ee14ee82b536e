import { counted } from "../../src/core/digest/words.ts";
import type { Cluster } from "../../src/core/model/cluster.ts";
import type { Outcome, Target } from "../../src/core/model/finding.ts";
import type { ClusterId } from "../../src/core/model/names.ts";
import { table } from "./table.ts";
import type { Terminal } from "./terminal.ts";

/** What a rule answered about one cluster or pool. */
interface Answered {
  readonly cluster: Cluster;
  readonly pool?: string;
  readonly text: string;
}

/** What is being explained: it need not be listed among the others. */
interface Explained {
  readonly cluster: Cluster | undefined;
  readonly subject: string | undefined;
}

/** Why the rule says what it says about the others of the region: those of the cluster one by one, the rest by reason. */
export function answersText(
  outcome: Outcome,
  clusters: readonly Cluster[],
  explained: Explained,
  { columns, colours }: Pick<Terminal, "columns" | "colours">,
): string {
  const answers = answersOf(outcome, clusters);
  const near = answers.filter(
    ({ cluster, pool }) => cluster.id === explained.cluster?.id && pool !== undefined && !isSubject(explained.subject, pool),
  );
  const far = answers.filter(({ cluster }) => cluster.id !== explained.cluster?.id);
  const rows = [
    ...near.map(({ cluster, pool, text }) => [nameOf(cluster, pool), text]),
    ...[...Map.groupBy(far, ({ text }) => text)].map(([text, those]) => [placesOf(those), text]),
  ];
  if (rows.length === 0) return "";
  return [
    colours.bold("What it says of the others in the region"),
    table(
      [
        { head: "", atMost: 34 },
        { head: "", grows: 20 },
      ],
      rows,
      columns,
    ),
  ].join("\n");
}

const nameOf = ({ name }: Cluster, pool: string | undefined): string => (pool === undefined ? name : `${name} / ${pool}`);

function placesOf(those: readonly Answered[]): string {
  const [first] = those;
  if (first && those.length === 1) return nameOf(first.cluster, first.pool);
  const clusters = new Set(those.map(({ cluster }) => cluster.id)).size;
  return first?.pool === undefined ? counted(clusters, "cluster") : `${counted(those.length, "pool")} in ${counted(clusters, "cluster")}`;
}

/** A rule that ever speaks of a pool is asked about pools, any other about clusters. */
function answersOf(outcome: Outcome, clusters: readonly Cluster[]): readonly Answered[] {
  const { findings, unknown, notApplicable } = outcome;
  const subjects = new Set(
    [...findings, ...unknown, ...notApplicable].flatMap(({ subject }) => (subject === undefined ? [] : [subject.toLowerCase()])),
  );
  const isAboutPools = clusters.some(({ nodePools }) => nodePools.some(({ name }) => subjects.has(name.toLowerCase())));
  return clusters.flatMap((cluster): readonly Answered[] =>
    isAboutPools
      ? cluster.nodePools.map(({ name }) => ({ cluster, pool: name, text: answer(outcome, cluster.id, name) }))
      : [{ cluster, text: answer(outcome, cluster.id, undefined) }],
  );
}

/** What was said about the pool itself counts before what holds for its cluster or for the region. */
function answer({ findings, unknown, notApplicable }: Outcome, cluster: ClusterId, pool: string | undefined): string {
  const found = findings.find((each) => isOn(each.target, cluster) && isSubject(each.subject, pool));
  if (found) return `advised: ${found.title}`;
  const own = said(unknown, notApplicable, cluster, (subject) => subject !== undefined && isSubject(subject, pool));
  if (own !== undefined) return own;
  return said(unknown, notApplicable, cluster, (subject) => subject === undefined) ?? "nothing to advise";
}

function said(
  unknown: Outcome["unknown"],
  notApplicable: Outcome["notApplicable"],
  cluster: ClusterId,
  isMeant: (subject: string | undefined) => boolean,
): string | undefined {
  const not = notApplicable.find(({ target, subject }) => isOn(target, cluster) && isMeant(subject));
  if (not) return `does not apply: ${not.why}`;
  const unsure = unknown.find(({ target, subject }) => isOn(target, cluster) && isMeant(subject));
  return unsure && `cannot tell: ${unsure.reason.why}`;
}

const isOn = (target: Target, cluster: ClusterId): boolean => target.kind === "region" || target.cluster === cluster;
const isSubject = (subject: string | undefined, pool: string | undefined): boolean => subject?.toLowerCase() === pool?.toLowerCase();
