import { html, type Markup } from "./markup.ts";
import { CONTENT_SECURITY_POLICY, STYLE } from "./page-style.ts";

interface Page {
  readonly title: string;
  /** `en-IE`: the language of dates; the words are English. */
  readonly header: Markup;
  readonly main: Markup;
  readonly footer: Markup;
}

/** In a file nobody sends a header, so the page carries its policy too; browsers take `frame-ancestors` from headers alone. */
const META_POLICY = CONTENT_SECURITY_POLICY.split("; ")
  .filter((directive) => !directive.startsWith("frame-ancestors"))
  .join("; ");

/** The style stands between its tags as it is: the hash in the policy is of exactly that text. */
const STYLE_TAG = html([`<style>${STYLE}</style>`]);

export const pageOf = ({ title, header, main, footer }: Page): string =>
  html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${META_POLICY}">
<meta name="robots" content="noindex">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
${STYLE_TAG}
</head>
<body>
<a class="skip" href="#main">To the content</a>
<header>${header}</header>
<main id="main">${main}</main>
<footer class="soft small">${footer}</footer>
</body>
</html>
`.text;
