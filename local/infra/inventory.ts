import { type BicepFile, type Declared, propertiesOf, type Resource } from "./bicep.ts";
import { assignedBy, isRoleAssignment, rolesOf } from "./roles.ts";

/** What a deployment makes, a line each: where it is declared, what, under which condition, and which role goes to whom at what. */
export function inventory(files: ReadonlyMap<string, BicepFile>): readonly string[] {
  return [...files.values()].flatMap((file) =>
    file.resources
      .filter(({ isExisting }) => !isExisting)
      .map((resource) => {
        const { type, apiVersion } = resource;
        const what = isRoleAssignment(resource) ? roleText(file, resource) : `${type}@${apiVersion}`;
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
  `${condition ? ` if ${condition.text}` : ""}${loop ? ` for each of ${loop.list.text.replaceAll(/\s+/g, " ")}` : ""}`;

function roleText(file: BicepFile, resource: Resource): string {
  const names = rolesOf(file, resource).join(resource.loop ? " and " : " or ");
  const scope = propertiesOf(resource.body).get("scope")?.text ?? `the ${file.scope}`;
  return `${names} for ${assignedBy(resource).get("principalId")?.text} at ${scope}`;
}
