import { scaleBand, scaleLinear } from "d3-scale";
import { stack } from "d3-shape";
import { sum } from "../core/calc/sums.ts";
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
export const bar = (parts: readonly BarPart[]): Markup => frame(stacked(parts, sizeOf(parts)));

/** The same on a scale of its own, with an upright mark: what is used and needed, and the limit. */
export function barWithMark(parts: readonly BarPart[], mark: number): Markup {
  const domain = Math.max(sizeOf(parts), mark);
  const at = scale(domain)(mark);
  return frame([
    GROUND,
    ...stacked(parts, domain),
    html`<rect class="today" x="${rounded(Math.min(at, WIDTH - 5))}" y="0" width="5" height="10"/>`,
  ]);
}

/** Bars on one scale, to be compared: their shares of the largest, from 0 to 1. What is below nothing is drawn as nothing. */
export const comparable = (values: readonly number[]): readonly number[] =>
  values.map(scaleLinear([0, Math.max(...values, Number.MIN_VALUE)], [0, 1]).clamp(true));

/** A bar of that share of its frame. */
export const barOf = (look: string, share: number): Markup =>
  frame([GROUND, html`<rect class="${look}" x="0" y="0" width="${rounded(share * WIDTH)}" height="10"/>`]);

const frame = (shapes: readonly Markup[]): Markup => svg("bar", `0 0 ${WIDTH} 10`, shapes);
const GROUND = html`<rect class="ground" x="0" y="4.5" width="${WIDTH}" height="1"/>`;

const sizeOf = (parts: readonly BarPart[]): number => sum(parts.map(({ size }) => Math.max(0, size)));
const scale = (domain: number) => scaleLinear([0, domain > 0 ? domain : 1], [0, WIDTH]);

function stacked(parts: readonly BarPart[], domain: number): readonly Markup[] {
  const shown = parts.filter(({ size }) => size > 0);
  const x = scale(domain);
  return extentsOf(shown).map(({ look, from, to }, index) => {
    const gap = index === shown.length - 1 ? 0 : GAP;
    const width = Math.max(2, x(to) - x(from) - gap);
    return html`<rect class="${look}" x="${rounded(x(from))}" y="0" width="${rounded(width)}" height="10"/>`;
  });
}

/** Where each part begins and ends, one behind the other. */
function extentsOf(parts: readonly BarPart[]): readonly { readonly look: string; readonly from: number; readonly to: number }[] {
  const series = stack<readonly BarPart[], number>()
    .keys(parts.keys())
    .value((row, index) => Math.max(0, row[index]?.size ?? 0))([parts]);
  return parts.map(({ look }, index) => {
    const [from = 0, to = 0] = series[index]?.[0] ?? [];
    return { look, from, to };
  });
}

/** What a colour stands for, beside its words. */
export const key = (look: string): Markup =>
  html`<span class="key">${svg("swatch", "0 0 10 10", [html`<rect class="${look}" width="10" height="10"/>`])}</span>`;

const HEIGHT = 100;

/** Columns of parts side by side from the left, in so many places; what is below nothing is drawn as nothing. */
export function columns(values: readonly (readonly BarPart[])[], places: number): Markup {
  const y = scaleLinear([0, Math.max(...values.map(sizeOf), Number.MIN_VALUE)], [HEIGHT - 1, 0]);
  const x = scaleBand<number>(Array.from({ length: places }).keys(), [0, WIDTH]).paddingInner(0.15);
  const rects = values.map((parts, place) => {
    const left = rounded(x(place) ?? 0);
    const width = rounded(x.bandwidth());
    const shown = extentsOf(parts).map(
      ({ look, from, to }) =>
        html`<rect class="${look}" x="${left}" y="${rounded(y(to))}" width="${width}" height="${rounded(y(from) - y(to))}"/>`,
    );
    return html`<rect class="ground" x="${left}" y="${HEIGHT - 1}" width="${width}" height="1"/>${shown}`;
  });
  return svg("months", `0 0 ${WIDTH} ${HEIGHT}`, rects);
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
  const x = scaleLinear([0, 1], [0, WIDTH]).clamp(true);
  const tick = scaleLinear([0, 1], [0, WIDTH - 5]).clamp(true);
  return frame([
    GROUND,
    ...spans.map(
      ({ look, from, to, isThin }) =>
        html`<rect class="${look}" x="${rounded(x(from))}" y="${isThin ? 3 : 1}" width="${rounded(Math.max(0, x(to) - x(from)))}" height="${isThin ? 4 : 8}"/>`,
    ),
    ...ticks.map(({ look, at }) => html`<rect class="${look}" x="${rounded(tick(at))}" y="0" width="5" height="10"/>`),
  ]);
}

const rounded = (value: number): number => Math.round(value * 10) / 10;

const svg = (look: string, viewBox: string, shapes: readonly Markup[]): Markup =>
  html`<svg class="${look}" viewBox="${viewBox}" preserveAspectRatio="none" aria-hidden="true" focusable="false">${shapes}</svg>`;
