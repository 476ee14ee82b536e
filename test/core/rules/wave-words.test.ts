import { describe, expect, it } from "vitest";
import { waveMinutesText, wavesSaid } from "../../../src/core/rules/wave-words.ts";

describe("how long a wave takes", () => {
  it.for([
    { measured: {}, says: "10 minutes: no upgrade was measured yet", apps: "10" },
    { measured: { apps: 12.34 }, says: "measured: 12.3 minutes of apps, else 10 minutes, not measured", apps: "12.3 (measured)" },
    { measured: { apps: 12, web: 7 }, says: "measured: 12 minutes of apps and 7 minutes of web", apps: "12 (measured)" },
    { measured: { gone: 12 }, says: "10 minutes: no upgrade was measured yet", apps: "10" },
  ])("$says", ({ measured, says, apps }) => {
    const known = new Map<string, number>(Object.entries(measured));

    expect(wavesSaid(["apps", "web"], known)).toBe(says);
    expect(waveMinutesText("apps", known)).toBe(apps);
  });
});
