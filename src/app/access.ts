import type { Instant } from "../core/model/time.ts";
import { isEasyAuthOn } from "./access-settings.ts";
import type { Settings } from "./config.ts";
import { readLink } from "./link-token.ts";
import { LINK_PARAMETER } from "./links.ts";
import { type Person, readPrincipal } from "./principal.ts";

/** What of a request says who asks. */
export interface Asked {
  readonly method: string;
  /** By its lower-case name; several of one name come as one, with commas. */
  readonly header: (name: string) => string | undefined;
  readonly query: URLSearchParams;
}

export interface Reader {
  readonly kind: "reader";
  /** Which routes' clusters may be read. */
  readonly routes: "all" | ReadonlySet<string>;
  /** Only a person decides. */
  readonly person?: Person;
  /** The token they came with, for links from page to page. */
  readonly link?: string;
}

export interface Refusal {
  readonly kind: "refused";
  /** `sign-in`: it is for people, and nobody is signed in. `forbidden`: whoever asks may not read it. */
  readonly why: "sign-in" | "forbidden";
  /** For whoever asks: no setting's value and nothing of what was sent stands in it. */
  readonly says: string;
}

type AccessSettings = Pick<Settings, "REPORT_ACCESS" | "REPORT_GROUPS" | "WEBSITE_AUTH_ENABLED" | "LINK_KEY" | "routing">;

/** Who asks, and what they may read: by the mode first, because a header or a link is worth something in its own mode alone. */
export function readerOf(settings: AccessSettings, asked: Asked, at: Instant): Reader | Refusal {
  switch (settings.REPORT_ACCESS) {
    case "entra":
      return signedIn(settings, asked);
    case "link":
      return linked(settings, asked, at);
    case "off":
      return forbidden("There is no page.");
  }
}

const PRINCIPAL_HEADER = "x-ms-client-principal";

function signedIn(settings: AccessSettings, { header }: Asked): Reader | Refusal {
  if (!isEasyAuthOn(settings)) {
    return forbidden("The page is for people who sign in with Microsoft Entra, and signing in is not set up in front of this app.");
  }
  const sent = header(PRINCIPAL_HEADER);
  if (sent === undefined || sent === "")
    return { kind: "refused", why: "sign-in", says: "Sign in with Microsoft Entra to read this page." };
  const principal = readPrincipal(sent);
  if (!principal) return forbidden("Whoever signed you in, it was not Microsoft Entra, or it did not say who you are.");
  const person = { id: principal.id, name: principal.name };
  const { REPORT_GROUPS } = settings;
  if (REPORT_GROUPS === undefined) return { kind: "reader", routes: "all", person };
  if (principal.hasMoreGroups) {
    return forbidden(
      "You are in so many groups that Microsoft Entra does not list them. Whoever runs the app can have it list only the groups assigned to the app: in its app registration, under Token configuration, Groups assigned to the application.",
    );
  }
  const mine = new Set(principal.groups);
  const granted = Object.entries(REPORT_GROUPS).flatMap(([group, routes]) => (mine.has(group.toLowerCase()) ? [routes] : []));
  if (granted.length === 0) return forbidden("None of your groups may read the page.");
  return { kind: "reader", routes: granted.includes("*") ? "all" : new Set(granted.flat()), person };
}

const EXPIRED = "This link has expired. The newest card or mail has one that works.";

function linked({ LINK_KEY, routing }: AccessSettings, { method, query }: Asked, at: Instant): Reader | Refusal {
  const [token, ...more] = query.getAll(LINK_PARAMETER);
  if (LINK_KEY === undefined || token === undefined) return forbidden("The page opens with a link from a card or a mail.");
  if (method !== "GET" && method !== "HEAD") return forbidden("A link only shows the page; nobody is signed in here who could decide.");
  const claim = more.length > 0 ? { wrong: "altered" as const } : readLink(token, LINK_KEY, at);
  if ("wrong" in claim) return forbidden(claim.wrong === "expired" ? EXPIRED : "This link is not one of ours, or it was cut on its way.");
  if (!routing.routes.some(({ name }) => name === claim.route)) return forbidden("The route this link was for is no longer set up.");
  return { kind: "reader", routes: new Set([claim.route]), link: token };
}

const forbidden = (says: string): Refusal => ({ kind: "refused", why: "forbidden", says });
