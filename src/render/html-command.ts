import { html, type Markup } from "./markup.ts";

/** A command to copy. Lines may break between arguments, not after a dash of `--name`. */
export const commandBlock = (command: string): Markup =>
  html`<pre><code>${command
    .split(/(?<= )(?=-)|(?<= -\S+)(?= )/)
    .map((part) => (/^-[\w-]{1,40}$/.test(part) ? html`<span class="whole">${part}</span>` : part))}</code></pre>`;
