import { causeText } from "../core/digest/cause.ts";
import type { Depth } from "../core/digest/details.ts";
import type { Notice } from "../core/digest/notice.ts";
import { plainName, plainSentence } from "../core/digest/plain.ts";
import type { Row } from "../core/digest/rows.ts";
import type { EventLine, UrgentCardInput, UrgentSaid } from "../core/digest/urgent-said.ts";
import { entryOf, isoMoment } from "./mail-digest.ts";
import { type Block, type Letter, line, linksTo, type Part, soft, strong } from "./mail-letter.ts";

/** What does not wait for the digest. */
export function urgentLetter({ headline, place, events, rows, more, link, id }: UrgentSaid, input: UrgentCardInput, depth: Depth): Letter {
  const { route, at } = input;
  const links = linksTo([{ label: "Azure portal", href: link }]);
  const happened: readonly Block[] = [
    line(strong(place)),
    ...events.flatMap(eventLines),
    ...(links.length === 0 ? [] : [{ kind: "links", links } as const]),
  ];
  const advice: readonly Block[] = [
    ...rows.flatMap((row) => rowBlocks(row, depth, input)),
    ...(more > 0 ? [line(soft(`+ ${more} more in the next digest`))] : []),
  ];
  return {
    headline,
    isGrave: true,
    about: `AKS Advisor · ${plainName(route.name)} · ${isoMoment(at)}`,
    parts: [{ blocks: happened }, ...(advice.length === 0 ? [] : [{ blocks: advice } satisfies Part])],
    footer: [`Message ${id}`],
  };
}

const eventLines = ({ pool, text, state }: EventLine): readonly Block[] => [
  line(...(pool === undefined ? [] : [strong(pool), { text: " · " }]), { text }),
  ...(state === undefined ? [] : [line(soft(state))]),
];

function rowBlocks(row: Row, depth: Depth, { route, at }: UrgentCardInput): readonly Block[] {
  const entry = entryOf(row, depth, { at, locale: route.locale });
  const { cause, finding } = row.members[0];
  const on = finding.target.kind === "cluster" ? finding.target.cluster : undefined;
  const isSaid = entry.details.some((detail) => detail.kind === "labelled" && detail.said.some(({ label }) => label === "Appeared with"));
  return [entry, ...(cause && !isSaid ? [line(soft(`Appeared with ${causeText(cause, route.locale, on)}`))] : [])];
}

const MOST_LINES = 20;

/** Both title and lines may hold names that others wrote. */
export function noticeLetter({ title, lines }: Notice, key: string): Letter {
  const hidden = lines.length - MOST_LINES;
  return {
    headline: plainName(title),
    isGrave: true,
    about: "AKS Advisor · for operators",
    parts: [
      {
        blocks: [
          ...lines.slice(0, MOST_LINES).map((text) => line({ text: plainSentence(text) })),
          ...(hidden > 0 ? [line(soft(`+ ${hidden} more`))] : []),
        ],
      },
    ],
    footer: [`Message ${plainSentence(key)}`],
  };
}
