import { type AppSetting, appSettings } from "./app-settings.ts";
import { at, type BicepFile, below, children, type Node, type Problem } from "./bicep.ts";

/** Names of settings whose value lets somebody in. */
const SECRET = /WEBHOOK_(?!HOSTS$)|SECRET|PASSWORD|_KEY$|^SMTP_URL$|^AzureWebJobsStorage$/;
/** Names of outputs that promise one. */
const SECRET_OUTPUT = /key|secret|password|connection|webhook/i;
/** Functions that answer with keys: `listKeys`, `account.listAccountSas`. */
const GIVES_KEYS = /(^|\.)(list[A-Z]\w*|getSecret)$/;

/** Secrets where they can be read: in an output, in a setting that is no reference to the vault, or taken by a function. */
export function secretProblems(files: ReadonlyMap<string, BicepFile>): readonly Problem[] {
  return [
    ...[...files.values()].flatMap((file) => [...keyProblems(file), ...outputProblems(file)]),
    ...appSettings(files).flatMap(settingProblems),
  ];
}

const keyProblems = (file: BicepFile): readonly Problem[] =>
  below(file.root).flatMap((node) => {
    const called = node.type === "call_expression" ? (children(node)[0]?.text ?? "") : "";
    return GIVES_KEYS.test(called) ? [{ where: at(file.path, node), text: `${called} takes keys: everything here goes by roles` }] : [];
  });

const outputProblems = (file: BicepFile): readonly Problem[] =>
  [...file.outputs].flatMap(([name, value]) =>
    isSecret(file, value) || SECRET_OUTPUT.test(name)
      ? [{ where: at(file.path, value), text: `the output ${name} shows a secret to whoever reads deployments` }]
      : [],
  );

const settingProblems = ({ name, file, value, isReference }: AppSetting): readonly Problem[] => {
  const where = at(file.path, value);
  if (SECRET.test(name) && !isReference) return [{ where, text: `${name} is a secret and no reference to the vault` }];
  return isSecret(file, value) ? [{ where, text: `${name} holds a secure parameter; it shall refer to the vault` }] : [];
};

/** It names a secure parameter, or a property that Azure itself calls a key or a connection. */
const isSecret = (file: BicepFile, value: Node): boolean =>
  below(value).some((node) => {
    if (node.type === "identifier") return file.params.get(node.text)?.isSecure === true;
    return node.type === "property_identifier" && /^(primaryKey|secondaryKey|.*password|.*Secret)$/i.test(node.text);
  });
