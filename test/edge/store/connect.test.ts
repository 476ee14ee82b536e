import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TokenCredential } from "@azure/identity";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeCertificate, trust } from "../../../local/arm/certificate.ts";
import { type Azurite, startAzurite } from "../../../local/azurite.ts";
import { openStore, type StoreSettings } from "../../../src/edge/store/index.ts";
import { SUBSCRIPTION } from "../../support/build.ts";
import { records } from "./examples.ts";

describe("an identity", () => {
  let folder = "";
  let azurite: Azurite | undefined;
  beforeAll(async () => {
    const certificate = await makeCertificate();
    trust(certificate.pem);
    folder = await mkdtemp(join(tmpdir(), "advisor-store-"));
    const https = { certificate: join(folder, "certificate.pem"), key: join(folder, "key.pem") };
    await writeFile(https.certificate, certificate.pem);
    await writeFile(https.key, certificate.key);
    azurite = await startAzurite({ https });
  });
  afterAll(async () => {
    await azurite?.close();
    await rm(folder, { recursive: true });
  });

  const settings = (credential: TokenCredential): StoreSettings => ({
    kind: "identity",
    tableEndpoint: azurite?.tableEndpoint ?? "",
    queueEndpoint: azurite?.queueEndpoint ?? "",
    credential,
  });

  it("reaches tables, transactions and queues with a token and no key", async () => {
    const asked: string[] = [];
    const open = await openStore(settings(credential(asked)));
    const all = records(150, SUBSCRIPTION);

    await open.findings.save(
      SUBSCRIPTION,
      all.map((record) => ({ record })),
    );
    await open.queues.send("scan-subscription", { page: 0 });

    expect((await open.findings.list(SUBSCRIPTION)).map(({ value }) => value)).toEqual(all);
    expect(new Set(asked)).toEqual(new Set(["https://storage.azure.com/.default"]));
  });

  it("that is refused is a failure with Azure's code", async () => {
    await expect(openStore(settings(credential([], "https://elsewhere.example")))).rejects.toThrow(/^Create .*: storage answered 40[13]/);
  });
});

/** An unsigned token: Azurite checks audience, issuer and dates. */
function credential(asked: string[], audience = "https://storage.azure.com"): TokenCredential {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const seconds = Math.floor(Date.now() / 1000);
  const claims = {
    aud: audience,
    iss: "https://sts.windows.net/00000000-0000-0000-0000-000000000000/",
    iat: seconds,
    nbf: seconds - 60,
    exp: seconds + 3600,
  };
  return {
    getToken: (scopes) => {
      asked.push(...[scopes].flat());
      return Promise.resolve({ token: `${part({ alg: "none" })}.${part(claims)}.`, expiresOnTimestamp: (seconds + 3600) * 1000 });
    },
  };
}
