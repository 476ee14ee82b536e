import { readSettings, type Settings, SettingsError } from "../../src/app/config.ts";
import type { Cloud } from "./clouds.ts";
import { CommandFailure, EXIT } from "./exit.ts";

type Env = Readonly<Record<string, string | undefined>>;

/** What only a deployed app has. A terminal has another memory and another login, and nobody reads these there. */
const NOT_OF_A_TERMINAL = {
  SCAN_SCHEDULE_UTC: "0 0 2 * * *",
  IDENTITY_ENDPOINT: "https://localhost",
  AzureWebJobsStorage: "UseDevelopmentStorage=true",
};

const DEFAULT_CURRENCY = "USD";

export interface TerminalSettings {
  readonly settings: Settings;
  /** What was set and is wrong, and is passed over. */
  readonly problems: readonly string[];
}

/** The app's own settings as far as they are about reading and judging, so that rules answer as they do there. */
export function terminalSettings(env: Env, cloud: Cloud, currency: string | undefined): TerminalSettings {
  const CURRENCY = (currency ?? env.CURRENCY?.trim()) || DEFAULT_CURRENCY;
  try {
    const settings = readSettings({
      ...env,
      ...NOT_OF_A_TERMINAL,
      CURRENCY: CURRENCY.toUpperCase(),
      AZURE_RESOURCE_MANAGER_ENDPOINT: cloud.resourceManager,
      AZURE_CLIENT_ID: undefined,
      IDENTITY_PRINCIPAL_ID: undefined,
    });
    const wrong = settings.problems.filter(({ setting }) => setting !== "ROUTES" || env.ROUTES !== undefined);
    return { settings, problems: wrong.map(({ setting, text }) => `${setting} ${text}`) };
  } catch (error) {
    if (error instanceof SettingsError) throw new CommandFailure(EXIT.usage, error.message, error);
    throw error;
  }
}
