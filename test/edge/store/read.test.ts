import { once } from "node:events";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { TableClient } from "@azure/data-tables";
import { describe, expect, it } from "vitest";
import { startAzurite } from "../../../local/azurite.ts";
import { openStore, StoreFailure } from "../../../src/edge/store/index.ts";
import { SUBSCRIPTION } from "../../support/build.ts";
import { message, records } from "./examples.ts";
import { freshSubscription, openedStore } from "./open-store.ts";

const { store, connectionString } = openedStore();

describe("a table that went missing", () => {
  it("is a failure, never an absent row or an empty list", async () => {
    const azurite = await startAzurite();
    try {
      const broken = await openStore({ kind: "connection-string", connectionString: azurite.connectionString });
      for (const name of ["findings", "outbox", "checks"]) {
        await TableClient.fromConnectionString(azurite.connectionString, name, { allowInsecureConnection: true }).deleteTable();
      }

      await expect(broken.findings.list(SUBSCRIPTION)).rejects.toThrow("List table findings: storage answered 404 TableNotFound");
      await expect(broken.outbox.get("a", "b")).rejects.toThrow(/^Read row b in partition a of table outbox: storage answered 404/);
      await expect(broken.outbox.update(message({ state: "given-up" }), 'W/"1"')).rejects.toThrow(StoreFailure);
      await expect(broken.leases.giveBack(SUBSCRIPTION, "a")).rejects.toThrow(StoreFailure);
      await expect(
        broken.findings.save(
          SUBSCRIPTION,
          records(1, SUBSCRIPTION).map((record) => ({ record })),
        ),
      ).rejects.toThrow(StoreFailure);
    } finally {
      await azurite.close();
    }
  });
});

describe("a list", () => {
  it("goes on past empty pages that name a next one, as Azure sends them after five seconds", async () => {
    const subscription = freshSubscription();
    await store().findings.save(
      subscription,
      records(3, subscription).map((record) => ({ record })),
    );
    const tables = new URL(/TableEndpoint=([^;]+)/.exec(connectionString())?.[1] ?? "");
    const proxy = await emptyPagesFirst(tables, 3);
    try {
      const slow = await openStore({
        kind: "connection-string",
        connectionString: connectionString().replace(`TableEndpoint=${tables.origin}`, `TableEndpoint=${proxy.origin}`),
      });

      expect(await slow.findings.list(subscription)).toHaveLength(3);
      expect(proxy.emptyPages()).toBe(3);
    } finally {
      proxy.close();
    }
  });
});

/** Answers every query with empty pages before it lets it through to the real tables. */
async function emptyPagesFirst(target: URL, count: number) {
  let given = 0;
  const server = createServer((incoming, outgoing) => {
    const url = new URL(incoming.url ?? "", target);
    const isQuery = incoming.method === "GET" && url.pathname.endsWith("()");
    const page = Number(url.searchParams.get("NextPartitionKey") ?? 0);
    if (isQuery && page < count) {
      given += 1;
      outgoing.setHeader("content-type", "application/json;odata=minimalmetadata");
      outgoing.setHeader("x-ms-continuation-NextPartitionKey", String(page + 1));
      outgoing.end('{"value":[]}');
      return;
    }
    url.searchParams.delete("NextPartitionKey");
    passOn(url, incoming, outgoing);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { origin: `http://127.0.0.1:${port}`, emptyPages: () => given, close };
}

function passOn(url: URL, incoming: IncomingMessage, outgoing: ServerResponse): void {
  const onward = request(url, { method: incoming.method, headers: { ...incoming.headers, host: url.host } }, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(outgoing);
  });
  incoming.pipe(onward);
}
