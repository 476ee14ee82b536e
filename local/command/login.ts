import type { TokenCredential } from "@azure/identity";
import type { Cloud } from "./clouds.ts";
import { CommandFailure, EXIT } from "./exit.ts";

export interface Login {
  readonly credential: TokenCredential;
  /** Whose memory it is: no tenant reads what another has left. Missing where the token does not say. */
  readonly tenant?: string;
}

/** The login of environment variables, a managed identity, or az and its kin: whichever answers first. */
export async function defaultCredential({ authority }: Cloud): Promise<TokenCredential> {
  const { DefaultAzureCredential } = await import("@azure/identity");
  return new DefaultAzureCredential({ authorityHost: authority });
}

/** Asks for a token before anything else, so that whoever is not logged in hears it in plain words. */
export async function logIn(credential: TokenCredential, cloud: Cloud, signal: AbortSignal): Promise<Login> {
  try {
    const token = await credential.getToken(`${new URL(cloud.resourceManager).origin}/.default`, { abortSignal: signal });
    if (!token) throw new Error("no token");
    const tenant = tenantOf(token.token);
    return { credential, ...(tenant === undefined ? {} : { tenant }) };
  } catch (error) {
    signal.throwIfAborted();
    throw new CommandFailure(EXIT.refused, notLoggedIn(cloud, error), error);
  }
}

function notLoggedIn({ azName }: Cloud, error: unknown): string {
  return [
    "Not logged in to Azure. One of these is enough:",
    `  ${azName === undefined ? "" : `az cloud set --name ${azName} && `}az login`,
    "      as yourself; with --tenant where you have several",
    "  AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET in the environment",
    "      as a service principal",
    "  a managed identity",
    "      on a machine in Azure",
    "The login needs the role Reader on what it is to read.",
    "To look first, without Azure: npm run scan -- --sample",
    ...reasonsOf(error).map((reason) => `  ${reason}`),
  ].join("\n");
}

/** Of the logins that are there and were refused, what Microsoft Entra says. */
function reasonsOf(error: unknown): readonly string[] {
  const errors: readonly unknown[] = error instanceof Error && "errors" in error && Array.isArray(error.errors) ? error.errors : [error];
  const refused = errors.flatMap((each) => (each instanceof Error ? (/AADSTS\d+:[^\n]{0,200}/.exec(each.message)?.[0] ?? []) : []));
  return [...new Set(refused)].slice(0, 3);
}

/** From the token's own claims, which are not checked: it only names a folder. */
function tenantOf(token: string): string | undefined {
  const [, claims = ""] = token.split(".");
  try {
    const parsed: unknown = JSON.parse(Buffer.from(claims, "base64url").toString());
    const tenant = typeof parsed === "object" && parsed !== null && "tid" in parsed ? parsed.tid : undefined;
    return typeof tenant === "string" && /^[\da-f-]{36}$/i.test(tenant) ? tenant.toLowerCase() : undefined;
  } catch {
    return undefined;
  }
}
