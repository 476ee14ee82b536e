import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type BicepType, readTypesJson, type TypeReference } from "@azure/bicep-types";

/** The body of every resource type there is data for, by lower-case `type@version`. */
export interface ResourceTypes {
  readonly bodies: ReadonlyMap<string, Body>;
  /** Versions there is data for, by lower-case type. */
  readonly versions: ReadonlyMap<string, readonly string[]>;
}

export interface Body {
  readonly type: BicepType;
  /** Types point to each other by their place in their file. */
  readonly lookUp: (reference: TypeReference) => BicepType;
  /** Bits of the scopes it may be written to: 2 management group, 4 subscription, 8 resource group, 16 another resource. */
  readonly scopes: number;
}

/** The compiler's own type data from a folder. Missing where there is no such folder. */
export function readResourceTypes(folder: string): ResourceTypes | undefined {
  if (!existsSync(folder)) return undefined;
  const bodies = new Map<string, Body>();
  const versions = new Map<string, string[]>();
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".json"))) {
    const types = readTypesJson(readFileSync(join(folder, file), "utf8"));
    const lookUp = ({ index }: TypeReference): BicepType => {
      const found = types[index];
      if (!found) throw new Error(`${file} points to entry ${index}, which is not there`);
      return found;
    };
    for (const entry of types) {
      if (entry.type !== "ResourceType") continue;
      bodies.set(entry.name.toLowerCase(), { type: lookUp(entry.body), lookUp, scopes: entry.writableScopes });
      const [type = "", version = ""] = entry.name.toLowerCase().split("@");
      versions.set(type, [...(versions.get(type) ?? []), version]);
    }
  }
  return { bodies, versions };
}
