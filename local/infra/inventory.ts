import { type BicepFile, children, type Declared, propertiesOf, textOf } from "./bicep.ts";
import { BUILT_IN_ROLES } from "./roles.ts";

/** What a deployment makes, a line each: where it is declared, what, under which condition, and which role goes to whom at what. */
export function inventory(files: ReadonlyMap<string, BicepFile>): readonly string[] {
  return [...files.values()].flatMap((file) =>
    file.resources
      .filter(({ isExisting }) => !isExisting)
      .map((resource) => {
        const { type, apiVersion } = resource;
        const what = type === "Microsoft.Authorization/roleAssignments" ? roleText(file, resource) : `${type}@${apiVersion}`;
        return `${file.path} (${file.scope}): ${what}${when(resource)}`;
      }),
  );
}

/** Modules with the scope each goes to. */
export const moduleInventory = (files: ReadonlyMap<string, BicepFile>): readonly string[] =>
  [...files.values()].flatMap((file) =>
    file.modules.map(
      (use) => `${file.path}: ${use.symbol} = ${use.path} at ${propertiesOf(use.body).get("scope")?.text ?? "its own scope"}${when(use)}`,
    ),
  );

const when = ({ condition, loop }: Declared): string =>
  `${condition ? ` if ${condition.text}` : ""}${loop ? ` for each of ${children(loop)[1]?.text.replaceAll(/\s+/g, " ")}` : ""}`;

function roleText(file: BicepFile, { body, loop }: Declared): string {
  const properties = propertiesOf(body);
  const given = propertiesOf(properties.get("properties") ?? body);
  const role = given.get("roleDefinitionId")?.text ?? "";
  const names = [...BUILT_IN_ROLES].flatMap(([id, name]) =>
    idsIn(file, `${role} ${loop ? children(loop)[1]?.text : ""}`).includes(id) ? [name] : [],
  );
  const custom = role.includes("exactReader.id") ? ["a role of its own"] : [];
  return `${[...names, ...custom].join(loop ? " and " : " or ")} for ${given.get("principalId")?.text} at ${properties.get("scope")?.text ?? `the ${file.scope}`}`;
}

/** Role ids in an expression: written there, or in the variables it names. */
const idsIn = (file: BicepFile, expression: string): string =>
  [...file.variables].reduce(
    (text, [name, value]) => (new RegExp(`\\b${name}\\b`).test(expression) ? `${text} ${textOf(value)}` : text),
    expression,
  );
