import type { PageLinks } from "../core/digest/page-links.ts";
import type { Route } from "../core/model/delivery.ts";
import { addDays, dayOf, type Instant } from "../core/model/time.ts";
import { shortId } from "../render/index.ts";
import type { Settings } from "./config.ts";
import { signLink } from "./link-token.ts";

/** By which the app knows its own address. */
export type AddressSettings = Pick<Settings, "REPORT_URL" | "WEBSITE_HOSTNAME">;
type LinkSettings = AddressSettings & Pick<Settings, "REPORT_ACCESS" | "LINK_KEY" | "LINK_DAYS">;

/** The parameter that carries the signed token. */
export const LINK_PARAMETER = "link";

/** Where people open the page, without a slash at the end. Nothing where the app does not know its own address. */
export function baseUrl({ REPORT_URL, WEBSITE_HOSTNAME }: AddressSettings): string | undefined {
  if (REPORT_URL !== undefined) {
    const { origin, pathname } = new URL(REPORT_URL);
    return `${origin}${pathname}`.replace(/\/+$/, "");
  }
  return WEBSITE_HOSTNAME === undefined ? undefined : `https://${WEBSITE_HOSTNAME}`;
}

/**
 * What a card or mail of the route links to. The same day gives the same links, so that a message frozen twice has the same bytes.
 * Nothing where nobody may read the page, or where it is not known where the page is.
 */
export function pageLinks(settings: LinkSettings, { name }: Route, at: Instant): PageLinks | undefined {
  const { REPORT_ACCESS, LINK_KEY, LINK_DAYS } = settings;
  const base = baseUrl(settings);
  if (base === undefined || REPORT_ACCESS === "off" || (REPORT_ACCESS === "link" && LINK_KEY === undefined)) return undefined;
  const token =
    REPORT_ACCESS === "link" && LINK_KEY !== undefined
      ? signLink({ route: name, until: addDays(dayOf(at), LINK_DAYS) }, LINK_KEY)
      : undefined;
  const link = (page: string, query: Readonly<Record<string, string>>): string =>
    addressOf(`${base}/api/${page}`, { ...query, ...(token === undefined ? {} : { [LINK_PARAMETER]: token }) });
  return {
    report: link("report", {}),
    finding: (finding) => link("report/finding", { id: shortId(finding) }),
    rule: (code) => link("report", { rule: code }),
  };
}

const addressOf = (page: string, query: Readonly<Record<string, string>>): string => {
  const text = new URLSearchParams(query).toString();
  return text === "" ? page : `${page}?${text}`;
};
