import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { azCommand, clusterWords, kubectlCommand, poolWords } from "../../../src/core/rules/command.ts";
import { cluster, pool, ref } from "../../support/build.ts";
import { law } from "../../support/law.ts";

const TOKEN = /'[^']*'|\\.|[A-Za-z0-9_./:=@%+-]+| |[\s\S]/g;

/** The words a POSIX shell hands to a program: blanks part them, quotes hold them together, the rest must need no shell. */
function shellSplit(command: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  for (const token of [...(command.match(TOKEN) ?? []), " "]) {
    if (token !== " ") word = (word ?? "") + meaning(token);
    else if (word !== undefined) {
      words.push(word);
      word = undefined;
    }
  }
  return words;
}

function meaning(token: string): string {
  if (token.startsWith("'") && token.length > 1) return token.slice(1, -1);
  if (token.startsWith("\\") && token.length === 2) return token.slice(1);
  if (/^[A-Za-z0-9_./:=@%+-]+$/.test(token)) return token;
  throw new Error(`${token} means something to a shell`);
}

describe("azCommand", () => {
  it.for([
    { word: "prod-weu-1", quoted: "prod-weu-1" },
    { word: "10%", quoted: "10%" },
    { word: "a=b", quoted: "a=b" },
    { word: "", quoted: "''" },
    { word: "two words", quoted: "'two words'" },
    { word: "it's", quoted: "'it'\\''s'" },
    { word: "$(rm -rf /)", quoted: "'$(rm -rf /)'" },
    { word: "a;b", quoted: "'a;b'" },
    { word: "a\nb", quoted: "'a\nb'" },
    { word: "ü", quoted: "'ü'" },
  ])("writes $word as $quoted", ({ word, quoted }) => {
    expect(azCommand("aks", word)).toBe(`az aks ${quoted}`);
  });

  const anyWord = fc.oneof(
    fc.string(),
    fc.string({ unit: "grapheme" }),
    fc.string({ unit: fc.constantFrom("'", '"', "\\", "$", "`", " ", "\n", "a") }),
  );

  law("hands every word over unchanged, whatever it holds", [fc.array(anyWord)], (words) => {
    expect(shellSplit(azCommand(...words))).toEqual(["az", ...words]);
  });
});

describe("words of a command", () => {
  it("name a cluster, and a pool of it", () => {
    const odd = cluster(ref("it's prod", "rg (old)"));

    expect(azCommand("aks", "upgrade", ...clusterWords(odd))).toBe("az aks upgrade -g 'rg (old)' -n 'it'\\''s prod'");
    expect(azCommand("aks", "nodepool", "show", ...poolWords(odd, pool()))).toBe(
      "az aks nodepool show -g 'rg (old)' --cluster-name 'it'\\''s prod' -n apps",
    );
  });

  it("are quoted for kubectl too", () => {
    expect(kubectlCommand("cordon", "-l", "kubernetes.azure.com/agentpool=a b")).toBe(
      "kubectl cordon -l 'kubernetes.azure.com/agentpool=a b'",
    );
  });
});
