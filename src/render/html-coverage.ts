import { plainName } from "../core/digest/plain.ts";
import { counted } from "../core/digest/words.ts";
import { coverageText } from "./coverage-words.ts";
import { html, type Markup } from "./markup.ts";
import type { Report } from "./report.ts";

export function coverageSection({ coverage }: Report): Markup | undefined {
  if (!coverage) return undefined;
  return html`<section aria-labelledby="coverage"><h2 id="coverage">Where changes come from</h2>
<p class="soft small">How the app hears of a change between two nightly scans, by subscription.</p>
${coverage.length === 0 ? html`<p>No subscription is in what is shown.</p>` : undefined}
${coverage.map(
  (
    group,
  ) => html`<details><summary><h3>${counted(group.subscriptions.length, "subscription")}</h3> <span class="soft">${coverageText(group)}</span></summary>
<ul class="body names">${group.subscriptions.map(({ name }) => html`<li>${plainName(name)}</li>`)}</ul></details>`,
)}</section>`;
}
