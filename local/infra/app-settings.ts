import { type BicepFile, children, type Node, propertiesOf, textOf } from "./bicep.ts";
import { meant } from "./values.ts";

export interface AppSetting {
  /** `*` at the end: as many as there are routes. */
  readonly name: string;
  /** Where its value stands. */
  readonly file: BicepFile;
  readonly value: Node;
  /** The value is a reference to a secret of the vault. */
  readonly isReference: boolean;
}

/** Every setting that the function app gets, wherever it is put together. */
export function appSettings(files: ReadonlyMap<string, BicepFile>): readonly AppSetting[] {
  return [...files.values()].flatMap((file) =>
    file.resources.flatMap(({ type, body }) => {
      const properties = propertiesOf(body);
      const name = properties.get("name");
      const settings = properties.get("properties");
      if (type !== "Microsoft.Web/sites/config" || !name || textOf(name) !== "appsettings" || !settings) return [];
      return settingsIn({ file, files }, settings);
    }),
  );
}

interface Context {
  readonly file: BicepFile;
  readonly files: ReadonlyMap<string, BicepFile>;
}

function settingsIn(context: Context, given: Node): readonly AppSetting[] {
  const { file } = context;
  const node = meant(file, given);
  const parts = children(node);
  const [first, second, third] = parts;
  if (node.type === "object") return [...propertiesOf(node)].map(([name, value]) => ({ name, file, value, isReference: false }));
  if (node.type === "ternary_expression" && second && third) return [...settingsIn(context, second), ...settingsIn(context, third)];
  if (node.type === "identifier") return handedOver(context, node.text);
  if (node.type !== "call_expression" || !first || !second) return [];
  const [list, ...rest] = children(second);
  switch (first.text) {
    case "union":
      return children(second).flatMap((each) => settingsIn(context, each));
    case "items":
    case "filter":
      return list ? settingsIn(context, list) : [];
    case "toObject": {
      const isReference = rest.some((each) => each.text.includes("@Microsoft.KeyVault("));
      return list ? settingsIn(context, list).map((setting) => ({ ...setting, isReference: setting.isReference || isReference })) : [];
    }
    // The targets of routes: each is the name of a setting.
    case "map":
      return rest.some((each) => each.text.endsWith(".target")) ? [{ name: "TEAMS_WEBHOOK_*", file, value: node, isReference: false }] : [];
    default:
      return [];
  }
}

/** A parameter holds what the modules' callers put into it. */
function handedOver({ file, files }: Context, name: string): readonly AppSetting[] {
  if (!file.params.has(name)) return [];
  return [...files.values()].flatMap((caller) =>
    caller.modules.flatMap(({ path, body }) => {
      const params = propertiesOf(body).get("params");
      const value = path === file.path && params ? propertiesOf(params).get(name) : undefined;
      return value ? settingsIn({ file: caller, files }, value) : [];
    }),
  );
}
