/** What Easy Auth puts in front of the app for somebody whom Entra signed in. */
export interface Account {
  readonly oid?: string;
  readonly name?: string;
  readonly groups?: readonly string[];
  readonly provider?: string;
  /** Further claims, or others in place of the usual ones. */
  readonly claims?: readonly { readonly typ: string; readonly val: string }[];
}

export const ADA = "11111111-aaaa-4bbb-8ccc-000000000001";

export function principalHeader({ oid = ADA, name = "Ada Byron", groups = [], provider = "aad", claims }: Account = {}): string {
  const usual = [
    { typ: "http://schemas.microsoft.com/identity/claims/objectidentifier", val: oid },
    { typ: "name", val: name },
    ...groups.map((val) => ({ typ: "groups", val })),
  ];
  const principal = { auth_typ: provider, claims: claims ?? usual, name_typ: "name", role_typ: "roles" };
  return Buffer.from(JSON.stringify(principal)).toString("base64");
}
