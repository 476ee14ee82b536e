import type { CardElement } from "@microsoft/teams.cards";
import type { Cut } from "./cuts.ts";
import type { Digest, Week } from "./digest.ts";
import { box, buttons, line, own, run, worthRuns } from "./elements.ts";
import type { JoinedLine } from "./joined.ts";
import { moreResolvedText, moreText } from "./more.ts";
import { HOW_MEASURED, type ResolvedLine } from "./resolved.ts";
import type { Row } from "./rows.ts";
import { type UncheckedLine, whyText } from "./unchecked.ts";

/** How much of it is shown. `more` are all rows that are not. */
interface Most extends Pick<Cut, "also" | "resolved" | "isResolvedLinked" | "unchecked" | "week"> {
  readonly more: readonly Row[];
}

/** What stands under the rows: counts, what ended, the week, what could not be checked, and where the numbers come from. */
export function endElements(digest: Digest, most: Most): readonly CardElement[] {
  const { joined, unchecked, week } = digest;
  const uncheckedShown = unchecked.slice(0, most.unchecked);
  return [
    ...moreElements(digest, most),
    ...(joined ? [label("NEW CLUSTERS"), joinedElement(joined)] : []),
    ...resolvedElements(digest, most),
    ...(week ? weekElements(week, most.week) : []),
    ...(unchecked.length === 0 ? [] : [label("COULD NOT CHECK"), ...uncheckedShown.flatMap(uncheckedElements)]),
    ...(unchecked.length > uncheckedShown.length ? [small(`+ ${unchecked.length - uncheckedShown.length} more reasons`)] : []),
    ...footer(digest, most.more.length > 0),
  ];
}

const ALSO = "also";

/** What is left out, with the next few by name behind a button where there is room for them. */
function moreElements({ locale, page }: Digest, { more, also }: Most): readonly CardElement[] {
  const text = moreText(more, locale);
  if (text === undefined) return [];
  const named = more.slice(0, also);
  const lines = named.map(({ where, title, worth }) =>
    line([run(where, { size: "Small", weight: "Bolder" }), run(` · ${title}`, { size: "Small" }), ...worthRuns(worth)], {
      spacing: "Small",
    }),
  );
  return [
    line([run(text, { isSubtle: true })], { spacing: "Medium" }),
    ...buttons({
      ...(named.length === 0 ? {} : { unfolds: { id: ALSO, title: named.length === 1 ? "The next one" : `The next ${named.length}` } }),
      page,
      pageTitle: ALL_FINDINGS,
    }),
    ...(named.length === 0 ? [] : [box(lines, { id: ALSO, isVisible: false, style: "emphasis", spacing: "Small" })]),
  ];
}

const ALL_FINDINGS = "All findings";

/** Names alone: what they are about was told on its day. */
function weekElements({ headline, lines, more }: Week, most: number): readonly CardElement[] {
  const shown = lines.slice(0, most);
  const hidden = more + lines.length - shown.length;
  return [
    label(headline.toUpperCase()),
    ...shown.map(({ where, title, what }) =>
      line([run(where, { weight: "Bolder" }), run(` · ${title}`), run(` · ${what}`, { isSubtle: true })], { spacing: "Small" }),
    ),
    ...(hidden === 0 ? [] : [small(`+ ${hidden} more`)]),
  ];
}

function resolvedElements({ resolved, locale }: Digest, most: Most): readonly CardElement[] {
  if (resolved.length === 0) return [];
  const more = moreResolvedText(resolved.slice(most.resolved), locale);
  const shown = resolved.slice(0, most.resolved).flatMap((each) => resolvedOne(each, most.isResolvedLinked));
  return [label("RESOLVED"), ...shown, ...(more === undefined ? [] : [small(more)])];
}

const label = (text: string): CardElement =>
  own(text, { size: "Small", weight: "Bolder", isSubtle: true, separator: true, spacing: "Large" });
/** No text block: markdown would read the plus as a list. */
const small = (text: string): CardElement => line([run(text, { size: "Small", isSubtle: true })], { spacing: "Small" });

const joinedElement = ({ clusters, findings, worth }: JoinedLine): CardElement =>
  line([run(clusters, { weight: "Bolder" }), run(` · ${findings}`), ...worthRuns(worth)], { spacing: "Small" });

const resolvedOne = ({ where, title, how, worth, page }: ResolvedLine, isLinked: boolean): readonly CardElement[] => [
  line(
    [
      run(where, { weight: "Bolder" }),
      run(` · ${title}`),
      ...(how === undefined ? [] : [run(` (${how})`, { isSubtle: true })]),
      ...worthRuns(worth),
    ],
    { spacing: "Small" },
  ),
  ...buttons({ page: isLinked ? page : undefined, pageTitle: HOW_MEASURED }),
];

function uncheckedElements(unchecked: UncheckedLine, index: number): readonly CardElement[] {
  const { what, wayOut, commands } = unchecked;
  const id = `way-out-${index}`;
  const shown = commands.slice(0, 3);
  return [
    line([run(what, { weight: "Bolder" }), run(`: ${whyText(unchecked)}`)], { spacing: "Small" }),
    own(wayOut, { size: "Small", isSubtle: true, spacing: "None" }),
    ...buttons(shown.length === 0 ? {} : { unfolds: { id, title: "How to fix" } }),
    ...(shown.length === 0
      ? []
      : [
          box(
            shown.map((command) => line([run(command, { size: "Small", fontType: "Monospace" })], { spacing: "Small" })),
            { id, isVisible: false, style: "emphasis", spacing: "Small" },
          ),
        ]),
  ];
}

/** Where rows are left out, the way to all findings stands with them already. */
function footer(
  { stillOpen, setAside, notPriced, oldPrices, scanClosedAt, page, key }: Digest,
  isPageGiven: boolean,
): readonly CardElement[] {
  const { findings, worth } = stillOpen;
  const scan =
    scanClosedAt === undefined ? [] : [`Scan ended {{DATE(${toSeconds(scanClosedAt)},SHORT)}} {{TIME(${toSeconds(scanClosedAt)})}}`];
  const notes = [notPriced, oldPrices].filter((note) => note !== undefined);
  const open = findings > 0 ? [`Still open: ${findings}${worth === undefined ? "" : `, ${worth}`}`] : [];
  const counts = [...open, ...(setAside === undefined ? [] : [setAside])];
  return [
    ...(counts.length > 0 ? [own(counts.join(" · "), { spacing: "Small" })] : []),
    ...notes.map((note) => line([run(note, { size: "Small", isSubtle: true })], { spacing: "Small" })),
    ...buttons(isPageGiven ? {} : { page, pageTitle: ALL_FINDINGS }),
    own([...scan, `Message ${key}`].join(" · "), { size: "Small", isSubtle: true, spacing: "Small" }),
  ].map((element, index) => (index === 0 ? { ...element, separator: true, spacing: "Large" } : element));
}

/** The date functions of Adaptive Cards take no fractions of a second. */
const toSeconds = (at: string): string => `${at.slice(0, 19)}Z`;
