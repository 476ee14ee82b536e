import type { HttpRequest, HttpResponseInit, InvocationContext } from "@azure/functions";
import { type Asked, type Reader, type Refusal, readerOf } from "../../src/app/access.ts";
import { type Answer, passingProblem, policyOf, problem, problemPage, problemText } from "../../src/app/answer.ts";
import { type Run, runSettings, startRun } from "../../src/app/compose.ts";
import { signInLink } from "../../src/app/report-links.ts";
import { SAFE_HEADERS } from "./headers.ts";

/** How a problem is told: to people as a page, to programs as text. */
type Manner = "page" | "text";

/** Says who asks and lets them have what they may; whatever comes of it goes out with the same headers. */
export async function answered(
  request: HttpRequest,
  context: InvocationContext,
  manner: Manner,
  answer: (run: Run, reader: Reader, asked: Asked) => Promise<Answer>,
): Promise<HttpResponseInit> {
  // First of all: where there is no page, nothing of the app is touched by whoever asks for one.
  if (runSettings().REPORT_ACCESS === "off") return { status: 404, headers: SAFE_HEADERS };
  const response = responseOf(await answerTo(request, context, answer), manner);
  return request.method === "HEAD" ? { ...response, body: undefined } : response;
}

async function answerTo(request: HttpRequest, context: InvocationContext, answer: Parameters<typeof answered>[3]): Promise<Answer> {
  try {
    const run = await startRun(context);
    const asked = askedOf(request);
    const reader = readerOf(run.settings, asked, run.now);
    return reader.kind === "refused" ? refusalOf(reader, signInLink(run.settings, new URL(request.url))) : await answer(run, reader, asked);
  } catch (error) {
    const passing = passingProblem(error);
    if (!passing) throw error;
    context.error(error instanceof Error ? error.message : String(error));
    return passing;
  }
}

/** The host folds parameters of one name into one: they are taken from the address itself. */
const askedOf = (request: HttpRequest): Asked => ({
  method: request.method,
  header: (name) => request.headers.get(name) ?? undefined,
  query: new URL(request.url).searchParams,
});

const TITLES = { "sign-in": "Please sign in", forbidden: "You may not read this page" };

const refusalOf = ({ why, says }: Refusal, signIn: string): Answer =>
  problem(why, TITLES[why], [says], why === "sign-in" ? [{ label: "Sign in", href: signIn }] : []);

const STATUS = {
  wrong: 400,
  "sign-in": 401,
  forbidden: 403,
  "not-found": 404,
  changed: 409,
  "too-large": 413,
  "not-a-form": 415,
  unavailable: 503,
} as const;

const HTML = "text/html; charset=utf-8";
const TYPES = {
  json: "application/json; charset=utf-8",
  csv: "text/csv; charset=utf-8",
  sarif: "application/sarif+json; charset=utf-8",
  markdown: "text/markdown; charset=utf-8",
};

function responseOf(answer: Answer, manner: Manner): HttpResponseInit {
  const bare = { ...SAFE_HEADERS, "content-security-policy": policyOf(false) };
  switch (answer.kind) {
    case "page": {
      const status = answer.why === undefined ? 200 : STATUS[answer.why];
      // A form's own page has to be named as where it came from, or browsers say `null`.
      const referrer = answer.hasForm ? { "referrer-policy": "same-origin" } : {};
      const headers = { ...SAFE_HEADERS, ...referrer, "content-security-policy": policyOf(answer.hasForm), "content-type": HTML };
      return { status, headers, body: answer.html };
    }
    case "file": {
      const disposition = `attachment; filename="${answer.name}"`;
      return {
        status: 200,
        headers: { ...bare, "content-type": TYPES[answer.format], "content-disposition": disposition },
        body: answer.text,
      };
    }
    case "elsewhere":
      return { status: 303, headers: { ...bare, location: answer.to } };
    case "problem": {
      const later = answer.why === "unavailable" ? { "retry-after": "60" } : {};
      return manner === "page"
        ? { status: STATUS[answer.why], headers: { ...bare, ...later, "content-type": HTML }, body: problemPage(answer) }
        : {
            status: STATUS[answer.why],
            headers: { ...bare, ...later, "content-type": "text/plain; charset=utf-8" },
            body: problemText(answer),
          };
    }
  }
}
