import { at, type BicepFile, below, children, isPlainText, type Node, namesBelow, type Problem, propertiesOf, textOf } from "./bicep.ts";

/** The decorators that `infra` uses. */
const DECORATORS = new Set(["allowed", "batchSize", "description", "maxLength", "maxValue", "minLength", "minValue", "secure"]);
/** What a resource or module has whether it is made or not. */
const ALWAYS_THERE = new Set(["id", "name", "type"]);

/** What the compiler or Azure refuses about a declaration although every name in it is known. */
export const declarationProblems = (file: BicepFile): readonly Problem[] => [
  ...decoratorProblems(file),
  ...repeatProblems(file),
  ...parentProblems(file),
  ...loopProblems(file),
  ...absenceProblems(file),
  ...choiceProblems(file),
];

const decoratorProblems = ({ path, root }: BicepFile): readonly Problem[] =>
  below(root)
    .filter(({ type }) => type === "decorator")
    .flatMap((node) => {
      const name = children(children(node)[0])[0]?.text ?? "";
      return DECORATORS.has(name) ? [] : [{ where: at(path, node), text: `${name} is no decorator` }];
    });

/** Outputs have names of their own; parameters, variables, resources and modules share theirs. */
function repeatProblems({ path, root }: BicepFile): readonly Problem[] {
  const declared = children(root).filter(({ type }) => type.endsWith("_declaration"));
  const outputs = declared.filter(({ type }) => type === "output_declaration");
  const objects = below(root).filter(({ type }) => type === "object");
  const lists = [outputs, declared.filter((node) => !outputs.includes(node)), ...objects.map((object) => children(object))];
  return lists.flatMap((nodes) => {
    const names = nodes.map((node) => textOf(children(node)[0]));
    return nodes.flatMap((node, index) => {
      const name = names[index] ?? "";
      return names.indexOf(name) < index ? [{ where: at(path, node), text: `${name} stands twice` }] : [];
    });
  });
}

const parentProblems = ({ path, resources }: BicepFile): readonly Problem[] =>
  resources.flatMap(({ symbol, type, node, body }) => {
    const parent = resources.find((each) => each.symbol === propertiesOf(body).get("parent")?.text);
    if (!parent || type.replace(/\/[^/]+$/, "") === parent.type) return [];
    return [{ where: at(path, node), text: `${symbol}: a ${type} cannot stand below a ${parent.type}` }];
  });

/** Each turn of a loop makes something else only where its name says which. */
const loopProblems = ({ path, resources, modules }: BicepFile): readonly Problem[] =>
  [...resources, ...modules].flatMap(({ symbol, node, body, loop }) => {
    const name = propertiesOf(body).get("name");
    if (!loop || !name) return [];
    const turn = namesBelow(loop.names);
    return namesBelow(name).some((each) => turn.includes(each))
      ? []
      : [{ where: at(path, node), text: `${symbol}: each turn of its loop has the same name` }];
  });

/** What stands behind a condition is read with `!`, where the same condition is asked. */
function absenceProblems({ path, root, resources, modules }: BicepFile): readonly Problem[] {
  const conditional = new Set([...resources, ...modules].flatMap(({ symbol, condition }) => (condition ? [symbol] : [])));
  return below(root).flatMap((node) => {
    const [owner, property] = node.type === "member_expression" ? children(node) : [];
    if (owner?.type !== "identifier" || !conditional.has(owner.text) || node.text.startsWith(`${owner.text}!`)) return [];
    if (ALWAYS_THERE.has(property?.text ?? "")) return [];
    return [{ where: at(path, node), text: `${owner.text} may not be there: ${owner.text}!.${property?.text}` }];
  });
}

/** A default, or a value that is compared with, which is none of those allowed. */
function choiceProblems({ path, root, params }: BicepFile): readonly Problem[] {
  const none = (name: string, value: Node | undefined): readonly Problem[] => {
    const allowed = params.get(name)?.allowed;
    if (!allowed || !value || !isPlainText(value) || allowed.includes(value.text)) return [];
    return [{ where: at(path, value), text: `${name} is one of ${allowed.join(", ")}, never ${value.text}` }];
  };
  const compared = below(root).filter(({ type }) => type === "binary_expression");
  return [
    ...[...params].flatMap(([name, { fallback }]) => none(name, fallback)),
    ...compared.flatMap((node) => {
      const [left, right] = children(node);
      return left?.type === "identifier" ? none(left.text, right) : [];
    }),
  ];
}
