import type { Cut } from "../core/digest/cuts.ts";
import { type Depth, detailsOf } from "../core/digest/details.ts";
import { type Digest, SECTION_TITLES, type Section, type Week } from "../core/digest/digest.ts";
import type { Reader } from "../core/digest/money-block.ts";
import { moreResolvedText, moreText } from "../core/digest/more.ts";
import { plainName } from "../core/digest/plain.ts";
import { HOW_MEASURED, type ResolvedLine } from "../core/digest/resolved.ts";
import type { Row } from "../core/digest/rows.ts";
import { type UncheckedLine, whyText } from "../core/digest/unchecked.ts";
import { counted } from "../core/digest/words.ts";
import { type Block, type Entry, isWebAddress, type Letter, line, linksTo, type Part, soft, strong, worthRuns } from "./mail-letter.ts";

export const MOST_RESOLVED = 30;
const MOST_COMMANDS = 5;

/** As much of it as a cut leaves. */
export function digestLetter(digest: Digest, cut: Cut): Letter {
  const { kind, headline, route, day, dayText, clusterCount, sections, scanClosedAt, key, week } = digest;
  const weekParts = week ? [weekPart(week, cut.week)] : [];
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
      ...resolvedParts(digest, cut),
      ...(kind === "heartbeat" ? [] : weekParts),
      ...uncheckedParts(digest.unchecked, cut.unchecked),
    ],
    footer: [...(scanClosedAt === undefined ? [] : [`Scan ended ${isoMoment(scanClosedAt)}`]), `Message ${key}`],
  };
}

/** `2026-11-24 03:03 UTC` */
export const isoMoment = (at: string): string => `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`;

function sectionParts({ kind, rows }: Section, { depths, pages, portals }: Cut, reader: Reader): readonly Part[] {
  const ranks = new Map([...depths.keys()].map((row, rank) => [row, rank]));
  const blocks = rows.flatMap((row) => {
    const [depth, rank = 0] = [depths.get(row), ranks.get(row)];
    return depth === undefined ? [] : [entryOf(row, depth, reader, { page: rank < pages, portal: rank < portals })];
  });
  return blocks.length === 0 ? [] : [{ heading: SECTION_TITLES[kind], isGrave: kind === "act-soon", blocks }];
}

/** `ways`: which of its links there is room for. */
export const entryOf = (row: Row, depth: Depth, reader: Reader, ways = { page: true, portal: true }): Entry => ({
  kind: "entry",
  where: row.where,
  title: row.title,
  ...(row.worth === undefined ? {} : { worth: row.worth }),
  isCounted: row.saves.firm.amount > 0 || row.saves.upTo.amount > 0,
  severity: row.severity,
  ...(row.note === undefined ? {} : { note: row.note }),
  reason: row.reason,
  details: detailsOf(row, depth, reader),
  links: linksTo([
    { label: "Report page", href: ways.page ? row.page : undefined },
    { label: "Azure portal", href: ways.portal ? row.link : undefined },
  ]),
});

/** What is left out, with the next few by name where there is room for them. */
function moreParts({ sections, more, locale, page }: Digest, { depths, also }: Cut): readonly Part[] {
  const rows = [...sections.flatMap((section) => section.rows).filter((row) => !depths.has(row)), ...more];
  const text = moreText(rows, locale);
  if (text === undefined) return [];
  const named = rows.slice(0, also).map(({ where, title, worth }) => line(strong(where), { text: ` · ${title}` }, ...worthRuns(worth)));
  const among = named.length === 0 ? "" : named.length < rows.length ? ", among them:" : ":";
  return [{ blocks: [line(strong(`${text}${among}`)), ...named, ...reportLink("All findings", page)] }];
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

function resolvedParts({ resolved, locale }: Digest, { resolved: most, isResolvedLinked }: Cut): readonly Part[] {
  if (resolved.length === 0) return [];
  const more = moreResolvedText(resolved.slice(most), locale);
  return [
    {
      heading: "Resolved",
      blocks: [
        ...resolved.slice(0, most).flatMap((each) => resolvedBlocks(each, isResolvedLinked)),
        ...(more === undefined ? [] : [line(soft(more))]),
      ],
    },
  ];
}

const resolvedBlocks = ({ where, title, how, worth, page }: ResolvedLine, isLinked: boolean): readonly Block[] => [
  line(strong(where), { text: ` · ${title}` }, ...(how === undefined ? [] : [soft(` (${how})`)]), ...worthRuns(worth)),
  ...reportLink(HOW_MEASURED, isLinked ? page : undefined),
];

function uncheckedParts(lines: readonly UncheckedLine[], most: number): readonly Part[] {
  if (lines.length === 0) return [];
  const hidden = lines.length - Math.min(lines.length, most);
  const more = hidden === 0 ? [] : [line(soft(`+ ${counted(hidden, "more reason")}`))];
  return [{ heading: "Could not check", blocks: [...lines.slice(0, most).flatMap(uncheckedBlocks), ...more] }];
}

function uncheckedBlocks(unchecked: UncheckedLine): readonly Block[] {
  const { what, wayOut, commands } = unchecked;
  const hidden = commands.length - MOST_COMMANDS;
  return [
    line(strong(what), { text: `: ${whyText(unchecked)}` }),
    line(soft(wayOut)),
    ...commands.slice(0, MOST_COMMANDS).map((command): Block => ({ kind: "command", command })),
    ...(hidden > 0 ? [line(soft(`+ ${counted(hidden, "more subscription")}: the same command with the id of each`))] : []),
  ];
}

function weekPart({ headline, lines, more }: Week, most: number): Part {
  const shown = lines.slice(0, most);
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
