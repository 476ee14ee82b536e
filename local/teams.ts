import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { listen } from "./listen.ts";

export interface TeamsPost {
  readonly path: string;
  readonly body: string;
}

/**
 * What a channel answers to one post: a status with headers, after a while where it says so; `drop` takes the message and breaks
 * the connection. Statuses from 300 do not take it.
 */
export type TeamsAnswer =
  | "drop"
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string; readonly afterMs?: number };

export interface TeamsReceiver {
  /** A webhook URL for the channel, in the shape of a Workflows one; without a signature where the flow asks for a token of Entra. */
  readonly webhook: (channel: string, auth?: "url" | "entra") => string;
  readonly posts: readonly TeamsPost[];
  /** What to answer next, whatever the channel. 202 when empty. */
  readonly answers: TeamsAnswer[];
  /** What to answer next in one channel; goes before `answers`. */
  readonly answersOf: (channel: string) => TeamsAnswer[];
  close(): Promise<void>;
}

/** Who may call a flow by token, as Power Automate names itself. */
const AUDIENCE = "https://service.flow.microsoft.com/";

/** Stands where a Workflows webhook stands: takes messages, answers 202, and shows what it took. */
export async function startTeams(): Promise<TeamsReceiver> {
  const posts: TeamsPost[] = [];
  const answers: TeamsAnswer[] = [];
  const byChannel = new Map<string, TeamsAnswer[]>();
  const answersOf = (channel: string): TeamsAnswer[] => {
    const own = byChannel.get(channel) ?? [];
    byChannel.set(channel, own);
    return own;
  };

  function take(request: IncomingMessage, response: ServerResponse, body: string): void {
    const path = request.url ?? "";
    const [, , channel = ""] = path.split("/");
    const answer: TeamsAnswer = isLetIn(request) ? (answersOf(channel).shift() ?? answers.shift() ?? { status: 202 }) : UNAUTHORIZED;
    const refused = answer !== "drop" && answer.status >= 300;
    if (!refused) posts.push({ path, body });
    if (answer === "drop") {
      request.socket.destroy();
      return;
    }
    const reply = () => response.writeHead(answer.status, { ...answer.headers }).end(answer.body ?? "");
    if (answer.afterMs === undefined) reply();
    else setTimeout(reply, answer.afterMs).unref();
  }

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => take(request, response, Buffer.concat(chunks).toString("utf8")));
  });
  const { port, close } = await listen(server);
  return {
    webhook: (channel, auth = "url") =>
      `http://127.0.0.1:${port}/powerautomate/${channel}/triggers/manual/paths/invoke?api-version=1${auth === "url" ? "&sig=local-secret" : ""}`,
    posts,
    answers,
    answersOf,
    close,
  };
}

const UNAUTHORIZED: TeamsAnswer = { status: 401, body: '{"error":{"code":"DirectApiAuthorizationRequired","message":"none"}}' };

/** By the signature in the URL, or by a token for the right audience. */
function isLetIn({ url = "", headers }: IncomingMessage): boolean {
  if (url.includes("sig=")) return headers.authorization === undefined;
  const [, payload = ""] = /^Bearer [^.]*\.([^.]*)\./.exec(headers.authorization ?? "") ?? [];
  try {
    const { aud } = JSON.parse(Buffer.from(payload, "base64url").toString("utf8")) as { readonly aud?: unknown };
    return aud === AUDIENCE;
  } catch {
    return false;
  }
}
