import { z } from "zod";

/** Somebody whom Entra signed in. */
export interface Person {
  /** Object id in the tenant. */
  readonly id: string;
  /** As Entra shows it; the id where it shows none. */
  readonly name: string;
}

export interface Principal extends Person {
  /** Object ids of groups, lower case. */
  readonly groups: readonly string[];
  /** In so many groups that the token carries a link to them in their place. */
  readonly hasMoreGroups: boolean;
}

const Claims = z.object({
  auth_typ: z.string(),
  claims: z.array(z.object({ typ: z.string(), val: z.string() })),
});

/** Easy Auth passes some claims on under the long names of WS-Federation. */
const OBJECT_ID = ["oid", "http://schemas.microsoft.com/identity/claims/objectidentifier"];
const NAMES = ["name", "preferred_username", "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn"];
const GROUPS = ["groups", "http://schemas.microsoft.com/ws/2008/06/identity/claims/groups"];

const LONGEST_NAME = 200;

/**
 * What the header `x-ms-client-principal` says. Only for a mode in which Easy Auth sets it: whoever reaches the app without it could
 * write anything there. Nothing where it is not whole, is of another provider than Entra, or names nobody.
 */
export function readPrincipal(header: string): Principal | undefined {
  const principal = decoded(header);
  if (principal?.auth_typ !== "aad") return undefined;
  const valuesOf = (types: readonly string[]): readonly string[] =>
    principal.claims.filter(({ typ }) => types.includes(typ)).map(({ val }) => val.trim());
  const [id, ...otherIds] = new Set(valuesOf(OBJECT_ID).map((each) => each.toLowerCase()));
  if (!z.guid().safeParse(id).success || id === undefined || otherIds.length > 0) return undefined;
  const [name = id] = NAMES.flatMap((type) => valuesOf([type])).filter((each) => each !== "");
  return {
    id,
    name: [...name].slice(0, LONGEST_NAME).join(""),
    groups: valuesOf(GROUPS).map((group) => group.toLowerCase()),
    hasMoreGroups: principal.claims.some(
      ({ typ, val }) => (typ === "_claim_names" && val.includes("groups")) || (typ === "hasgroups" && val.toLowerCase() === "true"),
    ),
  };
}

function decoded(header: string): z.infer<typeof Claims> | undefined {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(header)) return undefined;
  try {
    return Claims.parse(JSON.parse(Buffer.from(header, "base64").toString("utf8")));
  } catch {
    return undefined;
  }
}
