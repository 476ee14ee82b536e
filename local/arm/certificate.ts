import { randomUUID } from "node:crypto";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { generate } from "selfsigned";

export interface Certificate {
  readonly pem: string;
  readonly key: string;
}

/** A certificate for this machine's loopback addresses, made anew for every start and kept nowhere. */
export async function makeCertificate(): Promise<Certificate> {
  // The name is new each time: among trusted certificates of one name OpenSSL tries only the first.
  const made = await generate([{ name: "commonName", value: `stand-in ${randomUUID()}` }], {
    keyType: "ec",
    algorithm: "sha256",
    // Fixed and wide: whoever starts this may have shifted `Date`, which the TLS check does not follow.
    notBeforeDate: new Date("2020-01-01T00:00:00Z"),
    notAfterDate: new Date("2049-01-01T00:00:00Z"),
    extensions: [
      { name: "basicConstraints", cA: true },
      {
        name: "subjectAltName",
        altNames: [
          { type: 2, value: "localhost" },
          { type: 7, ip: "127.0.0.1" },
        ],
      },
    ],
  });
  return { pem: made.cert, key: made.private };
}

/** For the rest of this process. Reaches clients that were already made, the SDK's and `fetch` alike. */
export function trust(pem: string): void {
  setDefaultCACertificates([...getCACertificates("default"), pem]);
}
