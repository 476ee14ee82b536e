import { html, type Markup } from "./markup.ts";
import { CONTENT_SECURITY_POLICY, FORM_SECURITY_POLICY, STYLE } from "./page-style.ts";

interface Page {
  readonly title: string;
  readonly header: Markup;
  readonly main: Markup;
  readonly footer: Markup;
  /** Its main part holds a form. */
  readonly hasForm?: boolean;
}

/** In a file nobody sends a header, so the page carries its policy too; browsers take `frame-ancestors` from headers alone. */
const metaPolicy = (hasForm: boolean): string =>
  (hasForm ? FORM_SECURITY_POLICY : CONTENT_SECURITY_POLICY)
    .split("; ")
    .filter((directive) => !directive.startsWith("frame-ancestors"))
    .join("; ");

/** Nobody is told where a link was followed from. A form must say where it comes from, to the place it goes back to: without it browsers write `null`. */
const referrer = (hasForm: boolean): string => (hasForm ? "same-origin" : "no-referrer");

/** The style stands between its tags as it is: the hash in the policy is of exactly that text. */
const STYLE_TAG = html([`<style>${STYLE}</style>`]);

export const pageOf = ({ title, header, main, footer, hasForm = false }: Page): string =>
  html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${metaPolicy(hasForm)}">
<meta name="robots" content="noindex">
<meta name="referrer" content="${referrer(hasForm)}">
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
