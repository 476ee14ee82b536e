import { readSettings, type Settings } from "../../src/app/config.ts";

/** Without these the app does not start. */
export const NEEDED: Readonly<Record<string, string>> = {
  AzureWebJobsStorage: "UseDevelopmentStorage=true",
  SCAN_SCHEDULE_UTC: "0 0 2 * * *",
  CURRENCY: "EUR",
  IDENTITY_ENDPOINT: "http://127.0.0.1:1/msi",
};

export const settingsWith = (change: Readonly<Record<string, string>>): Settings => readSettings({ ...NEEDED, ...change });
