import type { Env, SettingProblem } from "./setting.ts";

export type StorageSettings =
  | { readonly kind: "connection-string"; readonly connectionString: string }
  | { readonly kind: "identity"; readonly tableEndpoint: string; readonly queueEndpoint: string };

/** The storage account, in the names by which the Functions host reads it too. */
export function readStorage(env: Env): StorageSettings | SettingProblem {
  const connectionString = env.AzureWebJobsStorage?.trim();
  if (connectionString && /(^|;)\s*(AccountName|TableEndpoint)=|^UseDevelopmentStorage=true/i.test(connectionString)) {
    return { kind: "connection-string", connectionString };
  }
  if (connectionString)
    return { setting: "AzureWebJobsStorage", text: "is not a connection string; copy it whole, or set AzureWebJobsStorage__accountName" };
  const account = env.AzureWebJobsStorage__accountName?.trim();
  const tableEndpoint = env.AzureWebJobsStorage__tableServiceUri?.trim() || (account && `https://${account}.table.core.windows.net`);
  const queueEndpoint = env.AzureWebJobsStorage__queueServiceUri?.trim() || (account && `https://${account}.queue.core.windows.net`);
  if (tableEndpoint && queueEndpoint) return { kind: "identity", tableEndpoint, queueEndpoint };
  return {
    setting: "AzureWebJobsStorage",
    text: "is missing; set AzureWebJobsStorage__accountName to the storage account's name (with an identity), or AzureWebJobsStorage to a connection string",
  };
}
