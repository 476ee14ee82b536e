import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface TeamsPost {
  readonly path: string;
  readonly body: string;
}

export interface TeamsReceiver {
  /** A webhook URL for the channel, in the shape of a Workflows one. */
  readonly webhook: (channel: string) => string;
  readonly posts: readonly TeamsPost[];
  /** What to answer next: a status with headers, or `drop` to take the message and break the connection. 202 when empty. */
  readonly answers: ("drop" | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string })[];
  close(): Promise<void>;
}

/** Stands where a Workflows webhook stands: takes messages, answers 202, and shows what it took. */
export async function startTeams(): Promise<TeamsReceiver> {
  const posts: TeamsPost[] = [];
  const answers: TeamsReceiver["answers"] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const answer = answers.shift() ?? { status: 202 };
      const refused = answer !== "drop" && answer.status >= 300;
      if (!refused) posts.push({ path: request.url ?? "", body: Buffer.concat(chunks).toString("utf8") });
      if (answer === "drop") request.socket.destroy();
      else response.writeHead(answer.status, { ...answer.headers }).end(answer.body ?? "");
    });
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  return {
    webhook: (channel) => `http://127.0.0.1:${port}/powerautomate/${channel}/triggers/manual/paths/invoke?api-version=1&sig=local-secret`,
    posts,
    answers,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}
