import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { listen } from "./listen.ts";

/** The endpoint an app with a managed identity asks for tokens; the token itself is worth nothing. */
export async function startIdentity(): Promise<{ readonly settings: Readonly<Record<string, string>>; close(): Promise<void> }> {
  const secret = randomUUID();
  const server = createServer((request, response) => {
    if (request.headers["x-identity-header"] !== secret) {
      response.writeHead(401).end();
      return;
    }
    const resource = new URL(request.url ?? "/", "http://localhost").searchParams.get("resource") ?? "";
    const now = Math.floor(Date.now() / 1000);
    const expires = now + 24 * 3600;
    // What storage looks at: for whom, from whom, and when.
    const claims = { aud: resource, iss: `https://sts.windows.net/${randomUUID()}/`, iat: now, nbf: now - 60, exp: expires };
    const token = ['{"alg":"none"}', JSON.stringify(claims), ""].map((part) => Buffer.from(part).toString("base64url")).join(".");
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify({ access_token: token, expires_on: String(expires), resource, token_type: "Bearer" }));
  });
  const { port, close } = await listen(server);
  return { settings: { IDENTITY_ENDPOINT: `http://127.0.0.1:${port}/msi/token`, IDENTITY_HEADER: secret }, close };
}
