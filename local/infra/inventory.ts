import { type BicepFile, children, type Declared, propertiesOf, type Resource, textOf } from "./bicep.ts";
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

function roleText(file: BicepFile, resource: Resource): string {
  const properties = propertiesOf(resource.body);
  const given = propertiesOf(properties.get("properties") ?? resource.body);
  const names = rolesOf(file, resource).join(resource.loop ? " and " : " or ");
  return `${names} for ${given.get("principalId")?.text} at ${properties.get("scope")?.text ?? `the ${file.scope}`}`;
}

/** The roles that a role assignment gives, by name. Of any other resource none. */
export function rolesOf(file: BicepFile, { type, body, loop }: Resource): readonly string[] {
  if (type !== "Microsoft.Authorization/roleAssignments") return [];
  const role = propertiesOf(propertiesOf(body).get("properties") ?? body).get("roleDefinitionId")?.text ?? "";
  const ids = idsIn(file, `${role} ${loop ? children(loop)[1]?.text : ""}`);
  const names = [...BUILT_IN_ROLES].flatMap(([id, name]) => (ids.includes(id) ? [name] : []));
  return [...names, ...(role.includes("exactReader!.id") ? ["a role of its own"] : [])];
}

/** Role ids in an expression: written there, or in the variables it names. */
const idsIn = (file: BicepFile, expression: string): string =>
  [...file.variables].reduce(
    (text, [name, value]) => (new RegExp(`\\b${name}\\b`).test(expression) ? `${text} ${textOf(value)}` : text),
    expression,
  );
