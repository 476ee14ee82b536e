import type { Detail } from "../core/digest/details.ts";
import type { Severity } from "../core/model/finding.ts";

/** A mail before it has a form: both parts are written from it, so both say the same, in the same order. Texts are plain. */
export interface Letter {
  readonly headline: string;
  /** Something that does not wait. */
  readonly isGrave: boolean;
  /** Who says it, to whom, and when. */
  readonly about: string;
  readonly parts: readonly Part[];
  /** Where the numbers come from, and which message it is. */
  readonly footer: readonly string[];
}

export interface Part {
  readonly heading?: string;
  readonly isGrave?: boolean;
  readonly blocks: readonly Block[];
}

export type Block =
  | Entry
  | { readonly kind: "line"; readonly runs: readonly Run[] }
  | { readonly kind: "command"; readonly command: string }
  | { readonly kind: "links"; readonly links: readonly Link[] };

/** One piece of advice: what, where, worth, one reason; then how, and where to read on. */
export interface Entry {
  readonly kind: "entry";
  readonly where: string;
  readonly title: string;
  readonly worth?: string;
  /** Whether what it is worth stands in the sums. */
  readonly isCounted: boolean;
  readonly severity: Severity;
  readonly note?: string;
  readonly reason: string;
  readonly details: readonly Detail[];
  readonly links: readonly Link[];
}

export interface Run {
  readonly text: string;
  readonly look?: "strong" | "soft";
  /** Where it leads. */
  readonly href?: string;
}

export interface Link {
  readonly label: string;
  readonly href: string;
}

export const strong = (text: string): Run => ({ text, look: "strong" });
export const soft = (text: string): Run => ({ text, look: "soft" });
export const line = (...runs: readonly Run[]): Block => ({ kind: "line", runs });

/** What stands before it is worth that much. */
export const worthRuns = (worth: string | undefined): readonly Run[] => (worth === undefined ? [] : [{ text: ": " }, strong(worth)]);

/** Links of ours, of the portal or of Azure's documentation. Whatever has another scheme is left out. */
export const linksTo = (links: readonly { readonly label: string; readonly href: string | undefined }[]): readonly Link[] =>
  links.flatMap(({ label, href }) => (href !== undefined && isWebAddress(href) ? [{ label, href }] : []));

export const isWebAddress = (href: string): boolean => /^https:\/\/[^\s"'<>]+$/.test(href);
