import { type Filter, type Links, shortId } from "../render/index.ts";
import type { Reader } from "./access.ts";
import { EXPORT_FORMATS } from "./answer.ts";
import { type AddressSettings, baseUrl, LINK_PARAMETER } from "./links.ts";

const LABELS = { json: "JSON", csv: "CSV", sarif: "SARIF", markdown: "Markdown" };

export type ReaderLinks = Required<Omit<Links, "decide">> & Pick<Links, "decide">;

/** Addresses from page to page for one reader: whoever came by a link keeps it. `shown` is what the exports hold, too. */
export function readerLinks(settings: AddressSettings, { link, person }: Pick<Reader, "link" | "person">, shown: Filter = {}): ReaderLinks {
  const prefix = pathPrefix(settings);
  const address = (page: string, query: readonly (readonly [string, string])[] = []): string => {
    const all = new URLSearchParams();
    for (const [name, value] of query) all.append(name, value);
    if (link !== undefined) all.append(LINK_PARAMETER, link);
    return `${prefix}/api/${page}${all.size === 0 ? "" : `?${all}`}`;
  };
  return {
    report: address("report"),
    filtered: (filter) => address("report", queryOf(filter)),
    finding: (key) => address("report/finding", [["id", shortId(key)]]),
    cluster: (id) => address("report/cluster", [["id", shortId(id)]]),
    exports: EXPORT_FORMATS.map((format) => ({
      label: LABELS[format],
      href: address("findings", [["format", format], ...queryOf(shown)]),
    })),
    ...(person ? { decide: (id: string) => address("snooze", [["id", id]]) } : {}),
  };
}

/** Where somebody signs in, and comes back from to where they wanted to go. @param asked as the app was asked, without what a gateway takes off */
export function signInLink(settings: AddressSettings, { pathname, search }: URL): string {
  const prefix = pathPrefix(settings);
  return `${prefix}/.auth/login/aad?post_login_redirect_uri=${encodeURIComponent(`${prefix}${pathname}${search}`)}`;
}

/** `/aks` where people open the page at `https://contoso.com/aks`. */
const pathPrefix = (settings: AddressSettings): string => new URL(baseUrl(settings) ?? "https://localhost").pathname.replace(/\/$/, "");

const queryOf = ({
  subscriptions = [],
  clusters = [],
  severity,
  states = [],
  rules = [],
}: Filter): readonly (readonly [string, string])[] => [
  ...subscriptions.map((value) => ["subscription", value] as const),
  ...clusters.map((value) => ["cluster", value] as const),
  ...(severity === undefined ? [] : [["severity", severity] as const]),
  ...states.map((value) => ["state", value] as const),
  ...rules.map((value) => ["rule", value] as const),
];
