import type { Route } from "../model/delivery.ts";
import type { ClusterEvent } from "../model/event.ts";
import type { Currency } from "../model/money.ts";
import type { FindingRecord } from "../model/record.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { dayOf, type Instant } from "../model/time.ts";
import type { PageLinks } from "./page-links.ts";
import { type Names, placeOf } from "./places.ts";
import { plainName, plainSentence } from "./plain.ts";
import { clusterLink } from "./portal.ts";
import { type Row, rowsOf } from "./rows.ts";
import { standingsOf } from "./standing.ts";
import type { Urgent, UrgentKind } from "./urgent.ts";
import { counted, momentText } from "./words.ts";

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
  readonly links?: PageLinks;
}

/** What does not wait for the digest, in order, before it has the form of a channel. Texts are plain. */
export interface UrgentSaid {
  /** Subject, toast and title. It holds no names. */
  readonly headline: string;
  readonly place: string;
  /** What happened, oldest first. */
  readonly events: readonly EventLine[];
  readonly rows: readonly Row[];
  /** Findings past the last row: the next digest says them. */
  readonly more: number;
  /** The portal page of the cluster, where no row has one. */
  readonly link?: string;
  /** Of the key, what tells two messages of a cluster apart: its id would only fill the footer. */
  readonly id: string;
}

export interface EventLine {
  readonly pool?: string;
  /** `failed 23 Nov 02:02 UTC` */
  readonly text: string;
  /** What the cluster itself says since: Azure's event gives no reason. */
  readonly state?: string;
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

export function urgentSaid({ key, urgent, route, at, names, currency, snapshot, open, links }: UrgentCardInput): UrgentSaid {
  const { locale } = route;
  const view = { names, today: dayOf(at), locale, currency, standings: standingsOf(open, currency), ...(links ? { links } : {}) };
  const rows = rowsOf(
    urgent.findings.map((record) => ({ record })),
    view,
  );
  const link = snapshot && rows.length === 0 ? clusterLink(snapshot.ref) : undefined;
  return {
    headline: HEADLINES[urgent.kind](urgent),
    place: placeOf(urgent.target, names),
    events: urgent.events.map((event) => eventLine(event, locale, snapshot)),
    rows: rows.slice(0, MOST_ROWS),
    more: Math.max(0, rows.length - MOST_ROWS),
    ...(link === undefined ? {} : { link }),
    id: idOf(key),
  };
}

function idOf(key: string): string {
  const [lane = "", day = "", ...rest] = key.split("|");
  return plainSentence([lane, day, rest.at(-1) ?? ""].join("|"));
}

function eventLine(event: ClusterEvent, locale: string, snapshot: Snapshot | undefined): EventLine {
  const { at, pool, what } = event;
  const said = what.kind === "auto-upgrade" && what.says !== undefined ? `: ${what.says}` : "";
  const ended = what.kind === "auto-upgrade" && what.status === "canceled" ? "canceled" : "failed";
  const state = stateOf(event, snapshot, locale);
  return {
    ...(pool === undefined ? {} : { pool: plainName(pool) }),
    text: plainSentence(`${ended} ${momentText(at, locale)}${said}`),
    ...(state === undefined ? {} : { state: plainSentence(state) }),
  };
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
