import type { CardElement, ITextRun } from "@microsoft/teams.cards";
import type { Detail, Said } from "./details.ts";
import { type Look, line, run } from "./elements.ts";

const SMALL: Look = { size: "Small" };
const SUBTLE: Look = { size: "Small", isSubtle: true };
const TIGHT = { spacing: "None" } as const;
const LOOSE = { spacing: "Small" } as const;

/** Details as they stand in a card. */
export const detailElements = (details: readonly Detail[]): readonly CardElement[] => details.flatMap(elementsOf);

function elementsOf(detail: Detail): readonly CardElement[] {
  switch (detail.kind) {
    case "place": {
      const { where, alike } = detail;
      const others = alike === undefined ? [] : [run(` · the same steps for ${alike}`, SUBTLE)];
      return [line([run(where, { ...SMALL, weight: "Bolder" }), ...others], LOOSE)];
    }
    case "text":
      return [line([run(detail.text, SUBTLE)], TIGHT)];
    case "labelled":
      return [line(detail.said.flatMap(labelled), detail.about === "advice" ? LOOSE : TIGHT)];
    case "step": {
      const { text, count, command } = detail;
      return [
        line([run(text, SMALL), ...(count === undefined ? [] : [run(` (${count})`, SUBTLE)])], LOOSE),
        ...(command === undefined ? [] : [line([run(command, { ...SMALL, fontType: "Monospace" })], TIGHT)]),
      ];
    }
  }
}

const labelled = ({ label, text }: Said, index: number): readonly ITextRun[] => [
  run(index === 0 ? `${label}: ` : ` · ${label}: `, SUBTLE),
  run(text, SMALL),
];
