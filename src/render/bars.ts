import { html, type Markup } from "./markup.ts";

/** A part of a bar; its number stands beside it as text, so the picture itself is silent. */
export interface BarPart {
  /** A class of the page's style. */
  readonly look: string;
  readonly size: number;
}

const WIDTH = 1000;
const GAP = 4;

/** One bar as wide as its frame. Parts of nothing are left out; a small one still shows. */
export function bar(parts: readonly BarPart[]): Markup {
  const shown = parts.filter(({ size }) => size > 0);
  const total = shown.reduce((sum, { size }) => sum + size, 0);
  let x = 0;
  const rects = shown.map(({ look, size }, index) => {
    const width = (size / total) * WIDTH;
    const drawn = Math.max(2, width - (index === shown.length - 1 ? 0 : GAP));
    const rect = html`<rect class="${look}" x="${rounded(x)}" y="0" width="${rounded(drawn)}" height="10"/>`;
    x += width;
    return rect;
  });
  return svg("bar", `0 0 ${WIDTH} 10`, rects);
}

/** What a colour stands for, beside its words. */
export const key = (look: string): Markup =>
  html`<span class="key">${svg("swatch", "0 0 10 10", [html`<rect class="${look}" width="10" height="10"/>`])}</span>`;

/** Columns side by side from the left, in so many places; what is below nothing is drawn as nothing. */
export function columns(values: readonly number[], places: number): Markup {
  const most = Math.max(...values, 0);
  const width = WIDTH / places;
  const rects = values.map((value, index) => {
    const height = most === 0 ? 0 : (Math.max(0, value) / most) * 100;
    return html`<rect class="ground" x="${rounded(index * width + 6)}" y="99" width="${rounded(width - 12)}" height="1"/><rect class="part-1" x="${rounded(index * width + 6)}" y="${rounded(100 - height)}" width="${rounded(width - 12)}" height="${rounded(height)}"/>`;
  });
  return svg("months", `0 0 ${WIDTH} 100`, rects);
}

/** From 0 to 1 of the time shown. */
export interface Span {
  readonly look: string;
  readonly from: number;
  readonly to: number;
  readonly isThin?: boolean;
}

/** A row of time with marks in it. */
export function timeline(spans: readonly Span[], ticks: readonly { readonly look: string; readonly at: number }[]): Markup {
  return svg("bar", `0 0 ${WIDTH} 10`, [
    html`<rect class="ground" x="0" y="4.5" width="${WIDTH}" height="1"/>`,
    ...spans.map(({ look, from, to, isThin }) => {
      const [left, right] = [within(from) * WIDTH, within(to) * WIDTH];
      return html`<rect class="${look}" x="${rounded(left)}" y="${isThin ? 3 : 1}" width="${rounded(Math.max(0, right - left))}" height="${isThin ? 4 : 8}"/>`;
    }),
    ...ticks.map(({ look, at }) => html`<rect class="${look}" x="${rounded(within(at) * (WIDTH - 5))}" y="0" width="5" height="10"/>`),
  ]);
}

const within = (share: number): number => Math.min(1, Math.max(0, share));
const rounded = (value: number): number => Math.round(value * 10) / 10;

const svg = (look: string, viewBox: string, shapes: readonly Markup[]): Markup =>
  html`<svg class="${look}" viewBox="${viewBox}" preserveAspectRatio="none" aria-hidden="true" focusable="false">${shapes}</svg>`;
