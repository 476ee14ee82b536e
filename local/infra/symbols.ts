import { at, type BicepFile, children, type Node, namesBelow, type Problem } from "./bicep.ts";
import { FUNCTIONS } from "./functions.ts";

/** Names that are used and declared nowhere, and parameters and variables that nobody uses. */
export function symbolProblems(file: BicepFile): readonly Problem[] {
  const declared = new Set([
    ...file.params.keys(),
    ...file.variables.keys(),
    ...[...file.resources, ...file.modules].map(({ symbol }) => symbol),
  ]);
  const uses = children(file.root).flatMap((statement) => usesOf(statement, new Set(file.params.keys()), declared));
  const used = new Set(uses.map(({ node }) => node.text));
  return [
    ...uses.flatMap(({ node, problem }) => (problem ? [{ where: at(file.path, node), text: `${node.text} is ${problem}` }] : [])),
    ...[...file.params].flatMap(([name, { node }]) => (used.has(name) ? [] : [unused(file, node, name)])),
    ...[...file.variables].flatMap(([name, node]) => (used.has(name) ? [] : [unused(file, node, name)])),
  ];
}

interface Use {
  readonly node: Node;
  readonly problem?: string;
}

const WITH_VALUES = new Set(["variable_declaration", "resource_declaration", "module_declaration", "output_declaration"]);

function usesOf(statement: Node, params: ReadonlySet<string>, declared: ReadonlySet<string>): readonly Use[] {
  const [, second, third] = children(statement);
  const look = (node: Node, known: ReadonlySet<string>, otherwise: string) =>
    namesIn(node, new Set()).map((use): Use => {
      const isKnown = use.isCall ? FUNCTIONS.has(use.node.text) : known.has(use.node.text);
      return isKnown ? { node: use.node } : { node: use.node, problem: use.isCall ? "no function" : otherwise };
    });
  // A default may look at other parameters only: variables are worked out after them.
  if (statement.type === "parameter_declaration")
    return third ? look(third, params, "not a parameter, and a default may use nothing else") : [];
  if (!WITH_VALUES.has(statement.type)) return [];
  return [second, third].flatMap((node) => (node && node.type !== "type" ? look(node, declared, "declared nowhere") : []));
}

const unused = ({ path }: BicepFile, node: Node, name: string): Problem => ({ where: at(path, node), text: `${name} is used nowhere` });

/** Names an expression takes from outside: not its own loop and lambda variables, property names and keys. */
function namesIn(node: Node, local: ReadonlySet<string>): readonly { readonly node: Node; readonly isCall: boolean }[] {
  const parts = children(node);
  const all = (some: readonly Node[], names = local) => some.flatMap((part) => namesIn(part, names));
  switch (node.type) {
    case "identifier":
      return local.has(node.text) ? [] : [{ node, isCall: isCalled(node) }];
    case "call_expression": {
      const [called, ...rest] = parts;
      return called?.type === "identifier" ? [{ node: called, isCall: true }, ...all(rest)] : all(parts);
    }
    case "object_property": {
      const [key, ...value] = parts;
      return [...(key?.type === "string" ? all([key]) : []), ...all(value)];
    }
    case "lambda_expression": {
      const [head, ...body] = parts;
      return all(body, withNames(local, head));
    }
    case "for_statement": {
      const [names, list, ...body] = parts;
      return [...(list ? namesIn(list, local) : []), ...all(body, withNames(local, names))];
    }
    default:
      return all(parts);
  }
}

/** As an item of an array the grammar takes `subscription()` for two items: commas may be left out there. */
const isCalled = ({ endIndex, nextNamedSibling }: Node): boolean =>
  nextNamedSibling?.startIndex === endIndex && nextNamedSibling.text.startsWith("(");

const withNames = (local: ReadonlySet<string>, node: Node | undefined): ReadonlySet<string> =>
  new Set([...local, ...(node ? namesBelow(node) : [])]);
