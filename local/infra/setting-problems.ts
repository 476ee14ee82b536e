import type { Setting } from "../../src/app/setting.ts";
import { SETTINGS } from "../../src/app/settings.ts";
import { type AppSetting, appSettings } from "./app-settings.ts";
import type { BicepFile, Problem } from "./bicep.ts";

/** Read by the app, and set by Azure itself. */
export const SET_BY_AZURE: readonly string[] = ["IDENTITY_ENDPOINT", "WEBSITE_HOSTNAME", "WEBSITE_AUTH_ENABLED"];
/** Read outside the list of `settings.ts`: by the routes, by the rules and by the store. */
export const READ_BESIDE: readonly string[] = [
  ...["ROUTES", "RULES", "TEAMS_WEBHOOK_*"],
  ...["AzureWebJobsStorage__queueServiceUri", "AzureWebJobsStorage__tableServiceUri"],
];
/** Read by the Functions host, its telemetry and Easy Auth, and not by the app. */
const READ_BY_THE_HOST: readonly string[] = [
  ...["AzureWebJobsStorage__blobServiceUri", "AzureWebJobsStorage__credential", "AzureWebJobsStorage__clientId"],
  ...["APPLICATIONINSIGHTS_CONNECTION_STRING", "APPLICATIONINSIGHTS_AUTHENTICATION_STRING"],
  "OVERRIDE_USE_MI_FIC_ASSERTION_CLIENTID",
];

/** Where people read what each setting means. */
export const SETTINGS_PAGE = "docs/settings.md";

/** Settings that stand in one place only: in the app, in Bicep or on their page. */
export function settingProblems(files: ReadonlyMap<string, BicepFile>, page: string): readonly Problem[] {
  const set = appSettings(files);
  const known = new Set([...Object.keys(SETTINGS), ...READ_BESIDE, ...READ_BY_THE_HOST]);
  const names = new Set(set.map(({ name }) => name));
  const wanted = [...Object.keys(SETTINGS), ...READ_BESIDE].filter((name) => !SET_BY_AZURE.includes(name));
  return [
    ...set.flatMap(({ name, file }) => (known.has(name) ? [] : [{ where: file.path, text: `${name} is set, and nobody reads it` }])),
    ...wanted.flatMap((name) => (names.has(name) ? [] : [{ where: "infra", text: `${name} is a setting of the app that cannot be set` }])),
    ...SET_BY_AZURE.flatMap((name) => (names.has(name) ? [{ where: "infra", text: `${name} is Azure's to set` }] : [])),
    ...[...Object.keys(SETTINGS), "ROUTES", "RULES"].flatMap((name) =>
      page.includes(`| \`${name}\` |`) ? [] : [{ where: SETTINGS_PAGE, text: `${name} is missing from the table of settings` }],
    ),
    ...tableNames(page).flatMap((name) =>
      known.has(name) ? [] : [{ where: SETTINGS_PAGE, text: `${name} stands in the table of settings, and nobody reads it` }],
    ),
    ...defaultProblems(files, set),
  ];
}

/** Settings that the page has a row for: the table before its first heading. */
const tableNames = (page: string): readonly string[] => {
  const [settings = ""] = page.split("\n## ");
  return [...settings.matchAll(/^\| `([A-Z][A-Z0-9_]+)` \|/gm)].map(([, name = ""]) => name);
};

/** A default stands in the app and, so that the portal shows it, in Bicep: they are the same. */
function defaultProblems(files: ReadonlyMap<string, BicepFile>, set: readonly AppSetting[]): readonly Problem[] {
  const main = files.get("infra/main.bicep");
  return set.flatMap(({ name, value }) => {
    const own = Object.entries<Setting>(SETTINGS).find(([each]) => each === name)?.[1].fallback;
    const [, param = ""] = /^string\((\w+)\)$/.exec(value.text) ?? [];
    const given = main?.params.get(param)?.fallback?.text;
    if (own === undefined || given === undefined || given === own) return [];
    return [{ where: "infra/main.bicep", text: `${param} is ${given} by default, ${name} of the app ${own}` }];
  });
}
