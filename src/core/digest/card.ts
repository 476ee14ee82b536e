import type { CardElement, IAdaptiveCard } from "@microsoft/teams.cards";
import { endElements } from "./card-end.ts";
import { type Cut, cutsOf } from "./cuts.ts";
import { detailElements } from "./detail-elements.ts";
import { detailsOf } from "./details.ts";
import { type Digest, SECTION_TITLES, type Section } from "./digest.ts";
import { box, buttons, frame, line, own, run, worthRuns } from "./elements.ts";
import { fitting, MOST_CARD_BYTES } from "./fit.ts";
import { plainName } from "./plain.ts";
import type { Row } from "./rows.ts";
import { counted } from "./words.ts";

/** The digest as an Adaptive Card that stays within the size Teams takes: details go first, then the lowest rows. */
export const digestCard = (digest: Digest): IAdaptiveCard =>
  fitting(cutsOf(digest, MOST_RESOLVED), (cut) => draw(digest, cut), MOST_CARD_BYTES);

/** The body of a POST to a Workflows webhook: one attachment, and the text of the toast. */
export const teamsMessage = (card: IAdaptiveCard, summary: string): string =>
  JSON.stringify({
    type: "message",
    summary,
    attachments: [{ contentType: "application/vnd.microsoft.card.adaptive", contentUrl: null, content: card }],
  });

const MOST_RESOLVED = 6;

function draw(digest: Digest, cut: Cut): IAdaptiveCard {
  const { headline, route, dayText, clusterCount, sections, more } = digest;
  const { depths } = cut;
  const ranks = new Map([...depths.keys()].map((row, rank) => [row, rank]));
  const hidden = sections.flatMap(({ rows }) => rows).filter((row) => !depths.has(row));
  return frame(headline, [
    own(headline, { size: "Large", weight: "Bolder" }),
    line([run(`AKS Advisor · ${plainName(route)} · ${dayText} · ${counted(clusterCount, "cluster")}`, { size: "Small", isSubtle: true })], {
      spacing: "None",
    }),
    ...sections.flatMap(({ kind, rows }) => {
      const shown = rows.filter((row) => depths.has(row));
      if (shown.length === 0) return [];
      return [
        heading(kind),
        ...shown.flatMap((row, index) => {
          const rank = ranks.get(row) ?? 0;
          const details = detailElements(detailsOf(row, depths.get(row) ?? "none", digest));
          return rowElements(linked(row, rank, cut), { isFirst: index === 0, id: `details-${rank}`, details });
        }),
      ];
    }),
    ...endElements(digest, { ...cut, more: [...hidden, ...more] }),
  ]);
}

/** With the links there is room for. Without a page the portal is all it leads to. */
function linked({ page, link, ...row }: Row, rank: number, { pages, portals }: Cut): Row {
  const most = page === undefined ? pages : portals;
  return { ...row, ...(page !== undefined && rank < pages ? { page } : {}), ...(link !== undefined && rank < most ? { link } : {}) };
}

const heading = (kind: Section["kind"]): CardElement =>
  own(SECTION_TITLES[kind].toUpperCase(), {
    size: "Small",
    weight: "Bolder",
    separator: true,
    spacing: "Large",
    ...(kind === "act-soon" ? { color: "Attention" } : { isSubtle: true }),
  });

interface Place {
  readonly isFirst: boolean;
  readonly id: string;
  readonly details: readonly CardElement[];
}

function rowElements(row: Row, { isFirst, id, details }: Place): readonly CardElement[] {
  const { where, title, worth, reason, severity, note, link, page } = row;
  const isGrave = severity === "critical" || severity === "high";
  return [
    line([run(where, { weight: "Bolder" }), run(` · ${title}`), ...worthRuns(worth)], { spacing: isFirst ? "Small" : "Medium" }),
    line(
      [
        run(severity, { size: "Small", weight: "Bolder", ...(isGrave ? { color: "Attention" } : {}) }),
        run(`${note === undefined ? "" : ` · ${note}`} · ${reason}`, { size: "Small", isSubtle: true }),
      ],
      { spacing: "None" },
    ),
    ...buttons({ ...(details.length === 0 ? {} : { unfolds: { id, title: "Details" } }), page, portal: link }),
    ...(details.length === 0 ? [] : [box(details, { id, isVisible: false, style: "emphasis", spacing: "Small" })]),
  ];
}
