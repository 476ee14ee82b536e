import { join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
// biome-ignore lint/correctness/noUnresolvedImports: its declarations are of a form that the linter does not read; the compiler does.
import { Language, type Node, Parser } from "web-tree-sitter";

export type { Node };

/** What is wrong, and where: `infra/main.bicep:12`. */
export interface Problem {
  readonly where: string;
  readonly text: string;
}

/** A file of Bicep, taken apart by what it declares. */
export interface BicepFile {
  /** Relative to the project. */
  readonly path: string;
  readonly scope: Scope;
  readonly root: Node;
  readonly params: ReadonlyMap<string, Param>;
  readonly variables: ReadonlyMap<string, Node>;
  readonly resources: readonly Resource[];
  readonly modules: readonly Module[];
  readonly outputs: ReadonlyMap<string, Node>;
  /** Where it could not be read at all. */
  readonly problems: readonly Problem[];
}

export type Scope = "resourceGroup" | "subscription" | "managementGroup" | "tenant";

export interface Param {
  readonly node: Node;
  readonly type: string;
  readonly fallback?: Node;
  readonly description?: string;
  readonly isSecure: boolean;
  /** Values of `@allowed`, as they are written. */
  readonly allowed?: readonly string[];
}

/** A resource or a module: its body, once, whatever condition or loop stands around it. */
export interface Declared {
  readonly node: Node;
  readonly symbol: string;
  readonly body: Node;
  readonly condition?: Node;
  readonly loop?: Loop;
}

/** `for names in list` */
export interface Loop {
  readonly names: Node;
  readonly list: Node;
}

export interface Resource extends Declared {
  readonly type: string;
  readonly apiVersion: string;
  readonly isExisting: boolean;
}

export interface Module extends Declared {
  /** Of the file it names, relative to the project. */
  readonly path: string;
}

export type ReadBicep = (path: string, text: string) => BicepFile;

/** Reads Bicep without its compiler: the older part of the language, which is all that `infra` uses. */
export async function openBicep(): Promise<ReadBicep> {
  await Parser.init();
  const wasm = fileURLToPath(import.meta.resolve("tree-sitter-bicep/tree-sitter-bicep.wasm"));
  const parser = new Parser().setLanguage(await Language.load(wasm));
  return (path, text) => {
    const root = parser.parse(text)?.rootNode;
    if (!root) throw new Error(`${path} cannot be parsed at all`);
    return take(path, root);
  };
}

function take(path: string, root: Node): BicepFile {
  const params = new Map<string, Param>();
  const variables = new Map<string, Node>();
  const resources: Resource[] = [];
  const modules: Module[] = [];
  const outputs = new Map<string, Node>();
  const problems = brokenIn(root).map((node) => ({
    where: at(path, node),
    text: `cannot be read from "${node.text.split("\n")[0]?.slice(0, 60)}" on`,
  }));
  let scope: Scope = "resourceGroup";
  let decorators: readonly Node[] = [];
  for (const statement of children(root)) {
    const [name, second, ...rest] = children(statement);
    if (statement.type === "decorators") {
      decorators = children(statement);
      continue;
    }
    if (statement.type === "target_scope_assignment") scope = textOf(name) as Scope;
    if (name && second && statement.type === "parameter_declaration")
      params.set(name.text, takeParam(statement, second, rest[0], decorators));
    if (name && second && statement.type === "variable_declaration") variables.set(name.text, second);
    if (name && rest[0] && statement.type === "output_declaration") outputs.set(name.text, rest[0]);
    if (name && second && rest[0] && statement.type === "resource_declaration") {
      const [type = "", apiVersion = ""] = textOf(second).split("@");
      const isExisting = statement.children.some((child) => child?.type === "existing");
      resources.push({ node: statement, symbol: name.text, type, apiVersion, isExisting, ...bodyOf(rest[0]) });
    }
    if (name && second && rest[0] && statement.type === "module_declaration") {
      const target = normalize(join(path, "..", textOf(second)));
      modules.push({ node: statement, symbol: name.text, path: target, ...bodyOf(rest[0]) });
    }
    decorators = [];
  }
  return { path, scope, root, params, variables, resources, modules, outputs, problems };
}

function takeParam(node: Node, type: Node, fallback: Node | undefined, decorators: readonly Node[]): Param {
  const decorated = new Map(decorators.map((each) => calledWith(each)));
  const description = decorated.get("description")?.[0];
  const allowed = decorated.get("allowed")?.[0];
  return {
    node,
    type: type.text,
    isSecure: decorated.has("secure"),
    ...(fallback ? { fallback } : {}),
    ...(description ? { description: textOf(description) } : {}),
    ...(allowed ? { allowed: children(allowed).map((item) => item.text) } : {}),
  };
}

function calledWith(decorator: Node): readonly [string, readonly Node[]] {
  const [name, given] = children(children(decorator)[0]);
  return [name?.text ?? "", given ? children(given) : []];
}

/** Of `{…}`, `if (…) {…}`, `[for … in …: {…}]` and the last two in one. */
function bodyOf(node: Node): Omit<Declared, "node" | "symbol"> {
  if (node.type === "for_statement") {
    const [names, list, inner] = children(node);
    return names && list && inner ? { ...bodyOf(inner), loop: { names, list } } : { body: node };
  }
  if (node.type === "if_statement") {
    const [condition, body] = children(node);
    return { body: body ?? node, ...(condition ? { condition } : {}) };
  }
  return { body: node };
}

const brokenIn = (node: Node): readonly Node[] =>
  node.isError || node.isMissing ? [node] : node.children.flatMap((child) => (child ? brokenIn(child) : []));

/** Named children, without comments. */
export const children = (node: Node | undefined): readonly Node[] =>
  (node?.namedChildren ?? []).flatMap((child) => (child && !child.type.includes("comment") ? [child] : []));

/** The text of a string without anything put into it, else the expression as it stands. */
export function textOf(node: Node | undefined): string {
  if (node?.type !== "string") return node?.text ?? "";
  return node.text.replaceAll(/^'{1,3}|'{1,3}$/g, "").replaceAll("\\'", "'");
}

export const isPlainText = (node: Node): boolean => node.type === "string" && children(node).every(({ type }) => type === "string_content");

export const at = (path: string, node: Node): string => `${path}:${node.startPosition.row + 1}`;

/** Properties of an object by name; of a name that is put together, the expression. */
export function propertiesOf(object: Node): ReadonlyMap<string, Node> {
  const found = new Map<string, Node>();
  for (const property of children(object)) {
    if (property.type !== "object_property") continue;
    const [key, value] = children(property);
    if (key && value) found.set(isPlainText(key) || key.type !== "string" ? textOf(key) : key.text, value);
  }
  return found;
}

/** Every node below one, itself first. */
export const below = (node: Node): readonly Node[] => [node, ...children(node).flatMap(below)];

/** Every name below a node, those of loops and lambdas included. */
export const namesBelow = (node: Node): readonly string[] =>
  below(node).flatMap(({ type, text }) => (/^(identifier|loop_\w+)$/.test(type) ? [text] : []));
