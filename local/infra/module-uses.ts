import { at, type BicepFile, below, children, type Module, type Node, type Problem, propertiesOf, type Scope } from "./bicep.ts";
import { misfit } from "./values.ts";

/** What a file asks of modules that they do not give: files, parameters, outputs, scopes. */
export function moduleProblems(file: BicepFile, files: ReadonlyMap<string, BicepFile>): readonly Problem[] {
  return [...file.modules.flatMap((use) => useProblems(file, use, files.get(use.path))), ...outputProblems(file, files)];
}

function useProblems(file: BicepFile, use: Module, target: BicepFile | undefined): readonly Problem[] {
  const say = (node: Node, text: string): Problem => ({ where: at(file.path, node), text: `module ${use.symbol}: ${text}` });
  if (!target) return [say(use.node, `there is no ${use.path}`)];
  const scope = scopeOf(file, use);
  const given = paramsOf(use);
  const wrong = [...given].flatMap(([name, value]) => {
    const param = target.params.get(name);
    const problem = param ? misfit(file, value, param) : "is no parameter there";
    return problem === undefined ? [] : [say(value, `${name} ${problem}`)];
  });
  const missing = [...target.params].filter(([name, { fallback }]) => !fallback && !given.has(name));
  return [
    ...(scope === undefined || scope === target.scope
      ? []
      : [say(use.node, `it goes to a ${scope}, ${use.path} is for a ${target.scope}`)]),
    ...wrong,
    ...missing.map(([name]) => say(use.node, `the parameter ${name} is missing`)),
  ];
}

function outputProblems(file: BicepFile, files: ReadonlyMap<string, BicepFile>): readonly Problem[] {
  return outputsUsed(file).flatMap(({ node, symbol, name }) => {
    const target = files.get(file.modules.find((use) => use.symbol === symbol)?.path ?? "");
    return target && !target.outputs.has(name) ? [{ where: at(file.path, node), text: `module ${symbol} has no output ${name}` }] : [];
  });
}

const paramsOf = (use: Module): ReadonlyMap<string, Node> => {
  const params = propertiesOf(use.body).get("params");
  return params ? propertiesOf(params) : new Map();
};

/** Missing where the expression does not say it. */
function scopeOf(file: BicepFile, use: Module): Scope | undefined {
  const scope = propertiesOf(use.body).get("scope");
  if (!scope) return file.scope;
  const called = scope.type === "call_expression" ? children(scope)[0]?.text : undefined;
  if (called === "resourceGroup" || called === "subscription" || called === "managementGroup" || called === "tenant") return called;
  const resource = file.resources.find(({ symbol }) => symbol === scope.text);
  return resource?.type === "Microsoft.Resources/resourceGroups" ? "resourceGroup" : undefined;
}

/** `module.outputs.name`, also `module!.outputs.name` and `modules[0].outputs.name`. */
function outputsUsed({ root }: BicepFile): readonly { readonly node: Node; readonly symbol: string; readonly name: string }[] {
  return below(root).flatMap((node) => {
    const [, symbol, name] = /^(\w+)(?:\[[^\]]*\])?!?\.outputs\.(\w+)$/.exec(node.type === "member_expression" ? node.text : "") ?? [];
    return symbol && name ? [{ node, symbol, name }] : [];
  });
}

/** Modules that lead back to themselves. */
export function circleProblems(files: ReadonlyMap<string, BicepFile>): readonly Problem[] {
  const problems: Problem[] = [];
  const follow = (path: string, trail: readonly string[]): void => {
    if (trail.includes(path)) problems.push({ where: path, text: `leads back to itself: ${[...trail, path].join(" → ")}` });
    else for (const use of files.get(path)?.modules ?? []) follow(use.path, [...trail, path]);
  };
  for (const path of files.keys()) follow(path, []);
  return problems;
}
