import { StoreFailure } from "../edge/store/index.ts";
import { CONTENT_SECURITY_POLICY, FORM_SECURITY_POLICY, renderNotePage } from "../render/index.ts";

export const EXPORT_FORMATS = ["json", "csv", "sarif", "markdown"] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** What is said to whoever asked, before it becomes HTTP. */
export type Answer = Page | ExportFile | Elsewhere | Problem;

export interface Page {
  readonly kind: "page";
  readonly html: string;
  /** It holds a form that may be sent to where it came from. */
  readonly hasForm: boolean;
  /** Why it is shown again in place of what was asked for. */
  readonly why?: "wrong" | "changed";
}

export interface ExportFile {
  readonly kind: "file";
  readonly format: ExportFormat;
  readonly name: string;
  readonly text: string;
}

/** It is done: go there to see it. */
export interface Elsewhere {
  readonly kind: "elsewhere";
  readonly to: string;
}

/** Why there is nothing else to show. */
export interface Problem {
  readonly kind: "problem";
  readonly why:
    | "wrong" // what was asked for cannot be; it says what can
    | "sign-in"
    | "forbidden"
    | "not-found"
    | "changed" // it is not what whoever asked had seen
    | "too-large"
    | "not-a-form"
    | "unavailable"; // storage does not answer; asked again later it may
  readonly title: string;
  readonly lines: readonly string[];
  /** Where to go on from. */
  readonly links?: readonly { readonly label: string; readonly href: string }[];
}

export const page = (html: string, hasForm = false): Page => ({ kind: "page", html, hasForm });

export const problem = (why: Problem["why"], title: string, lines: readonly string[], links: Problem["links"] = []): Problem => ({
  ...{ kind: "problem", why, title, lines },
  links,
});

export const problemPage = ({ title, lines, links = [] }: Problem): string => renderNotePage({ title, lines, links });
export const problemText = ({ title, lines }: Problem): string => `${[title, ...lines].join("\n")}\n`;

/** What a page may do, as its header says it. */
export const policyOf = (hasForm: boolean): string => (hasForm ? FORM_SECURITY_POLICY : CONTENT_SECURITY_POLICY);

/** What went wrong, where that is no fault of the app: the one failure a reader is told of and can wait for. */
export function passingProblem(error: unknown): Problem | undefined {
  if (!(error instanceof StoreFailure)) return undefined;
  return problem("unavailable", "The report cannot be read just now", [
    "The app's storage does not answer. Nothing is lost; try again in a minute.",
  ]);
}

export const noSuchPage = (): Promise<Answer> =>
  Promise.resolve(
    problem("not-found", "There is no such page", [
      "The report is at /api/report, its parts at /api/report/cluster and /api/report/finding.",
    ]),
  );
