import type { CardElement } from "@microsoft/teams.cards";
import type { Digest } from "./digest.ts";
import { box, buttons, line, own, run } from "./elements.ts";
import type { JoinedLine, ResolvedLine } from "./short-lines.ts";
import type { UncheckedLine } from "./unchecked.ts";
import { counted } from "./words.ts";

/** What stands under the rows: counts, what ended, what could not be checked, and where the numbers come from. */
export function endElements(
  digest: Digest,
  most: { readonly more: number; readonly resolved: number; readonly unchecked: number },
): readonly CardElement[] {
  const { joined, stillOpen, resolved, unchecked } = digest;
  const resolvedShown = resolved.slice(0, most.resolved);
  const uncheckedShown = unchecked.slice(0, most.unchecked);
  return [
    ...(most.more > 0
      ? [own(`+ ${counted(most.more, "more finding")}, less grave than these`, { isSubtle: true, spacing: "Medium" })]
      : []),
    ...(joined ? [label("NEW CLUSTERS"), joinedElement(joined)] : []),
    ...(resolved.length === 0 ? [] : [label("RESOLVED"), ...resolvedShown.map(resolvedElement)]),
    ...(resolved.length > resolvedShown.length ? [small(`+ ${resolved.length - resolvedShown.length} more`)] : []),
    ...(unchecked.length === 0 ? [] : [label("COULD NOT CHECK"), ...uncheckedShown.flatMap(uncheckedElements)]),
    ...(unchecked.length > uncheckedShown.length ? [small(`+ ${unchecked.length - uncheckedShown.length} more reasons`)] : []),
    ...footer(digest, stillOpen),
  ];
}

const label = (text: string): CardElement =>
  own(text, { size: "Small", weight: "Bolder", isSubtle: true, separator: true, spacing: "Large" });
const small = (text: string): CardElement => own(text, { size: "Small", isSubtle: true, spacing: "Small" });

const joinedElement = ({ clusters, findings }: JoinedLine): CardElement =>
  line([run(clusters, { weight: "Bolder" }), run(` · ${findings}`)], { spacing: "Small" });

const resolvedElement = ({ where, title, how }: ResolvedLine): CardElement =>
  line([run(where, { weight: "Bolder" }), run(` · ${title}`), ...(how === undefined ? [] : [run(` (${how})`, { isSubtle: true })])], {
    spacing: "Small",
  });

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

function footer({ isPriced, scanClosedAt, key }: Digest, stillOpen: number): readonly CardElement[] {
  const scan =
    scanClosedAt === undefined ? [] : [`Scan ended {{DATE(${toSeconds(scanClosedAt)},SHORT)}} {{TIME(${toSeconds(scanClosedAt)})}}`];
  return [
    ...(stillOpen > 0 ? [own(`Still open: ${stillOpen}`, { separator: true, spacing: "Large" })] : []),
    ...(isPriced
      ? []
      : [own("Amounts are not priced yet.", { size: "Small", isSubtle: true, separator: stillOpen === 0, spacing: "Medium" })]),
    own([...scan, `Message ${key}`].join(" · "), { size: "Small", isSubtle: true, spacing: "None" }),
  ];
}

/** The date functions of Adaptive Cards take no fractions of a second. */
const toSeconds = (at: string): string => `${at.slice(0, 19)}Z`;
