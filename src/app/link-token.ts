import { createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { type Day, day, dayOf, type Instant } from "../core/model/time.ts";

/** What a signed link says: who is shown what of, and the last day (UTC) on which it works. */
export interface LinkClaim {
  readonly route: string;
  readonly until: Day;
}

const Claim = z.strictObject({ route: z.string().min(1), until: z.string().transform((text) => day(text)) });

/** What a key signs here it signs for nothing else. */
const PURPOSE = "aks-advisor report link 1";

/** `<base64url of the claim>.<base64url of its HMAC-SHA256>` */
export function signLink(claim: LinkClaim, key: string): string {
  const payload = Buffer.from(JSON.stringify({ route: claim.route, until: claim.until })).toString("base64url");
  return `${payload}.${signature(payload, key).toString("base64url")}`;
}

/** Why a link opens nothing is for the reader too: nothing in it is a secret. */
export type LinkAnswer = LinkClaim | { readonly wrong: "altered" | "expired" };

/** Nothing of a token is read before its signature is found right. */
export function readLink(token: string, key: string, at: Instant): LinkAnswer {
  const [payload = "", signed = "", ...more] = token.split(".");
  const expected = signature(payload, key);
  const given = Buffer.from(signed, "base64url");
  // Base64 has spare bits and lets odd characters pass: a signature counts in its one spelling only.
  if (more.length > 0 || given.length !== expected.length || given.toString("base64url") !== signed) return { wrong: "altered" };
  if (!timingSafeEqual(given, expected)) return { wrong: "altered" };
  const claim = claimOf(payload);
  if (!claim) return { wrong: "altered" };
  return dayOf(at) > claim.until ? { wrong: "expired" } : claim;
}

const signature = (payload: string, key: string): Buffer => createHmac("sha256", key).update(`${PURPOSE}\n${payload}`).digest();

function claimOf(payload: string): LinkClaim | undefined {
  try {
    return Claim.parse(JSON.parse(Buffer.from(payload, "base64url").toString("utf8")));
  } catch {
    return undefined;
  }
}
