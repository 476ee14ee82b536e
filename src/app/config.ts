import type { JudgeSettings } from "../core/model/rule-settings.ts";
import { accessProblems } from "./access-settings.ts";
import { readJudging } from "./judging-settings.ts";
import { type MailSettings, readMail } from "./mail-settings.ts";
import { type Routing, readRouting } from "./routes.ts";
import type { Env, Setting, SettingProblem } from "./setting.ts";
import { SETTINGS, type Values } from "./settings.ts";
import { readStorage, type StorageSettings } from "./storage-setting.ts";

export interface Settings extends Values {
  readonly storage: StorageSettings;
  readonly routing: Routing;
  /** Who sends mails, or what is missing for that. */
  readonly mail: MailSettings;
  /** What was set about rules, and how production is told from the rest. */
  readonly judging: JudgeSettings;
  /** What is wrong and set aside: told to the operators. */
  readonly problems: readonly SettingProblem[];
}

/** Every wrong setting at once, with what it should look like. */
export class SettingsError extends Error {
  override readonly name = "SettingsError";
  readonly problems: readonly SettingProblem[];

  constructor(stopping: readonly SettingProblem[], setAside: readonly SettingProblem[]) {
    super(report(stopping, setAside));
    this.problems = stopping;
  }
}

/** The settings of this process. The only place that reads the environment. */
export const processSettings = (): Settings => readSettings(process.env);

/** @throws SettingsError when something is wrong that nothing works without; anything else is set aside and reported. */
export function readSettings(env: Env): Settings {
  const { values, stopping, setAside } = readValues(env);
  const storage = readStorage(env);
  const { mail, problems: wrongMail } = readMail(values);
  const routing = readRouting(env, { moreHosts: values.TEAMS_WEBHOOK_HOSTS ?? [], mail });
  const { judging, problems: wrongRules } = readJudging(env.RULES, values);
  const problems = [...setAside, ...wrongMail, ...routing.problems, ...accessProblems(values, routing), ...wrongRules];
  if ("text" in storage) throw new SettingsError([storage, ...stopping], problems);
  if (stopping.length > 0) throw new SettingsError(stopping, problems);
  return Object.freeze({ ...values, storage, routing, mail, judging, problems });
}

interface ReadValues {
  /** Without those that stop the start. */
  readonly values: Values;
  readonly stopping: readonly SettingProblem[];
  readonly setAside: readonly SettingProblem[];
}

function readValues(env: Env): ReadValues {
  const stopping: SettingProblem[] = [];
  const setAside: SettingProblem[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, { schema, fallback, stops, whenWrong }] of Object.entries<Setting>(SETTINGS)) {
    const text = env[name]?.trim();
    const parsed = schema.safeParse(text === undefined || text === "" ? fallback : text);
    if (parsed.success) {
      values[name] = parsed.data;
      continue;
    }
    const problem = parsed.error.issues[0]?.message ?? "is wrong";
    if (stops) stopping.push({ setting: name, text: problem });
    else {
      values[name] = schema.parse(whenWrong?.value ?? fallback);
      const instead = whenWrong?.says ?? (fallback === undefined ? "it is left out" : `${fallback} is used`);
      setAside.push({ setting: name, text: `${problem}; ${instead}` });
    }
  }
  return { values: values as Values, stopping, setAside };
}

function report(stopping: readonly SettingProblem[], setAside: readonly SettingProblem[]): string {
  const all = [...stopping, ...setAside];
  const width = Math.max(...all.map(({ setting }) => setting.length)) + 3;
  const lines = all.map(({ setting, text }) => `  ${setting.padEnd(width)}${text}`);
  const head = all.length === 1 ? "1 setting is wrong:" : `${all.length} settings are wrong:`;
  const tail =
    setAside.length === 0
      ? []
      : [
          `${stopping.length === 1 ? "The first one stops" : `The first ${stopping.length} stop`} the start. The others are set aside; the messages of a wrong route go to the operator route.`,
        ];
  return [head, ...lines, ...tail].join("\n");
}
