import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { azureKey, key, OWN } from "../../../src/edge/store/keys.ts";
import { ref } from "../../support/build.ts";

/** Any UTF-16, halves of surrogate pairs and control characters too. */
const anyText = fc.string({ unit: fc.integer({ min: 0, max: 0xff_ff }).map((unit) => String.fromCharCode(unit)), maxLength: 300 });
/** Texts that an escaping scheme mixes up first. */
const trickyText = fc.string({
  unit: fc.constantFrom("a", "A", "/", ":", "=", "!", "|", "~", "0", "2", "f", "%", "\\", "#", "?", "'"),
  maxLength: 12,
});
const texts = fc
  .array(fc.oneof(anyText, trickyText), { minLength: 1, maxLength: 3 })
  .map(([first = "", ...rest]): [string, ...string[]] => [first, ...rest]);

describe("a key", () => {
  it("is legal whatever the texts are: printable ASCII without the characters keys must not hold, 1 to 512 of them", () => {
    fc.assert(
      fc.property(texts, (parts) => {
        expect(key(...parts)).toMatch(/^[A-Za-z0-9_.|:=!~-]{1,512}$/);
      }),
    );
  });

  it("leads back to its texts while it is not cut, so no two lists of texts share one", () => {
    fc.assert(
      fc.property(texts, (parts) => {
        const made = key(...parts);
        fc.pre(!made.includes("=~"));

        expect(textsOf(made)).toEqual(parts);
      }),
      { numRuns: 2000 },
    );
  });

  it.for([
    { parts: ["/subscriptions/1/resourceGroups/rg-1"], made: ":subscriptions:1:resourceGroups:rg-1" },
    { parts: ["digest|2026-11-23"], made: "digest|2026-11-23" },
    { parts: ["rg_1.(x)", "prod-1"], made: "rg_1.=0028x=0029!prod-1" },
    { parts: [""], made: "=" },
    { parts: ["", ""], made: "=!=" },
    { parts: ["=", "!"], made: "=003d!=0021" },
    { parts: ["a b%20'c'"], made: "a=0020b=002520=0027c=0027" },
    { parts: ["..", "a\u0000\u0085\u007f"], made: "..!a=0000=0085=007f" },
    { parts: ["Größe-東京-😀"], made: "Gr=00f6=00dfe-=6771=4eac-=d83d=de00" },
    { parts: ["‮evil"], made: "=202eevil" },
    { parts: ["\u0080\u0092 vs €’"], made: "=0080=0092=0020vs=0020=20ac=2019" },
    { parts: ["\ud800", "\udc00"], made: "=d800!=dc00" },
  ] as const)("of $parts is $made", ({ parts, made }) => {
    const [first, ...rest] = parts;

    expect(key(first, ...rest)).toBe(made);
  });

  it("parts texts so that moving a character over the border makes another key", () => {
    expect(new Set([key("ab", "c"), key("a", "bc"), key("abc"), key("ab!c"), key("ab", "c", "")]).size).toBe(5);
  });

  it.for([
    { length: 512, cut: false },
    { length: 513, cut: true },
    { length: 5000, cut: true },
  ])("of $length plain characters is cut: $cut", ({ length, cut }) => {
    const made = key("x".repeat(length));

    expect(made).toHaveLength(512);
    expect(made.includes("=~")).toBe(cut);
  });

  it("that is cut keeps its difference although the beginning is the same", () => {
    const long = "x".repeat(600);

    expect(new Set([key(`${long}1`), key(`${long}2`), key(long, "1"), key(long, "2"), key(`${long}!1`)]).size).toBe(5);
  });

  it("never is a row or partition of the table's own", () => {
    fc.assert(fc.property(texts, (parts) => key(...parts) !== OWN));
  });
});

describe("an Azure name as a key", () => {
  it("has no case, as Azure compares names", () => {
    expect(azureKey("RG-Prod", "Prod-WEU-1")).toBe(azureKey("rg-prod", "prod-weu-1"));
  });

  it("does not confuse clusters of the same name in two resource groups, or groups and names that run together", () => {
    const { resourceGroup, name } = ref("app", "rg-1");

    expect(new Set([azureKey(resourceGroup, name), azureKey("rg-2", "app"), azureKey("rg", "1app"), azureKey("rg-1app")]).size).toBe(4);
  });

  it("is one key for one cluster id and another for another, also in scripts where case is odd", () => {
    const name = fc.oneof(
      fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 }),
      fc.constantFrom("ΑΣ", "ΑΣ.b", "İ", "ı", "\u212a", "ǅ", "ß"),
    );
    const part = name.filter((text) => !text.includes("/"));
    const otherCase = fc.constantFrom("asItIs", "toUpperCase", "toLowerCase");
    fc.assert(
      fc.property(part, part, otherCase, (group, cluster, change) => {
        const inOtherCase = change === "asItIs" ? group : group[change]();

        expect(azureKey(group, cluster) === azureKey(inOtherCase, cluster)).toBe(ref(cluster, group).id === ref(cluster, inOtherCase).id);
        expect(azureKey(group, cluster) === azureKey(cluster, group)).toBe(ref(cluster, group).id === ref(group, cluster).id);
      }),
      { numRuns: 500 },
    );
  });
});

function textsOf(made: string): string[] {
  return made.split("!").map((part) => {
    if (part === "=") return "";
    return part.replaceAll(":", "/").replaceAll(/=([0-9a-f]{4})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
  });
}
