import type { CardElement, IAdaptiveCard } from "@microsoft/teams.cards";
import { causeText } from "./cause.ts";
import { detailElements } from "./detail-elements.ts";
import { DEPTHS, type Depth, detailsOf } from "./details.ts";
import { box, buttons, frame, line, own, run, worthRuns } from "./elements.ts";
import { fitting, MOST_CARD_BYTES } from "./fit.ts";
import { plainName } from "./plain.ts";
import type { Row } from "./rows.ts";
import { type EventLine, type UrgentCardInput, type UrgentSaid, urgentSaid } from "./urgent-said.ts";
import { momentText } from "./words.ts";

export interface UrgentCard {
  readonly headline: string;
  readonly card: IAdaptiveCard;
}

export function urgentCard(input: UrgentCardInput): UrgentCard {
  const said = urgentSaid(input);
  return { headline: said.headline, card: fitting(CUTS, (cut) => draw(said, input, cut), MOST_CARD_BYTES) };
}

interface Cut {
  readonly depth: Depth;
  /** Whether rows lead anywhere. */
  readonly isLinked: boolean;
}

/** Details go first; the button to the report page stays. */
const CUTS: readonly [Cut, ...Cut[]] = [
  { depth: "full", isLinked: true },
  ...DEPTHS.slice(1).map((depth) => ({ depth, isLinked: true })),
  { depth: "none", isLinked: false },
];

function draw({ headline, place, events, rows, more, link, id }: UrgentSaid, input: UrgentCardInput, cut: Cut): IAdaptiveCard {
  const { route, at } = input;
  return frame(headline, [
    own(headline, { size: "Large", weight: "Bolder", color: "Attention" }),
    line([run(place, { weight: "Bolder" })], { spacing: "Small" }),
    line([run(`AKS Advisor · ${plainName(route.name)} · ${momentText(at, route.locale)}`, { size: "Small", isSubtle: true })], {
      spacing: "None",
    }),
    ...events.flatMap(eventLines),
    ...rows.flatMap((row, index) => rowElements(row, `details-${index}`, cut, input)),
    ...(more > 0 ? [line([run(`+ ${more} more in the next digest`, { size: "Small", isSubtle: true })], { spacing: "Small" })] : []),
    ...buttons({ portal: link, page: rows.length === 1 && cut.isLinked ? undefined : input.links?.report, pageTitle: "All findings" }),
    line([run(id, { size: "Small", isSubtle: true })], { separator: true }),
  ]);
}

const eventLines = ({ pool, text, state }: EventLine): readonly CardElement[] => [
  line([run(pool === undefined ? "" : `${pool} · `, { weight: "Bolder" }), run(text)], { spacing: "Medium" }),
  ...(state === undefined ? [] : [line([run(state, { size: "Small", isSubtle: true })], { spacing: "None" })]),
];

function rowElements(row: Row, id: string, { depth, isLinked }: Cut, { route, at }: UrgentCardInput): readonly CardElement[] {
  const { where, title, worth, reason, severity, link, page, members } = row;
  const details = detailElements(detailsOf(row, depth, { at, locale: route.locale }));
  const { cause, finding } = members[0];
  const on = finding.target.kind === "cluster" ? finding.target.cluster : undefined;
  return [
    line([run(where, { weight: "Bolder" }), run(` · ${title}`), ...worthRuns(worth)], { spacing: "Medium" }),
    line([run(severity, { size: "Small", weight: "Bolder", color: "Attention" }), run(` · ${reason}`, { size: "Small", isSubtle: true })], {
      spacing: "None",
    }),
    ...(cause ? [line([run(`Appeared with ${causeText(cause, route.locale, on)}`, { size: "Small" })], { spacing: "None" })] : []),
    ...buttons({ ...(details.length === 0 ? {} : { unfolds: { id, title: "Details" } }), ...(isLinked ? { page, portal: link } : {}) }),
    ...(details.length === 0 ? [] : [box(details, { id, isVisible: false, style: "emphasis", spacing: "Small" })]),
  ];
}
