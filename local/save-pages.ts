import type { Host } from "./host.ts";

export interface SavedPage {
  readonly file: string;
  readonly html: string;
}

/** Filters of filters have no end. */
const MOST_LISTS = 40;

/**
 * Follows the links of the report from its first page on, as a reader's browser would, and answers the pages with their links leading
 * from file to file. A list that is left out, and what can only be asked of a running app, leads nowhere.
 * @throws when a page that is linked to cannot be read
 */
export async function savePages(host: Pick<Host, "request">, first: string): Promise<readonly SavedPage[]> {
  const names = new Map([[pathOf(first), "index.html"]]);
  const counts = new Map<string, number>();
  const pages: SavedPage[] = [];
  const nameOf = (path: string): string | undefined => {
    const known = names.get(path);
    if (known !== undefined) return known;
    const [, kind = "list"] = /^\/api\/report\/?(cluster|finding)?/.exec(path) ?? [];
    const count = (counts.get(kind) ?? 0) + 1;
    if (!path.startsWith("/api/report") || (kind === "list" && count > MOST_LISTS)) return undefined;
    counts.set(kind, count);
    const name = `${kind}-${count}.html`;
    names.set(path, name);
    return name;
  };

  // The map grows while it is gone through.
  for (const [path, file] of names) {
    const { status, body } = await host.request("GET", path);
    if (status !== 200) throw new Error(`${path} answered ${status}`);
    pages.push({ file, html: body.replaceAll(/href="([^"#]+)/g, (href, link: string) => hrefOf(href, link, path, nameOf)) });
  }
  return pages;
}

function hrefOf(href: string, link: string, from: string, nameOf: (path: string) => string | undefined): string {
  const url = new URL(link.replaceAll("&amp;", "&"), `https://localhost${from}`);
  if (url.hostname !== "localhost") return href;
  const [, format] = /[?&]format=(\w+)/.exec(url.search) ?? [];
  if (format !== undefined) return `href="${EXPORTS[format] ?? "#"}`;
  return `href="${nameOf(pathOf(url.href)) ?? "#"}`;
}

/** What each format is saved as. */
export const EXPORTS: Readonly<Record<string, string>> = {
  json: "findings.json",
  csv: "findings.csv",
  sarif: "findings.sarif",
  markdown: "findings.md",
};

function pathOf(link: string): string {
  const { pathname, search } = new URL(link, "https://localhost");
  return `${pathname}${search}`;
}
