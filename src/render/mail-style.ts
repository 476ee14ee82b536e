import { html, type Markup } from "./markup.ts";

/** Text and grounds by what they are for. */
export type Tone = keyof typeof LIGHT;

interface Shade {
  readonly ink?: string;
  readonly ground?: string;
  readonly edge?: string;
}

/** No pure white and no pure black: mail programs that turn colours round in dark mode turn those into glare. */
const LIGHT = {
  ground: { ground: "#eceff3" },
  paper: { ground: "#fcfcfd", edge: "#d9dfe6" },
  ink: { ink: "#1b2430" },
  soft: { ink: "#566172" },
  link: { ink: "#0b5aa8" },
  grave: { ink: "#b3261e" },
  warn: { ink: "#855400" },
  worth: { ink: "#17693a" },
  code: { ink: "#1b2430", ground: "#eef1f5" },
  rule: { edge: "#d9dfe6" },
  note: { ink: "#463408", ground: "#fdf3d8", edge: "#b98a10" },
} satisfies Readonly<Record<string, Shade>>;

const DARK: Readonly<Record<Tone, Shade>> = {
  ground: { ground: "#12161b" },
  paper: { ground: "#1c2127", edge: "#333b45" },
  ink: { ink: "#e3e8ee" },
  soft: { ink: "#a5afbc" },
  link: { ink: "#7fb8f5" },
  grave: { ink: "#f6928a" },
  warn: { ink: "#e3b566" },
  worth: { ink: "#7fd19f" },
  code: { ink: "#e3e8ee", ground: "#2a313a" },
  rule: { edge: "#3b444f" },
  note: { ink: "#f3e3b5", ground: "#3a3013", edge: "#b98a10" },
};

const shadesOf = ({ ink, ground, edge }: Shade, end: string): string =>
  [
    ...(ink === undefined ? [] : [`color:${ink}${end}`]),
    ...(ground === undefined ? [] : [`background-color:${ground}${end}`]),
    ...(edge === undefined ? [] : [`border-color:${edge}${end}`]),
  ].join(";");

/** The colours of a tone, and whatever else it looks like, as attributes. Only constants of ours may stand in `css`. */
export const looks = (tone: Tone, css = ""): Markup =>
  html([`class="${tone}" style="${[shadesOf(LIGHT[tone], ""), css].filter((part) => part !== "").join(";")}"`]);

const SANS = "font-family:Segoe UI,Roboto,Helvetica,Arial,sans-serif";
const MONO = "font-family:Consolas,Menlo,DejaVu Sans Mono,monospace";
/** A word that is wider than its cell breaks. */
const BREAKS = "word-break:break-word";

/** `14px/21px`: how large, and how high a line. Said in every cell: Word's engine lets no nested table inherit it. */
export const font = (size: string, weight?: number): string =>
  [SANS, sized(size), ...(weight === undefined ? [] : [`font-weight:${weight}`]), BREAKS].join(";");

export const monospaced = (size?: string): string => [MONO, ...(size === undefined ? [] : [sized(size), BREAKS])].join(";");

function sized(size: string): string {
  const [px = "", height = ""] = size.split("/");
  return `font-size:${px};line-height:${height}`;
}

const dark = Object.entries(DARK).map(([tone, shade]) => `.${tone}{${shadesOf(shade, "!important")}}`);

/**
 * All that cannot stand at its element: the colours of dark mode, and less margin on a phone. Word's engine and Gmail's leave it
 * out, and lose nothing that has to be read.
 */
export const HEAD_STYLE = html([
  `<style>@media (prefers-color-scheme:dark){${dark.join("")}}@media (max-width:480px){.outer{padding:0!important}.inner{padding:20px 16px 24px 16px!important}}</style>`,
]);
