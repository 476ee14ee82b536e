import type { Asked } from "./access.ts";
import type { AddressSettings } from "./links.ts";

/**
 * Whether a browser says that a form comes from the app's own pages: by `Origin`, and where it sends none by `Sec-Fetch-Site`. Neither can
 * be written by a page of somebody else. Behind a gateway the app is asked under another name than people use: its own names are the ones
 * in its settings.
 */
export function isSameOrigin(settings: AddressSettings, { header, origin }: Pick<Asked, "header"> & { readonly origin: string }): boolean {
  const own = ownOrigins(settings);
  const said = header("origin");
  if (said !== undefined) return own.has(said.toLowerCase());
  return header("sec-fetch-site") === "same-origin" && own.has(origin.toLowerCase());
}

const ownOrigins = ({ REPORT_URL, WEBSITE_HOSTNAME }: AddressSettings): ReadonlySet<string> =>
  new Set([
    ...(REPORT_URL === undefined ? [] : [new URL(REPORT_URL).origin]),
    ...(WEBSITE_HOSTNAME === undefined ? [] : [`https://${WEBSITE_HOSTNAME}`.toLowerCase()]),
  ]);
