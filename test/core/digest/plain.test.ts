import { describe, expect, it } from "vitest";
import { plainCommand, plainName } from "../../../src/core/digest/plain.ts";
import { clusterLink } from "../../../src/core/digest/portal.ts";
import { ref } from "../../support/build.ts";

describe("a name that others wrote", () => {
  it.for([
    ["stays as it is", "prod-weu-1", "prod-weu-1"],
    ["keeps its letters, whatever the script", "größe-日本-عربي", "größe-日本-عربي"],
    ["loses bidi controls", "prod\u202Etxt.exe\u2066", "prodtxt.exe"],
    ["loses what has no width", "pr\u200Bo\u00ADd\uFEFF", "prod"],
    ["becomes one line", "a\r\nb\tc\u2028d", "a b c d"],
    ["loses control characters", "a\u0000\u001b[31mb\u007f", "a[31mb"],
    ["gets a sign for half a character", "a\uD800b", "a\uFFFDb"],
    ["is said to be none when nothing is left", "\u200B\u202E", "(no name)"],
    ["is cut after 80 characters, between characters", "😀".repeat(81), `${"😀".repeat(79)}…`],
    ["of 80 characters is whole", "x".repeat(80), "x".repeat(80)],
  ] as const)("%s", ([, name, expected]) => {
    expect(plainName(name)).toBe(expected);
  });
});

describe("a command", () => {
  it("is shown as it is, or not at all", () => {
    expect(plainCommand("az aks show -n 'größe 1'")).toBe("az aks show -n 'größe 1'");
    for (const altered of ["az \u202Eshow", "az a\nrm -rf", "az a\u200Bb", `az ${"x".repeat(800)}`, "az \uD800"]) {
      expect(plainCommand(altered)).toBeUndefined();
    }
  });
});

describe("a portal link", () => {
  it("is built from the encoded names", () => {
    expect(clusterLink(ref("prod (1)", "rg/a?b#c"))).toBe(
      "https://portal.azure.com/#resource/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg%2Fa%3Fb%23c/providers/Microsoft.ContainerService/managedClusters/prod%20%281%29/overview",
    );
  });

  it("takes half a character, and goes without for a name no cluster can have", () => {
    expect(clusterLink(ref("a\uD800"))).toContain("a%EF%BF%BD");
    expect(clusterLink(ref("x".repeat(600)))).toBeUndefined();
  });
});
