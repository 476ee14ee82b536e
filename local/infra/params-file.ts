import { at, type BicepFile, type Problem, type ReadBicep } from "./bicep.ts";
import { symbolProblems } from "./symbols.ts";
import { misfit } from "./values.ts";

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
  const missing = [...template.params].filter(([name, { fallback }]) => !fallback && !given.has(name));
  return [
    ...file.problems,
    ...symbolProblems(file).filter(({ text: what }) => !what.endsWith("is used nowhere")),
    ...[...given].flatMap(([name, value]) => {
      const param = template.params.get(name);
      const wrong = param ? misfit(file, value, param) : `is no parameter of ${template.path}`;
      return wrong === undefined ? [] : [{ where: at(path, value), text: `${name} ${wrong}` }];
    }),
    ...missing.map(([name]) => ({ where: path, text: `the parameter ${name} is missing` })),
  ];
}
