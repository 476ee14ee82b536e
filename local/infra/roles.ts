import { at, type BicepFile, below, isPlainText, type Node, type Problem, propertiesOf, type Resource, textOf } from "./bicep.ts";

/** Every built-in role that is given: https://learn.microsoft.com/azure/role-based-access-control/built-in-roles (read 2026-11-28). */
export const BUILT_IN_ROLES: ReadonlyMap<string, string> = new Map([
  ["acdd72a7-3385-48ef-bd42-f606fba81ae7", "Reader"],
  ["b7e6dc6d-f1e8-4753-8033-0f276bb0955b", "Storage Blob Data Owner"],
  ["974c5e8b-45b9-4653-ba55-5f855dd0fb88", "Storage Queue Data Contributor"],
  ["0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3", "Storage Table Data Contributor"],
  ["ba92f5b4-2d11-453d-a403-e96b0029c9fe", "Storage Blob Data Contributor"],
  ["3913510d-42f4-4e42-8a64-420c390055eb", "Monitoring Metrics Publisher"],
  ["4633458b-17de-408a-b874-0445c86b69e6", "Key Vault Secrets User"],
  ["b86a8fe4-44ce-4948-aee5-eccb2c155cd7", "Key Vault Secrets Officer"],
  ["09976791-48a7-449e-bb21-39d1a415f350", "Communication and Email Service Owner"],
]);

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A GUID in `infra` is a role, and one of those above. */
export const roleProblems = (file: BicepFile): readonly Problem[] =>
  below(file.root).flatMap((node) => {
    const text = isPlainText(node) ? textOf(node) : "";
    return GUID.test(text) && !BUILT_IN_ROLES.has(text)
      ? [{ where: at(file.path, node), text: `${text} is none of the roles that are used` }]
      : [];
  });

export const isRoleAssignment = ({ type }: Resource): boolean => type === "Microsoft.Authorization/roleAssignments";

/** What a role assignment says: to whom, of which kind, and which role. */
export const assignedBy = ({ body }: Resource): ReadonlyMap<string, Node> => propertiesOf(propertiesOf(body).get("properties") ?? body);

/** The roles that a role assignment gives, by name. Of any other resource none. */
export function rolesOf(file: BicepFile, resource: Resource): readonly string[] {
  if (!isRoleAssignment(resource)) return [];
  const role = assignedBy(resource).get("roleDefinitionId")?.text ?? "";
  const ids = idsIn(file, `${role} ${resource.loop?.list.text ?? ""}`);
  const names = [...BUILT_IN_ROLES].flatMap(([id, name]) => (ids.includes(id) ? [name] : []));
  return [...names, ...(role.includes("exactReader!.id") ? ["a role of its own"] : [])];
}

/** Role ids in an expression: written there, or in the variables it names. */
const idsIn = (file: BicepFile, expression: string): string =>
  [...file.variables].reduce(
    (text, [name, value]) => (new RegExp(`\\b${name}\\b`).test(expression) ? `${text} ${textOf(value)}` : text),
    expression,
  );
