import type { IncomingMessage } from "node:http";
import { createServer, type Server } from "node:https";
import { makeCertificate } from "../../local/arm/certificate.ts";
import type { HttpAnswer } from "../../local/host-http.ts";
import { type Listening, listen } from "../../local/listen.ts";

export interface Heard {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Front extends Listening {
  readonly heard: readonly Heard[];
}

type Answering = (heard: Heard, body: string) => Promise<Pick<HttpAnswer, "status" | "headers" | "body">>;

/** Over https on this machine, for a browser that is told that names lead here. */
export async function openFront(answer: Answering): Promise<Front> {
  const { pem, key } = await makeCertificate();
  const heard: Heard[] = [];
  const server: Server = createServer({ cert: pem, key }, (request, response) => {
    const { method = "GET", url = "/", headers } = request;
    const one = { method, url: `https://${headers.host}${url}`, headers: flat(headers) };
    heard.push(one);
    bodyOf(request)
      .then((body) => answer(one, body))
      .then(
        (said) => response.writeHead(said.status, said.headers).end(said.body),
        (error: unknown) => response.writeHead(500).end(String(error)),
      );
  });
  return { ...(await listen(server)), heard };
}

const flat = (headers: IncomingMessage["headers"]): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, [value].flat().join(", ")]])));

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = "";
  request.setEncoding("utf8");
  for await (const part of request) body += String(part);
  return body;
}
