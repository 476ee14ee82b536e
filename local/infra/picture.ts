import { type BicepFile, children, type Resource } from "./bicep.ts";
import { rolesOf } from "./roles.ts";
import { meant } from "./values.ts";

type Column = "left" | "app" | "second" | "right";

/** A box: what people call it, and the files of Bicep it stands for. */
interface Box {
  readonly title: string;
  readonly files: readonly string[];
  /** What Bicep does not say. */
  readonly says: readonly string[];
  readonly column: Column;
  /** It is made only where somebody asks for it. */
  readonly isOptional?: boolean;
}

const BOXES: readonly Box[] = [
  { title: "What it reads", files: ["reader", "management-group"], says: ["clusters, sizes, quota, subnets"], column: "left" },
  {
    title: "What tells it of changes",
    files: ["events", "topic", "event-subscription", "dead-letter-role"],
    says: ["Event Grid, after the code"],
    column: "left",
  },
  { title: "Azure's price list", files: [], says: ["public, over https"], column: "left" },
  { title: "Function app", files: ["app"], says: [], column: "app" },
  { title: "Storage, without keys", files: ["storage"], says: [], column: "app" },
  { title: "Private network", files: ["network", "private-endpoint"], says: [], column: "app", isOptional: true },
  { title: "Identity", files: ["identity"], says: ["all of it goes by roles"], column: "second" },
  { title: "Key vault", files: ["vault"], says: ["webhook URLs, link key"], column: "second" },
  { title: "Logs and alerts", files: ["logs", "alerts"], says: [], column: "second" },
  { title: "Mail", files: ["mail"], says: [], column: "second", isOptional: true },
  { title: "Teams", files: [], says: ["a card for each route,", "by its own webhook"], column: "right" },
  { title: "Mail boxes", files: [], says: ["the same in HTML and text"], column: "right" },
  { title: "Report page", files: [], says: ["people sign in with Entra,", "or come by a signed link"], column: "right" },
  { title: "Operators", files: [], says: ["what is wrong with the app"], column: "right" },
];

/** Where each column begins, how wide its boxes are and how far apart. */
const COLUMNS: Readonly<Record<Column, { readonly x: number; readonly width: number; readonly gap: number }>> = {
  left: { x: 16, width: 214, gap: 44 },
  app: { x: 276, width: 248, gap: 16 },
  second: { x: 538, width: 272, gap: 16 },
  right: { x: 856, width: 192, gap: 44 },
};
const FRAME = { from: 262, to: 824 };
const WIDTH = 1064;
const TOP = 58;
const LINE = 16;

interface Placed extends Box {
  readonly y: number;
  readonly height: number;
  readonly lines: readonly Line[];
}

/** The deployment as an SVG: every resource and role of the Bicep stands in it, in the box of its file. @throws Error for a file without a box */
export function drawArchitecture(files: ReadonlyMap<string, BicepFile>): string {
  const boxed = new Set(BOXES.flatMap((box) => box.files));
  const lost = [...files.values()].filter((file) => nameOf(file) !== "main" && file.resources.length > 0 && !boxed.has(nameOf(file)));
  if (lost.length > 0) throw new Error(`no box for ${lost.map(({ path }) => path).join(", ")}`);
  const placed = place(files);
  const height = Math.max(...placed.map((box) => box.y + box.height)) + 32;
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="system-ui, 'Segoe UI', sans-serif">`,
    "<title>AKS Advisor in Azure</title>",
    `<style>${STYLE}</style>`,
    '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path class="tip" d="M0 0 8 4 0 8z"/></marker></defs>',
    `<rect class="paper" width="${WIDTH}" height="${height}"/>`,
    `<text class="title" x="${COLUMNS.left.x}" y="40">Azure</text>`,
    `<rect class="frame" x="${FRAME.from}" y="18" width="${FRAME.to - FRAME.from}" height="${height - 34}" rx="10"/>`,
    `<text class="title" x="${COLUMNS.app.x}" y="42">Its resource group</text>`,
    `<text class="title" x="${COLUMNS.right.x}" y="40">People</text>`,
    ...placed.flatMap(drawBox),
    `<text class="role" x="${COLUMNS.left.x}" y="${height - 44}">Blue: roles that are given.</text>`,
    `<text class="line" x="${COLUMNS.left.x}" y="${height - 26}">Dashed: only where asked for.</text>`,
    "</svg>",
  ].join("\n")}\n`;
}

/** One below the other in their columns. */
function place(files: ReadonlyMap<string, BicepFile>): readonly Placed[] {
  const next: Record<Column, number> = { left: TOP, app: TOP, second: TOP, right: TOP };
  return BOXES.map((box) => {
    const lines = linesOf(box, files);
    const height = 34 + lines.length * LINE;
    const y = next[box.column];
    next[box.column] += height + COLUMNS[box.column].gap;
    return { ...box, y, height, lines };
  });
}

const STYLE = [
  ":root{--paper:#fff;--ink:#1b1a19;--soft:#605e5c;--line:#8a8886;--box:#faf9f8;--role:#0f6cbd}",
  "@media(prefers-color-scheme:dark){:root{--paper:#1b1a19;--ink:#f3f2f1;--soft:#c8c6c4;--line:#979593;--box:#252423;--role:#62abf5}}",
  ".paper{fill:var(--paper)}.title{fill:var(--ink);font-size:13px;font-weight:600}",
  ".line{fill:var(--soft);font-size:11.5px}.role{fill:var(--role);font-size:11.5px}.box{fill:var(--box);stroke:var(--line)}",
  ".frame{fill:none;stroke:var(--line)}.optional{stroke-dasharray:5 4}.arrow{stroke:var(--line);stroke-width:1.5}.tip{fill:var(--line)}",
].join("");

interface Line {
  readonly text: string;
  readonly isRole?: boolean;
}

function linesOf({ files: names, says }: Box, files: ReadonlyMap<string, BicepFile>): readonly Line[] {
  const own = [...files.values()].filter((file) => names.includes(nameOf(file)));
  const made = own.flatMap((file) =>
    file.resources.filter(({ isExisting, type }) => !isExisting && !AUTHORIZATION.test(type)).map((each) => wordsOf(file, each)),
  );
  const roles = own.flatMap((file) => file.resources.flatMap((resource) => rolesOf(file, resource)));
  return [
    ...says.map((text) => ({ text })),
    ...[...new Set(made)].map((text) => ({ text })),
    ...[...new Set(roles)].map((text) => ({ text: text.replace(/^a role/, "or a role"), isRole: true })),
  ];
}

const AUTHORIZATION = /^Microsoft\.Authorization\//;

/** What people call a type; where that is not another name than Azure's, its last word, with how many where a list says it. */
function wordsOf(file: BicepFile, { type, loop }: Resource): string {
  const last = type.split("/").at(-1) ?? type;
  const words = NAMES[last] ?? last.replaceAll(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
  const list = loop && meant(file, loop.list);
  return list?.type === "array" && !NAMES[last] ? `${children(list).length} ${words}` : words;
}

const NAMES: Readonly<Record<string, string>> = {
  serverfarms: "Flex Consumption plan",
  sites: "app on Linux, https only",
  vaults: "vault that goes by roles",
  storageAccounts: "account",
  config: "settings, sign-in",
  basicPublishingCredentialsPolicies: "no publishing passwords",
  userAssignedIdentities: "user-assigned identity",
  managementPolicies: "life cycle of dead letters",
  scheduledQueryRules: "alert rules",
  workspaces: "Log Analytics workspace",
  components: "Application Insights",
  domains: "domain of Azure's",
  privateDnsZones: "private DNS zones",
  privateDnsZoneGroups: "DNS zone groups",
};

function drawBox({ title, column, isOptional, y, height, lines }: Placed): readonly string[] {
  const { x, width } = COLUMNS[column];
  const [near, far] = column === "left" ? [x + width, FRAME.from] : [FRAME.to, x];
  const middle = y + height / 2;
  return [
    `<rect class="box${isOptional ? " optional" : ""}" x="${x}" y="${y}" width="${width}" height="${height}" rx="6"/>`,
    `<text class="title" x="${x + 10}" y="${y + 20}">${title}</text>`,
    ...lines.map(
      ({ text, isRole }, index) => `<text class="${isRole ? "role" : "line"}" x="${x + 10}" y="${y + 39 + index * LINE}">${text}</text>`,
    ),
    ...(column === "left" || column === "right"
      ? [`<line class="arrow" x1="${near}" y1="${middle}" x2="${far}" y2="${middle}" marker-end="url(#tip)"/>`]
      : []),
  ];
}

const nameOf = ({ path }: BicepFile): string => path.replace(/^.*\//, "").replace(/\.bicep$/, "");
