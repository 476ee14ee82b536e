import { type BicepFile, children, isPlainText, type Node, type Param } from "./bicep.ts";
import { FUNCTIONS, type Kind } from "./functions.ts";

const LITERALS: Readonly<Record<string, Kind>> = {
  string: "string",
  number: "int",
  boolean: "bool",
  array: "array",
  for_statement: "array",
  object: "object",
  null: "null",
  binary_expression: "any",
};

/** What kind of value an expression has, as far as that can be seen without working it out. */
export function kindOf(file: BicepFile, given: Node): Kind {
  const node = meant(file, given);
  const literal = LITERALS[node.type];
  if (literal) return literal;
  const [first, second, third] = children(node);
  if (node.type === "identifier") return asKind(file.params.get(node.text)?.type);
  if (node.type === "call_expression") return FUNCTIONS.get(first?.text ?? "") ?? "any";
  if (node.type === "unary_expression") return node.text.startsWith("!") ? "bool" : "int";
  if (node.type === "ternary_expression" && second && third) {
    const kinds = new Set([kindOf(file, second), kindOf(file, third)]);
    kinds.delete("null");
    return kinds.size === 1 ? ([...kinds][0] ?? "any") : "any";
  }
  return "any";
}

/** A variable's value in place of its name, and what stands in brackets without them. */
export function meant(file: BicepFile, node: Node): Node {
  const [only, ...more] = children(node);
  if (node.type === "parenthesized_expression" && only && more.length === 0) return meant(file, only);
  const value = node.type === "identifier" ? file.variables.get(node.text) : undefined;
  return value ? meant(file, value) : node;
}

const asKind = (type: string | undefined): Kind =>
  type === "string" || type === "int" || type === "bool" || type === "array" || type === "object" ? type : "any";

/** Why a value cannot be given to a parameter. */
export function misfit(file: BicepFile, value: Node, { type, allowed }: Param): string | undefined {
  const kind = kindOf(file, value);
  if (kind !== "any" && kind !== "null" && kind !== type) return `is a ${type}, not a ${kind}`;
  const plain = fallbackOf(value) ?? value;
  if (!allowed || !isPlainText(plain) || allowed.includes(plain.text)) return undefined;
  return `is one of ${allowed.join(", ")}, not ${plain.text}`;
}

/** Of `readEnvironmentVariable('X', 'default')` the default. */
function fallbackOf(value: Node): Node | undefined {
  const [called, given] = children(value);
  return called?.text === "readEnvironmentVariable" ? children(given)[1] : undefined;
}
