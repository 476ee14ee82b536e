/** What a value is; `any` where that cannot be seen. */
export type Kind = "string" | "int" | "bool" | "array" | "object" | "null" | "any";

/** The functions of Bicep that `infra` uses, with what each answers: https://learn.microsoft.com/azure/azure-resource-manager/bicep/bicep-functions */
export const FUNCTIONS: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ["cidrSubnet", "string"],
  ["contains", "bool"],
  ["deployment", "object"],
  ["empty", "bool"],
  ["environment", "object"],
  ["filter", "array"],
  ["guid", "string"],
  ["items", "array"],
  ["join", "string"],
  ["last", "any"],
  ["loadJsonContent", "any"],
  ["managementGroup", "object"],
  ["map", "array"],
  ["readEnvironmentVariable", "string"],
  ["replace", "string"],
  ["resourceGroup", "object"],
  ["split", "array"],
  ["string", "string"],
  ["subscription", "object"],
  ["subscriptionResourceId", "string"],
  ["tenant", "object"],
  ["tenantResourceId", "string"],
  ["toLower", "string"],
  ["toObject", "object"],
  ["union", "any"],
  ["uniqueString", "string"],
  ["utcNow", "string"],
]);
