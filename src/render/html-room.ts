import { plainName, plainSentence } from "../core/digest/plain.ts";
import { byText, counted } from "../core/digest/words.ts";
import { barWithMark, key } from "./bars.ts";
import { momentText } from "./days.ts";
import { table } from "./html-table.ts";
import { html, type Markup } from "./markup.ts";
import type { Report } from "./report.ts";
import type { ReportRoom, UnknownRoom } from "./report-room.ts";
import { roomText } from "./room-words.ts";

/** Those that have room are folded away from here on. */
const MOST_SHOWN = 12;

export function roomSection({ rooms, locale }: Report): Markup | undefined {
  if (!rooms) return undefined;
  const { rows, unknown } = rooms;
  const roomy = rows.filter(({ verdict }) => verdict.kind === "has-room");
  const folded = rows.length > MOST_SHOWN ? roomy : [];
  const open = rows.filter((row) => !folded.includes(row));
  return html`<section aria-labelledby="room"><h2 id="room">Surge room</h2>
${rows.length === 0 && unknown.length === 0 ? html`<p>No upgrade takes from a quota in what is shown.</p>` : html`${INTRO}${readText(rows, locale)}`}
${unknown.map(unknownText)}
${open.length === 0 ? undefined : roomTable("Quotas that upgrades take from, short ones first", open)}
${folded.length === 0 ? undefined : html`<details><summary><h3>${counted(folded.length, "quota")} with room for all at once</h3></summary><div class="body">${roomTable("Quotas with room, the tightest first", folded)}</div></details>`}</section>`;
}

const INTRO = html`<p class="soft small">vCPUs that the surge nodes of the next upgrades take, with max surge as it is set. Three readings, because AKS does not document whether the pools of a cluster go one after another, and clusters may fall together: the pool that needs most, alone · the cluster that needs most, its pools at once · all clusters of the region at once. Quota is not capacity: whether Azure has the nodes is not known.</p>
<p class="small">${key("used")}used · ${key("need-1")}one pool · ${key("need-2")}one cluster · ${key("need-3")}all at once · ${key("today")}the limit</p>`;

/** When quotas were read: of all at once, where it was at once. */
function readText(rows: readonly ReportRoom[], locale: string): Markup | undefined {
  const times = rows.flatMap(({ quota }) => ("missing" in quota ? [] : [quota.readAt])).sort(byText);
  const [first, last] = [times[0], times.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const [from, to] = [momentText(first, locale), momentText(last, locale)];
  return html`<p class="soft small">Quotas as read ${from === to ? from : `between ${from} and ${to}`}.</p>`;
}

const unknownText = ({ subscriptionName, region, reason }: UnknownRoom): Markup =>
  html`<p class="notice">${subscriptionName} · ${plainName(region)}: cannot tell what upgrades need: ${plainSentence(reason.why)}.</p>`;

const roomTable = (caption: string, rows: readonly ReportRoom[]): Markup =>
  table(
    { hidden: caption },
    [
      { head: "Quota" },
      { head: "Room", isWide: true, isPlain: true },
      { head: "Used", isNumber: true },
      { head: "Free", isNumber: true },
      { head: "One pool", isNumber: true },
      { head: "One cluster", isNumber: true },
      { head: "All at once", isNumber: true },
    ],
    rows.map(cellsOf),
  );

function cellsOf(row: ReportRoom): readonly (Markup | number | string)[] {
  const { family, quota, needs, verdict, subscriptionName, region } = row;
  const name = family === undefined ? "All regular vCPUs" : plainName(family);
  const [limit, used] = "missing" in quota ? [undefined, undefined] : [quota.limit, quota.used];
  return [
    html`<span>${name}<span class="line soft small thin">${subscriptionName} · ${plainName(region)}</span></span>`,
    html`<span class="${verdict.kind === "short" ? SHORT_LOOKS[verdict.reading] : ""}">${roomText(row)}</span>${pictureOf(row)}`,
    used === undefined ? "not known" : html`<span class="whole">${used}<span class="soft"> of ${limit}</span></span>`,
    used === undefined || limit === undefined ? "not known" : limit - used,
    needs.onePool.vcpus,
    needs.oneCluster.vcpus,
    needs.allAtOnce.vcpus,
  ];
}

const SHORT_LOOKS = { onePool: "high strong", oneCluster: "medium strong", allAtOnce: "strong" } as const;

function pictureOf({ quota, needs }: ReportRoom): Markup | undefined {
  if ("missing" in quota) return undefined;
  const { onePool, oneCluster, allAtOnce } = needs;
  return barWithMark(
    [
      { look: "used", size: quota.used },
      { look: "need-1", size: onePool.vcpus },
      { look: "need-2", size: oneCluster.vcpus - onePool.vcpus },
      { look: "need-3", size: allAtOnce.vcpus - oneCluster.vcpus },
    ],
    quota.limit,
  );
}
