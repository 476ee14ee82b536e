import { type Cut, cutsOf } from "../core/digest/cuts.ts";
import type { Depth } from "../core/digest/details.ts";
import { detailsOf } from "../core/digest/details.ts";
import type { Digest, Section, Week } from "../core/digest/digest.ts";
import type { Reader } from "../core/digest/money-block.ts";
import { moreResolvedText, moreText } from "../core/digest/more.ts";
import { plainName } from "../core/digest/plain.ts";
import type { ResolvedLine } from "../core/digest/resolved.ts";
import type { Row } from "../core/digest/rows.ts";
import type { UncheckedLine } from "../core/digest/unchecked.ts";
import { counted } from "../core/digest/words.ts";
import { type Block, type Entry, isWebAddress, type Letter, line, linksTo, type Part, soft, strong, worthRuns } from "./mail-letter.ts";

const MOST_RESOLVED = 30;
const MOST_COMMANDS = 5;
const MOST_WEEK_LINES = 12;

const TITLES: Record<Section["kind"], string> = {
  "act-soon": "Act soon",
  baseline: "Findings",
  new: "New",
  worse: "Worse",
  back: "Back",
};

/** Ever smaller letters of one digest. */
export const digestLetters = (digest: Digest): readonly [() => Letter, ...(() => Letter)[]] => {
  const [whole, ...smaller] = cutsOf(digest, MOST_RESOLVED);
  return [() => letterOf(digest, whole), ...smaller.map((cut) => () => letterOf(digest, cut))];
};

function letterOf(digest: Digest, cut: Cut): Letter {
  const { kind, headline, route, day, dayText, clusterCount, sections, scanClosedAt, key, week } = digest;
  const weekParts = week ? [weekPart(week)] : [];
  return {
    headline,
    isGrave: false,
    about: `AKS Advisor · ${plainName(route)} · ${dayText} ${day.slice(0, 4)} · ${counted(clusterCount, "cluster")}`,
    parts: [
      ...(kind === "heartbeat" ? weekParts : []),
      ...sections.flatMap((section) => sectionParts(section, cut, digest)),
      ...moreParts(digest, cut),
      ...joinedParts(digest),
      ...stillOpenParts(digest),
      ...resolvedParts(digest, cut.resolved),
      ...uncheckedParts(digest.unchecked, cut.unchecked),
      ...(kind === "heartbeat" ? [] : weekParts),
    ],
    footer: [...(scanClosedAt === undefined ? [] : [`Scan ended ${isoMoment(scanClosedAt)}`]), `Message ${key}`],
  };
}

/** `2026-11-24 03:03 UTC` */
export const isoMoment = (at: string): string => `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`;

function sectionParts({ kind, rows }: Section, { depths }: Cut, reader: Reader): readonly Part[] {
  const blocks = rows.flatMap((row) => {
    const depth = depths.get(row);
    return depth === undefined ? [] : [entryOf(row, depth, reader)];
  });
  return blocks.length === 0 ? [] : [{ heading: TITLES[kind], isGrave: kind === "act-soon", blocks }];
}

export const entryOf = (row: Row, depth: Depth, reader: Reader): Entry => ({
  kind: "entry",
  where: row.where,
  title: row.title,
  ...(row.worth === undefined ? {} : { worth: row.worth }),
  severity: row.severity,
  ...(row.note === undefined ? {} : { note: row.note }),
  reason: row.reason,
  details: detailsOf(row, depth, reader),
  links: linksTo([
    { label: "Report page", href: row.page },
    { label: "Azure portal", href: row.link },
  ]),
});

function moreParts({ sections, more, locale, page }: Digest, { depths }: Cut): readonly Part[] {
  const hidden = sections.flatMap(({ rows }) => rows).filter((row) => !depths.has(row));
  const text = moreText([...hidden, ...more], locale);
  return text === undefined ? [] : [{ blocks: [line({ text }), ...reportLink("All of them", page)] }];
}

const reportLink = (label: string, href: string | undefined): readonly Block[] => {
  const links = linksTo([{ label, href }]);
  return links.length === 0 ? [] : [{ kind: "links", links }];
};

const joinedParts = ({ joined }: Digest): readonly Part[] =>
  joined
    ? [{ heading: "New clusters", blocks: [line(strong(joined.clusters), { text: ` · ${joined.findings}` }, ...worthRuns(joined.worth))] }]
    : [];

function stillOpenParts({ stillOpen: { findings, worth }, setAside, notPriced, oldPrices, page }: Digest): readonly Part[] {
  const said: readonly Block[] = [
    ...(findings > 0 ? [line(strong(counted(findings, "finding")), { text: worth === undefined ? "" : `, ${worth}` })] : []),
    ...(setAside === undefined ? [] : [line({ text: `Set aside: ${setAside}` })]),
    ...[notPriced, oldPrices].flatMap((note) => (note === undefined ? [] : [line(soft(note))])),
  ];
  const blocks = [...said, ...reportLink("All findings", page)];
  if (blocks.length === 0) return [];
  return [said.length === 0 ? { blocks } : { heading: "Still open", blocks }];
}

function resolvedParts({ resolved, locale }: Digest, most: number): readonly Part[] {
  if (resolved.length === 0) return [];
  const more = moreResolvedText(resolved.slice(most), locale);
  return [
    { heading: "Resolved", blocks: [...resolved.slice(0, most).map(resolvedLine), ...(more === undefined ? [] : [line(soft(more))])] },
  ];
}

const resolvedLine = ({ where, title, how, worth }: ResolvedLine): Block =>
  line(strong(where), { text: ` · ${title}` }, ...(how === undefined ? [] : [soft(` (${how})`)]), ...worthRuns(worth));

function uncheckedParts(lines: readonly UncheckedLine[], most: number): readonly Part[] {
  if (lines.length === 0) return [];
  const hidden = lines.length - Math.min(lines.length, most);
  const more = hidden === 0 ? [] : [line(soft(`+ ${counted(hidden, "more reason")}`))];
  return [{ heading: "Could not check", blocks: [...lines.slice(0, most).flatMap(uncheckedBlocks), ...more] }];
}

function uncheckedBlocks({ what, why, since, wayOut, commands }: UncheckedLine): readonly Block[] {
  const hidden = commands.length - MOST_COMMANDS;
  return [
    line(strong(what), { text: `: ${why} (since ${since})` }),
    line(soft(wayOut)),
    ...commands.slice(0, MOST_COMMANDS).map((command): Block => ({ kind: "command", command })),
    ...(hidden > 0 ? [line(soft(`+ ${counted(hidden, "more subscription")}: the same command with the id of each`))] : []),
  ];
}

function weekPart({ headline, lines, more }: Week): Part {
  const shown = lines.slice(0, MOST_WEEK_LINES);
  const hidden = more + lines.length - shown.length;
  return {
    heading: headline,
    blocks: [
      ...shown.map(({ where, title, what, page }) =>
        line(
          strong(where),
          { text: " · " },
          { text: title, ...(page !== undefined && isWebAddress(page) ? { href: page } : {}) },
          soft(` (${what})`),
        ),
      ),
      ...(hidden > 0 ? [line(soft(`+ ${hidden} more`))] : []),
    ],
  };
}
