import { at, type BicepFile, children, type Node, type Problem, type ReadBicep, textOf } from "./bicep.ts";
import { symbolProblems } from "./symbols.ts";
import { kindOf } from "./values.ts";

/**
 * What a file of parameters gives that its template does not take, and the other way round. The grammar knows templates only, where
 * a parameter has a type: each is read as a variable, at the same line.
 */
export function paramsFileProblems(
  read: ReadBicep,
  { path, text }: { readonly path: string; readonly text: string },
  template: BicepFile,
): readonly Problem[] {
  const file = read(path, text.replaceAll(/^param (?=\w+ =)/gm, "var ").replaceAll(/^using .*$/gm, ""));
  const given = file.variables;
  const problems = [...file.problems, ...symbolProblems(file).filter(({ text: what }) => !what.endsWith("is used nowhere"))];
  for (const [name, value] of given) {
    const param = template.params.get(name);
    const kind = kindOf(file, value);
    if (!param) problems.push({ where: at(path, value), text: `${name} is no parameter of ${template.path}` });
    else if (kind !== "any" && kind !== param.type)
      problems.push({ where: at(path, value), text: `${name} is a ${param.type}, not a ${kind}` });
    else problems.push(...notAllowed(path, name, value, param.allowed));
  }
  for (const [name, { fallback }] of template.params)
    if (!fallback && !given.has(name)) problems.push({ where: path, text: `the parameter ${name} is missing` });
  return problems;
}

/** Of `readEnvironmentVariable('X', 'default')` the default is looked at. */
function notAllowed(path: string, name: string, value: Node, allowed: readonly string[] | undefined): readonly Problem[] {
  const plain = value.type === "call_expression" ? children(children(value)[1]).at(-1) : value;
  if (!allowed || plain?.type !== "string" || allowed.includes(plain.text)) return [];
  return [{ where: at(path, value), text: `${name} is one of ${allowed.join(", ")}, not '${textOf(plain)}'` }];
}
