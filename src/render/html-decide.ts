import { plainName } from "../core/digest/plain.ts";
import type { DecisionKind } from "../core/model/decision.ts";
import { addDays, type Day } from "../core/model/time.ts";
import { dayText } from "./days.ts";
import { html, type Markup, safeHref } from "./markup.ts";
import type { ReportFinding } from "./report-finding.ts";

/** What somebody who is signed in needs to decide about one finding. */
export interface DecideForm {
  /** Where it is sent to. */
  readonly action: string;
  /** Stands for what the finding says now; sent back, it tells whether that has changed meanwhile. */
  readonly seen: string;
  /** As Entra shows whoever is signed in. */
  readonly person: string;
  /** A date lies after this day and at most so many days later. */
  readonly today: Day;
  readonly mostDays: number;
  /** Characters of a reason, from and to. */
  readonly shortestReason: number;
  readonly longestReason: number;
  /** What was sent and could not be taken, with what is wrong with it. */
  readonly sent?: { readonly kind?: DecisionKind; readonly until: string; readonly why: string; readonly problems: readonly string[] };
}

interface Choice {
  readonly kind: DecisionKind;
  readonly summary: string;
  readonly means: string;
  readonly button: string;
  readonly hasDate: boolean;
}

const CHOICES: readonly Choice[] = [
  {
    kind: "accepted",
    summary: "Accept it as it is",
    means: "It is right and stays: for a reason that others will want to read.",
    button: "Accept",
    hasDate: false,
  },
  {
    kind: "snoozed",
    summary: "Snooze it until a day",
    means: "Not now. After the last day it is told again.",
    button: "Snooze",
    hasDate: true,
  },
  {
    kind: "planned",
    summary: "Plan it for a day",
    means: "It will be done by then. If it is still there after the last day, it is told again.",
    button: "Plan",
    hasDate: true,
  },
];

/** One form a choice, each complete in itself: it works without a script, by keyboard and read aloud. */
export function decideSection({ setAside }: ReportFinding, form: DecideForm, locale: string): Markup {
  const { person, sent } = form;
  return html`<section aria-labelledby="decide"><h2 id="decide">${setAside ? "Decide again" : "Decide"}</h2>
${sent === undefined ? undefined : html`<div class="notice" role="alert"><p><strong>Nothing was decided.</strong></p><ul>${sent.problems.map((text) => html`<li>${text}</li>`)}</ul></div>`}
<p class="small">Signed in as ${plainName(person)}. Your name, the day and your reason are kept and shown to whoever reads this page. What is decided ends by itself when the finding becomes graver or larger by over a quarter.</p>
${CHOICES.map((choice) => choiceForm(choice, form, locale))}
${setAside ? withdrawForm(form) : undefined}</section>`;
}

function choiceForm({ kind, summary, means, button, hasDate }: Choice, form: DecideForm, locale: string): Markup {
  const { today, mostDays, shortestReason, longestReason } = form;
  const typed = form.sent?.kind === kind ? form.sent : undefined;
  // What was not taken is shown where it was typed, however far down the page that is.
  const focus = typed && html` autofocus`;
  const [first, last] = [addDays(today, 1), addDays(today, mostDays)];
  const date = html`<label for="${kind}-until">Last day, until ${dayText(last, locale)} at most</label>
<input id="${kind}-until" name="until" type="date" min="${first}" max="${last}" value="${typed?.until ?? ""}" required${focus}>`;
  return html`<details name="decide"${typed ? html` open` : undefined}><summary>${summary}</summary><div class="body"><p>${means}</p>
<form method="post" action="${safeHref(form.action)}">${hidden(kind, form)}${hasDate ? date : undefined}
<label for="${kind}-why">Reason</label>
<textarea id="${kind}-why" name="why" minlength="${shortestReason}" maxlength="${longestReason}" autocomplete="off" required${hasDate ? undefined : focus}>
${typed?.why ?? ""}</textarea>
<button type="submit">${button}</button></form></div></details>`;
}

const withdrawForm = (form: DecideForm): Markup =>
  html`<details name="decide"><summary>Withdraw what was decided</summary><div class="body"><p>It counts again, and is told with the next digest.</p>
<form method="post" action="${safeHref(form.action)}">${hidden("withdrawn", form)}<button type="submit">Withdraw</button></form></div></details>`;

const hidden = (kind: DecisionKind, { seen }: DecideForm): Markup =>
  html`<input type="hidden" name="kind" value="${kind}"><input type="hidden" name="seen" value="${seen}">`;
