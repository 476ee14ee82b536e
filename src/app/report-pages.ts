import type { FindingRecord } from "../core/model/record.ts";
import { dayOf } from "../core/model/time.ts";
import {
  type DecideForm,
  type Report,
  renderClusterPage,
  renderCsv,
  renderFindingPage,
  renderHtml,
  renderJson,
  renderMarkdown,
  renderSarif,
  shortId,
} from "../render/index.ts";
import type { Asked, Reader } from "./access.ts";
import { type Answer, EXPORT_FORMATS, type ExportFormat, page, problem } from "./answer.ts";
import type { Run } from "./compose.ts";
import { LONGEST_REASON, MOST_DAYS, SHORTEST_REASON } from "./decide-form.ts";
import { seenOf } from "./decide-seen.ts";
import { LINK_PARAMETER } from "./links.ts";
import { clusterReport, estateReport, findingReport } from "./report.ts";
import { type Estate, estateOf } from "./report-estate.ts";
import { readerLinks } from "./report-links.ts";
import { FILTER_PARAMETERS, filterOf } from "./report-query.ts";

/** All that its reader may see, or the part of it that is asked for. */
export async function reportPage(run: Run, reader: Reader, { query }: Asked): Promise<Answer> {
  const estate = await estateOf(run, reader);
  const filter = filterOf(query, estate);
  if ("wrong" in filter) return wrongQuery(run, reader, filter.wrong);
  return page(renderHtml(await estateReport(run, estate, filter), readerLinks(run.settings, reader, filter)));
}

/** One cluster, by the short form of its id. */
export async function clusterPage(run: Run, reader: Reader, { query }: Asked): Promise<Answer> {
  const estate = await estateOf(run, reader);
  const asked = query.get("id");
  const snapshot = estate.snapshots.find(({ ref }) => shortId(ref.id) === asked || ref.id === asked?.toLowerCase());
  const links = readerLinks(run.settings, reader, snapshot ? { clusters: [snapshot.ref.id] } : {});
  const html = snapshot && renderClusterPage(await clusterReport(run, estate, snapshot), snapshot.ref.id, links);
  if (html !== undefined) return page(html);
  return problem(
    "not-found",
    "There is no such cluster",
    ["It was deleted, it was never read, or it is not among those you may read."],
    [{ label: "All findings", href: links.report }],
  );
}

/** One finding, by the short form of its key; whoever is signed in may decide about it there. */
export async function findingPage(run: Run, reader: Reader, { query }: Asked): Promise<Answer> {
  const estate = await estateOf(run, reader);
  const record = findingOf(estate, query.get("id"));
  return record ? findingAnswer(run, reader, estate, record) : noSuchFinding(run, reader);
}

export const findingOf = ({ records }: Estate, id: string | null): FindingRecord | undefined =>
  id === null ? undefined : records.find(({ key }) => shortId(key) === id);

export const noSuchFinding = ({ settings }: Run, reader: Reader): Answer =>
  problem(
    "not-found",
    "There is no such finding",
    [
      "It was closed more than 400 days ago, its cluster was created anew, or it is not among those you may read.",
      "A finding that was resolved lately is still listed under the state resolved.",
    ],
    [{ label: "All findings", href: readerLinks(settings, reader).report }],
  );

/** The finding's page: with forms for a person, while it is open. `sent` is what was not taken of one. */
export async function findingAnswer(
  run: Run,
  reader: Reader,
  estate: Estate,
  record: FindingRecord,
  sent?: DecideForm["sent"],
): Promise<Answer> {
  const report = await findingReport(run, estate, record);
  const { target } = record.finding;
  const links = readerLinks(run.settings, reader, {
    rules: [record.stamp.rule],
    ...(target.kind === "cluster" ? { clusters: [target.cluster] } : { subscriptions: [record.subscription] }),
  });
  const form = formOf(run, reader, estate, record, sent);
  const html = renderFindingPage(report, record.key, links, form);
  return html === undefined ? noSuchFinding(run, reader) : page(html, form !== undefined);
}

function formOf(run: Run, reader: Reader, estate: Estate, record: FindingRecord, sent: DecideForm["sent"]): DecideForm | undefined {
  const { person } = reader;
  const action = readerLinks(run.settings, reader).decide?.(shortId(record.key));
  if (!person || action === undefined || record.closed) return undefined;
  return {
    action,
    seen: seenOf(record, estate),
    person: person.name,
    today: dayOf(run.now),
    mostDays: MOST_DAYS,
    shortestReason: SHORTEST_REASON,
    longestReason: LONGEST_REASON,
    ...(sent ? { sent } : {}),
  };
}

const RENDERERS: Readonly<Record<ExportFormat, (report: Report) => string>> = {
  json: renderJson,
  csv: renderCsv,
  sarif: renderSarif,
  markdown: renderMarkdown,
};
const ENDINGS: Readonly<Record<ExportFormat, string>> = { json: "json", csv: "csv", sarif: "sarif", markdown: "md" };
const EXPORT_PARAMETERS = ["format", ...FILTER_PARAMETERS, LINK_PARAMETER];

/** The same as the page shows, for programs: a parameter that is none of ours would be a filter that does not filter. */
export async function exportFile(run: Run, reader: Reader, { query }: Asked): Promise<Answer> {
  const stranger = [...query.keys()].find((name) => !EXPORT_PARAMETERS.includes(name));
  if (stranger !== undefined) {
    return wrongQuery(run, reader, `"${stranger.slice(0, 80)}" is not a parameter; there are format, ${FILTER_PARAMETERS.join(", ")}`);
  }
  const [asked = "json", ...more] = query.getAll("format");
  const format = EXPORT_FORMATS.find((each) => each === asked.toLowerCase());
  if (format === undefined || more.length > 0) {
    return wrongQuery(
      run,
      reader,
      `format is not "${[asked, ...more].join(", ").slice(0, 80)}"; it takes one of ${EXPORT_FORMATS.join(", ")}`,
    );
  }
  const estate = await estateOf(run, reader);
  const filter = filterOf(query, estate);
  if ("wrong" in filter) return wrongQuery(run, reader, filter.wrong);
  const text = RENDERERS[format](await estateReport(run, estate, filter));
  return { kind: "file", format, name: `aks-findings-${dayOf(run.now)}.${ENDINGS[format]}`, text };
}

const wrongQuery = ({ settings }: Run, reader: Reader, why: string): Answer =>
  problem("wrong", "This cannot be shown", [`${why}.`], [{ label: "All findings", href: readerLinks(settings, reader).report }]);
