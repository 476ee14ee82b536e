/** The name a misspelt one most likely means, whatever its case; nothing when none is near. */
export function nearest(text: string, names: Iterable<string>): string | undefined {
  const wanted = text.trim().toLowerCase();
  if (wanted === "") return undefined;
  let best: { readonly name: string; readonly steps: number } | undefined;
  for (const name of names) {
    const steps = stepsBetween(wanted, name.toLowerCase());
    if (steps <= Math.max(2, Math.floor(name.length / 3)) && (!best || steps < best.steps)) best = { name, steps };
  }
  return best?.name;
}

/** For the end of a refusal: `; did you mean spot-candidate?` */
export function meant(text: string, names: Iterable<string>): string {
  const name = nearest(text, names);
  return name === undefined ? "" : `; did you mean ${name}?`;
}

/** Letters to insert, drop or exchange (Levenshtein). */
function stepsBetween(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...b].entries()) {
      next.push(Math.min((row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1, (row[j] ?? 0) + (letter === other ? 0 : 1)));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
