import type { CardElement, IAdaptiveCard } from "@microsoft/teams.cards";
import type { Route } from "../model/delivery.ts";
import type { ClusterEvent } from "../model/event.ts";
import type { Currency } from "../model/money.ts";
import type { FindingRecord } from "../model/record.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { dayOf, type Instant } from "../model/time.ts";
import { causeText } from "./cause.ts";
import { detailElements } from "./detail-elements.ts";
import { DEPTHS, type Depth, detailsOf } from "./details.ts";
import { box, buttons, frame, line, own, run, worthRuns } from "./elements.ts";
import { fitting, MOST_CARD_BYTES } from "./fit.ts";
import { type Names, placeOf } from "./places.ts";
import { plainName, plainSentence } from "./plain.ts";
import { clusterLink } from "./portal.ts";
import { type Row, rowsOf } from "./rows.ts";
import { standingsOf } from "./standing.ts";
import type { Urgent, UrgentKind } from "./urgent.ts";
import { counted, momentText } from "./words.ts";

export interface UrgentCard {
  readonly headline: string;
  readonly card: IAdaptiveCard;
}

export interface UrgentCardInput {
  /** The outbox key. It stands in the footer, so that a second copy is recognised. */
  readonly key: string;
  readonly urgent: Urgent;
  readonly route: Route;
  readonly at: Instant;
  readonly names: Names;
  readonly currency: Currency;
  /** Of the cluster it is about. */
  readonly snapshot?: Snapshot;
  /** All that are open for the route's cluster: amounts exclude each other. */
  readonly open: readonly FindingRecord[];
}

/** The headline holds no names: it is the toast, and stands in markdown. */
const HEADLINES: Readonly<Record<UrgentKind, (urgent: Urgent) => string>> = {
  "roll-failed": ({ events }) =>
    poolsOf(events).length > 1
      ? `The rolling upgrade of ${poolsOf(events).length} node pools failed`
      : "The rolling upgrade of a node pool failed",
  "auto-upgrade-failed": ({ events }) =>
    events.every(({ what }) => what.kind === "auto-upgrade" && what.status === "canceled")
      ? "An automatic upgrade was canceled"
      : "An automatic upgrade failed",
  "out-of-support": () => "A cluster's Kubernetes version is out of support",
  critical: ({ findings }) => `${counted(findings.length, "finding")} became critical`,
};

const poolsOf = (events: readonly ClusterEvent[]): readonly string[] => [...new Set(events.flatMap(({ pool }) => pool ?? []))];

const MOST_ROWS = 5;

export function urgentCard(input: UrgentCardInput): UrgentCard {
  const { urgent, route, at, names, currency, open } = input;
  const headline = HEADLINES[urgent.kind](urgent);
  const view = { names, today: dayOf(at), locale: route.locale, currency, standings: standingsOf(open, currency) };
  const rows = rowsOf(
    urgent.findings.map((record) => ({ record })),
    view,
  );
  return { headline, card: fitting(DEPTHS, (depth) => draw(headline, input, rows, depth), MOST_CARD_BYTES) };
}

function draw(headline: string, input: UrgentCardInput, rows: readonly Row[], depth: Depth): IAdaptiveCard {
  const { key, urgent, route, at, names, snapshot } = input;
  const hidden = rows.length - MOST_ROWS;
  const link = snapshot && rows.length === 0 ? clusterLink(snapshot.ref) : undefined;
  return frame(headline, [
    own(headline, { size: "Large", weight: "Bolder", color: "Attention" }),
    line([run(placeOf(urgent.target, names), { weight: "Bolder" })], { spacing: "Small" }),
    line([run(`AKS Advisor · ${plainName(route.name)} · ${momentText(at, route.locale)}`, { size: "Small", isSubtle: true })], {
      spacing: "None",
    }),
    ...urgent.events.flatMap((event) => eventLines(event, route.locale, snapshot)),
    ...rows.slice(0, MOST_ROWS).flatMap((row, index) => rowElements(row, `details-${index}`, depth, input)),
    ...(hidden > 0 ? [line([run(`+ ${hidden} more in the next digest`, { size: "Small", isSubtle: true })], { spacing: "Small" })] : []),
    ...buttons(undefined, "", link),
    line([run(footer(key), { size: "Small", isSubtle: true })], { separator: true }),
  ]);
}

/** Of the key, what tells two cards of a cluster apart: its id would only fill the card. */
function footer(key: string): string {
  const [lane = "", day = "", ...rest] = key.split("|");
  return plainSentence([lane, day, rest.at(-1) ?? ""].join("|"));
}

/** Azure's event gives no reason: what the cluster itself says stands with it. */
function eventLines(event: ClusterEvent, locale: string, snapshot: Snapshot | undefined): readonly CardElement[] {
  const { at, pool, what } = event;
  const said = what.kind === "auto-upgrade" && what.says !== undefined ? `: ${what.says}` : "";
  const ended = what.kind === "auto-upgrade" && what.status === "canceled" ? "canceled" : "failed";
  const state = stateOf(event, snapshot, locale);
  return [
    line(
      [
        run(pool === undefined ? "" : `${plainName(pool)} · `, { weight: "Bolder" }),
        run(plainSentence(`${ended} ${momentText(at, locale)}${said}`)),
      ],
      {
        spacing: "Medium",
      },
    ),
    ...(state === undefined ? [] : [line([run(plainSentence(state), { size: "Small", isSubtle: true })], { spacing: "None" })]),
  ];
}

function stateOf({ pool }: ClusterEvent, snapshot: Snapshot | undefined, locale: string): string | undefined {
  if (!snapshot || "missing" in snapshot.cluster) return undefined;
  const { known: cluster, at } = snapshot.cluster;
  const of = pool === undefined ? cluster : cluster.nodePools.find(({ name }) => name.toLowerCase() === pool.toLowerCase());
  const when = `Read ${momentText(at, locale)}`;
  if (!of) return `${when}: the pool is not there`;
  const { code, message } = of.failure ?? {};
  const why = [code, message].filter((text) => text !== undefined).join(": ");
  return `${when}: ${of.provisioningState}${why === "" ? "; Azure does not say why" : ` · ${why}`}`;
}

function rowElements(row: Row, id: string, depth: Depth, { route, at }: UrgentCardInput): readonly CardElement[] {
  const { where, title, worth, reason, severity, link, members } = row;
  const details = detailElements(detailsOf(row, depth, { at, locale: route.locale }));
  const { cause, finding } = members[0];
  const on = finding.target.kind === "cluster" ? finding.target.cluster : undefined;
  return [
    line([run(where, { weight: "Bolder" }), run(` · ${title}`), ...worthRuns(worth)], { spacing: "Medium" }),
    line([run(severity, { size: "Small", weight: "Bolder", color: "Attention" }), run(` · ${reason}`, { size: "Small", isSubtle: true })], {
      spacing: "None",
    }),
    ...(cause ? [line([run(`Appeared with ${causeText(cause, route.locale, on)}`, { size: "Small" })], { spacing: "None" })] : []),
    ...buttons(details.length === 0 ? undefined : id, "Details", link),
    ...(details.length === 0 ? [] : [box(details, { id, isVisible: false, style: "emphasis", spacing: "Small" })]),
  ];
}
