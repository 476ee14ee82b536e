import { describe, expect, it } from "vitest";
import { table } from "../../../local/command/table.ts";
import { columnsOf, hasColours } from "../../../local/command/terminal.ts";
import { labelled, wrapped } from "../../../local/command/words.ts";

describe("text", () => {
  it.for([
    ["one two three", 7, ["one two", "three"]],
    ["one", 7, ["one"]],
    ["", 7, [""]],
    ["abcdefghij kl", 4, ["abcd", "efgh", "ij", "kl"]],
    ["a abcdefg", 4, ["a", "abcd", "efg"]],
  ] as const)("%j is broken at %i", ([text, width, lines]) => {
    expect(wrapped(text, width)).toEqual(lines);
  });

  it("behind a label stands in a column of its own", () => {
    expect(labelled("Time", ["one two three"], { columns: 14, indent: 6 })).toEqual(["Time  one two", "      three"]);
  });
});

describe("a table", () => {
  it("gives what is left to the column that grows, and sets numbers right", () => {
    const made = table(
      [{ head: "Pool" }, { head: "Nodes", align: "right" }, { head: "What", grows: 8 }],
      [["apps", "20", "no room for surge"]],
      24,
    );

    expect(made.split("\n")).toEqual(["Pool  Nodes  What", "apps     20  no room for", "             surge"]);
  });

  it("paints cells once they are broken, so that no width counts a colour", () => {
    const made = table([{ head: "" }, { head: "", grows: 4 }], [["a", "b c d e"]], 8, (text) => `\u001b[31m${text}\u001b[39m`);

    expect(made.split("\n").length).toBe(2);
  });
});

describe("a terminal", () => {
  it.for([
    [{}, true, true],
    [{}, false, false],
    [{ NO_COLOR: "1" }, true, false],
    [{ NO_COLOR: "" }, true, true],
    [{ FORCE_COLOR: "1" }, false, true],
    [{ FORCE_COLOR: "0" }, true, false],
    [{ NO_COLOR: "1", FORCE_COLOR: "1" }, true, false],
    [{ TERM: "dumb" }, true, false],
  ] as const)("with %j on a screen: %s has colours: %s", ([env, isScreen, has]) => {
    expect(hasColours(env, isScreen)).toBe(has);
  });

  it.for([
    [100, undefined, 100],
    [undefined, undefined, 120],
    [undefined, "80", 80],
    [undefined, "wide", 120],
    [20, undefined, 60],
  ] as const)("of %s columns, said to be %s, is taken for %s", ([screen, said, columns]) => {
    expect(columnsOf(screen, said)).toBe(columns);
  });
});
