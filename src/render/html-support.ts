import { plainName, plainSentence } from "../core/digest/plain.ts";
import { nearnessText, someOf } from "../core/digest/words.ts";
import { lastDay } from "../core/model/calendar.ts";
import type { Ending } from "../core/model/calendar-ending.ts";
import { addDays, type Day, dayOf, daysBetween } from "../core/model/time.ts";
import { key, type Span, timeline } from "./bars.ts";
import { dayText } from "./days.ts";
import { html, type Markup } from "./markup.ts";
import type { Report } from "./report.ts";
import { BY_NOTICE, type SupportLine, type SupportRow } from "./support.ts";

/** What the rows of time show: a year back, and far enough ahead for the last end of long-term support that matters. */
const DAYS_BACK = 365;
const LEAST_DAYS_AHEAD = 365;
const MOST_DAYS_AHEAD = 3 * 365;
const MOST_TICKS = 20;

export function supportSection({ support, at, locale }: Report): Markup | undefined {
  if (support === undefined || support.length === 0) return undefined;
  const today = dayOf(at);
  const frame = frameOf(support, today);
  const next = support.flatMap((row) => row.lines.map((line) => ({ row, line }))).filter(({ line }) => (line.ends?.daysLeft ?? -1) >= 0);
  const [first] = next.sort((a, b) => (a.line.ends?.daysLeft ?? 0) - (b.line.ends?.daysLeft ?? 0));
  return html`<section aria-labelledby="support"><h2 id="support">Support of Kubernetes versions</h2>
${first?.line.ends === undefined ? undefined : html`<p>Next to leave support: <strong>${first.row.minor}</strong> (${first.line.plan}), ${nearnessText(first.line.ends.daysLeft)}, on ${dayText(first.line.ends.on, locale)}.</p>`}
<p class="soft small">Each row runs from ${dayText(frame.from, locale)} to ${dayText(frame.to, locale)}; the upright line is today · ${key("part-1")}thick: community support · ${key("part-2")}thin: long-term support, for clusters with that plan · ${key("part-3")}marks up to the last day: one a cluster, ${MOST_TICKS} at most</p>
<ul class="plain">${support.map(
    (row) => html`<li class="gauge"><h3>${row.minor}</h3>
${timeline(spansOf(row, frame), [...ticksOf(row, frame), { look: "today", at: shareOf(today, frame) }])}
${row.lines.map((line) => html`<p class="small">${lineText(line, locale)}</p>`)}</li>`,
  )}</ul></section>`;
}

interface Frame {
  readonly from: Day;
  readonly to: Day;
}

function frameOf(support: readonly SupportRow[], today: Day): Frame {
  const ahead = support.flatMap(({ lines }) => lines.flatMap(({ ends }) => (ends ? [ends.daysLeft + 60] : [])));
  const days = Math.min(MOST_DAYS_AHEAD, Math.max(LEAST_DAYS_AHEAD, ...ahead));
  return { from: addDays(today, -DAYS_BACK), to: addDays(today, days) };
}

const shareOf = (day: Day, { from, to }: Frame): number => daysBetween(from, day) / daysBetween(from, to);

function spansOf({ entry }: SupportRow, frame: Frame): readonly Span[] {
  if (!entry) return [];
  const at = (ending: Ending): number => shareOf(lastDay(ending), frame);
  return [
    { look: "part-1", from: at(entry.generallyAvailable), to: at(entry.communityEnd) },
    { look: "part-2", from: at(entry.communityEnd), to: at(entry.ltsEnd), isThin: true },
  ];
}

/** Beside one another, leftwards from the last day. */
const ticksOf = ({ lines }: SupportRow, frame: Frame) =>
  lines.flatMap(({ ends, clusters }) =>
    ends === undefined
      ? []
      : clusters.slice(0, MOST_TICKS).map((_, index) => ({ look: "part-3", at: Math.max(0, shareOf(ends.on, frame) - index * 0.009) })),
  );

function lineText({ plan, clusters, ends, isTold, doubt }: SupportLine, locale: string): Markup {
  const when =
    ends === undefined
      ? "last day not known"
      : `last day ${dayText(ends.on, locale)}, ${nearnessText(ends.daysLeft)}${isTold ? `, ${BY_NOTICE}` : ""}`;
  const names = someOf(clusters.map(plainName), 8);
  return html`${plan === "lts" ? "long-term support" : "community support"}: ${when} · ${clusters.length === 1 ? "" : `${clusters.length} clusters: `}${names}${doubt === undefined ? "" : ` · ${plainSentence(doubt)}`}`;
}
