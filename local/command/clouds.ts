import { CommandFailure, EXIT } from "./exit.ts";
import { either } from "./words.ts";

/** Where a cloud is. Others than the public one have no price list. */
export interface Cloud {
  readonly name: string;
  readonly resourceManager: string;
  readonly authority: string;
  /** What the names of storage accounts end with. */
  readonly storageSuffix: string;
  /** What `az cloud set` calls it; missing for the one it begins with. */
  readonly azName?: string;
}

const PUBLIC: Cloud = {
  name: "public",
  resourceManager: "https://management.azure.com",
  authority: "https://login.microsoftonline.com",
  storageSuffix: "core.windows.net",
};

const CLOUDS: readonly Cloud[] = [
  PUBLIC,
  {
    name: "usgov",
    resourceManager: "https://management.usgovcloudapi.net",
    authority: "https://login.microsoftonline.us",
    storageSuffix: "core.usgovcloudapi.net",
    azName: "AzureUSGovernment",
  },
  {
    name: "china",
    resourceManager: "https://management.chinacloudapi.cn",
    authority: "https://login.chinacloudapi.cn",
    storageSuffix: "core.chinacloudapi.cn",
    azName: "AzureChinaCloud",
  },
];

export const CLOUD_NAMES = CLOUDS.map(({ name }) => name);

/** The cloud of a name; without one that of the environment (AZURE_RESOURCE_MANAGER_ENDPOINT, AZURE_AUTHORITY_HOST), else the public one. */
export function cloudOf(name: string | undefined, env: Readonly<Record<string, string | undefined>>): Cloud {
  if (name !== undefined) {
    const cloud = CLOUDS.find((each) => each.name === name.trim().toLowerCase());
    if (!cloud) throw new CommandFailure(EXIT.usage, `--cloud takes ${either(CLOUD_NAMES)}, not "${name}"`);
    return cloud;
  }
  const resourceManager = env.AZURE_RESOURCE_MANAGER_ENDPOINT?.trim() || PUBLIC.resourceManager;
  const like = CLOUDS.find((each) => each.resourceManager === resourceManager.replace(/\/$/, "")) ?? { ...PUBLIC, name: "custom" };
  return { ...like, resourceManager, authority: env.AZURE_AUTHORITY_HOST?.trim() || like.authority };
}
