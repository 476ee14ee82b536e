import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import { type Listening, listen } from "../../local/listen.ts";

/**
 * `refuse`: nothing is done, the answer is 503. `lose`: it is done, and the connection breaks before the answer. `swallow`: a
 * queue message that is answered as sent and never was.
 */
export interface StorageFault {
  /** Asked with method, decoded path and body of a request, on one line each; of a queue message the body is what it says. See `holding`. */
  readonly match: (request: string) => boolean;
  readonly what: "refuse" | "lose" | "swallow";
  /** How many requests it meets; every one when missing. */
  readonly times?: number;
}

/** Requests that hold all of these texts. */
export const holding =
  (...texts: readonly string[]): StorageFault["match"] =>
  (asked) =>
    texts.every((text) => asked.includes(text));

export interface FaultyStorage {
  /** The first fault that matches a request and is not used up takes effect. */
  readonly faults: StorageFault[];
  /** How many requests a fault met. */
  readonly met: (fault: StorageFault) => number;
  /** Stands in front of an account: the connection string to reach it through here. Signatures do not cover the host. */
  readonly inFrontOf: (connectionString: string) => string;
  close(): Promise<void>;
}

/** Between the app and its queues and tables: hands everything on, unless a fault says otherwise. */
export async function startFaultyStorage(): Promise<FaultyStorage> {
  const faults: StorageFault[] = [];
  const met = new Map<StorageFault, number>();
  const agent = new Agent({ keepAlive: true });

  function faultFor(asked: string): StorageFault | undefined {
    const fault = faults.find((one) => (met.get(one) ?? 0) < (one.times ?? Number.POSITIVE_INFINITY) && one.match(asked));
    if (fault) met.set(fault, (met.get(fault) ?? 0) + 1);
    return fault;
  }

  async function handOn(target: URL, asked: IncomingMessage, answer: ServerResponse): Promise<void> {
    const body = await read(asked);
    const { method = "GET", url = "/", headers } = asked;
    const fault = faultFor([method, decodeURIComponent(url), readable(body.toString("utf8"))].join("\n"));
    if (fault?.what === "refuse") {
      answer.writeHead(503, { "content-type": "application/json" }).end(BUSY);
      return;
    }
    if (fault?.what === "swallow") {
      answer.writeHead(201, { "content-type": "application/xml" }).end(SENT);
      return;
    }
    const real = await new Promise<IncomingMessage>((resolve, reject) => {
      request({ agent, method, host: target.hostname, port: target.port, path: url, headers }, resolve).once("error", reject).end(body);
    });
    const content = await read(real);
    if (fault) answer.destroy();
    else answer.writeHead(real.statusCode ?? 500, withoutLength(real.headers)).end(content);
  }

  const targets = new Map<string, URL>();
  const openFor = (name: string): Promise<Listening> =>
    listen(
      createServer((asked, answer) => {
        const target = targets.get(name);
        if (target) handOn(target, asked, answer).catch(() => answer.destroy());
        else answer.writeHead(503).end();
      }),
    );
  const servers = { QueueEndpoint: await openFor("QueueEndpoint"), TableEndpoint: await openFor("TableEndpoint") };

  return {
    faults,
    met: (fault) => met.get(fault) ?? 0,
    inFrontOf: (connectionString) =>
      Object.entries(servers).reduce((text, [name, { port }]) => {
        const [whole = "", address = ""] = new RegExp(`${name}=([^;]+)`).exec(text) ?? [];
        const url = new URL(address);
        targets.set(name, new URL(address));
        url.port = String(port);
        return text.replace(whole, `${name}=${url.href}`);
      }, connectionString),
    close: async () => {
      agent.destroy();
      for (const server of Object.values(servers)) await server.close();
    },
  };
}

const BUSY = JSON.stringify({ "odata.error": { code: "ServerBusy", message: { value: "refused by a test" } } });
const NEVER = "<InsertionTime>Fri, 01 Jan 2100 00:00:00 GMT</InsertionTime>";
const SENT = `<?xml version="1.0" encoding="utf-8"?><QueueMessagesList><QueueMessage><MessageId>none</MessageId>${[
  NEVER,
  NEVER.replaceAll("InsertionTime", "ExpirationTime"),
  "<PopReceipt>none</PopReceipt>",
  NEVER.replaceAll("InsertionTime", "TimeNextVisible"),
].join("")}</QueueMessage></QueueMessagesList>`;

/** JSON inside JSON loses the backslashes before its quotes. */
const readable = (body: string): string =>
  body
    .replaceAll('\\"', '"')
    .replace(/^.*<MessageText>([^<]*)<\/MessageText>.*$/s, (_, text: string) => Buffer.from(text, "base64").toString("utf8"));

async function read(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** The whole content is sent at once, so its length is known anew. */
function withoutLength({ "transfer-encoding": _, connection: __, ...headers }: IncomingMessage["headers"]): IncomingMessage["headers"] {
  return headers;
}
