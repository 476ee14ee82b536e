import type { Missing } from "../core/model/absence.ts";
import { AzureLater, AzureRefusal } from "../edge/azure/index.ts";

/** Why a read that failed leaves something missing: it was refused, or put off at its last try. Nothing where another try is due. */
export function whyMissing(error: unknown, lastTry: boolean): Missing | undefined {
  if (error instanceof AzureRefusal) return error.missing;
  return lastTry && error instanceof AzureLater ? error.missing : undefined;
}
