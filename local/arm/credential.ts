import type { TokenCredential } from "@azure/identity";

/** The bearer token of `localCredential`. It means nothing anywhere; the stand-in takes any token. */
export const LOCAL_TOKEN = "local-token-that-opens-nothing";

export const localCredential: TokenCredential = {
  getToken: () => Promise.resolve({ token: LOCAL_TOKEN, expiresOnTimestamp: Date.now() + 3_600_000 }),
};
