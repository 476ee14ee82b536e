import type { CardElement } from "@microsoft/teams.cards";
import type { Digest } from "./digest.ts";
import { box, buttons, line, own, run, worthRuns } from "./elements.ts";
import type { JoinedLine } from "./joined.ts";
import { moreResolvedText, moreText } from "./more.ts";
import type { ResolvedLine } from "./resolved.ts";
import type { Row } from "./rows.ts";
import type { UncheckedLine } from "./unchecked.ts";

/** What stands under the rows: counts, what ended, what could not be checked, and where the numbers come from. */
export function endElements(
  digest: Digest,
  most: { readonly more: readonly Row[]; readonly resolved: number; readonly unchecked: number },
): readonly CardElement[] {
  const { joined, resolved, unchecked } = digest;
  const uncheckedShown = unchecked.slice(0, most.unchecked);
  return [
    ...moreElements(most.more, digest.locale),
    ...(joined ? [label("NEW CLUSTERS"), joinedElement(joined)] : []),
    ...resolvedElements(resolved, most.resolved, digest.locale),
    ...(unchecked.length === 0 ? [] : [label("COULD NOT CHECK"), ...uncheckedShown.flatMap(uncheckedElements)]),
    ...(unchecked.length > uncheckedShown.length ? [small(`+ ${unchecked.length - uncheckedShown.length} more reasons`)] : []),
    ...footer(digest),
  ];
}

function moreElements(rows: readonly Row[], locale: string): readonly CardElement[] {
  const text = moreText(rows, locale);
  return text === undefined ? [] : [line([run(text, { isSubtle: true })], { spacing: "Medium" })];
}

function resolvedElements(lines: readonly ResolvedLine[], most: number, locale: string): readonly CardElement[] {
  if (lines.length === 0) return [];
  const more = moreResolvedText(lines.slice(most), locale);
  return [label("RESOLVED"), ...lines.slice(0, most).map(resolvedElement), ...(more === undefined ? [] : [small(more)])];
}

const label = (text: string): CardElement =>
  own(text, { size: "Small", weight: "Bolder", isSubtle: true, separator: true, spacing: "Large" });
/** No text block: markdown would read the plus as a list. */
const small = (text: string): CardElement => line([run(text, { size: "Small", isSubtle: true })], { spacing: "Small" });

const joinedElement = ({ clusters, findings, worth }: JoinedLine): CardElement =>
  line([run(clusters, { weight: "Bolder" }), run(` · ${findings}`), ...worthRuns(worth)], { spacing: "Small" });

const resolvedElement = ({ where, title, how, worth }: ResolvedLine): CardElement =>
  line(
    [
      run(where, { weight: "Bolder" }),
      run(` · ${title}`),
      ...(how === undefined ? [] : [run(` (${how})`, { isSubtle: true })]),
      ...worthRuns(worth),
    ],
    { spacing: "Small" },
  );

function uncheckedElements({ what, why, since, wayOut, commands }: UncheckedLine, index: number): readonly CardElement[] {
  const id = `way-out-${index}`;
  const shown = commands.slice(0, 3);
  return [
    line([run(what, { weight: "Bolder" }), run(`: ${why} (since ${since})`)], { spacing: "Small" }),
    own(wayOut, { size: "Small", isSubtle: true, spacing: "None" }),
    ...buttons(shown.length === 0 ? undefined : id, "How to fix", undefined),
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

function footer({ stillOpen, notPriced, oldPrices, scanClosedAt, key }: Digest): readonly CardElement[] {
  const { findings, worth } = stillOpen;
  const scan =
    scanClosedAt === undefined ? [] : [`Scan ended {{DATE(${toSeconds(scanClosedAt)},SHORT)}} {{TIME(${toSeconds(scanClosedAt)})}}`];
  const notes = [notPriced, oldPrices].filter((note) => note !== undefined);
  return [
    ...(findings > 0 ? [own(`Still open: ${findings}${worth === undefined ? "" : `, ${worth}`}`, { spacing: "Small" })] : []),
    ...notes.map((note) => line([run(note, { size: "Small", isSubtle: true })], { spacing: "Small" })),
    own([...scan, `Message ${key}`].join(" · "), { size: "Small", isSubtle: true, spacing: "Small" }),
  ].map((element, index) => (index === 0 ? { ...element, separator: true, spacing: "Large" } : element));
}

/** The date functions of Adaptive Cards take no fractions of a second. */
const toSeconds = (at: string): string => `${at.slice(0, 19)}Z`;
