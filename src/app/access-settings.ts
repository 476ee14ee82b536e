import type { Routing } from "./routes.ts";
import type { SettingProblem } from "./setting.ts";

/** The settings that say who may read, as they were read. */
interface AccessValues {
  readonly REPORT_ACCESS: "entra" | "link" | "off";
  readonly REPORT_URL?: string | undefined;
  readonly WEBSITE_HOSTNAME?: string | undefined;
  readonly WEBSITE_AUTH_ENABLED?: string | undefined;
  readonly REPORT_GROUPS?: Readonly<Record<string, "*" | readonly string[]>> | undefined;
  readonly LINK_KEY?: string | undefined;
}

/** Azure says of itself whether Easy Auth stands in front of the app. */
export const isEasyAuthOn = ({ WEBSITE_AUTH_ENABLED }: Pick<AccessValues, "WEBSITE_AUTH_ENABLED">): boolean =>
  WEBSITE_AUTH_ENABLED?.toLowerCase() === "true";

/** Why the page cannot be read, or not linked to, although it is meant to be. None of it stops the start. */
export function accessProblems(values: AccessValues, { routes }: Pick<Routing, "routes">): readonly SettingProblem[] {
  const { REPORT_ACCESS, REPORT_URL, WEBSITE_HOSTNAME, REPORT_GROUPS, LINK_KEY } = values;
  if (REPORT_ACCESS === "off") return [];
  const problems: SettingProblem[] = [];
  if (REPORT_URL === undefined && WEBSITE_HOSTNAME === undefined) {
    problems.push({ setting: "REPORT_URL", text: "is missing, and so is the app's own host name; cards and mails link to no page" });
  }
  if (REPORT_ACCESS === "link") {
    if (LINK_KEY === undefined)
      problems.push({ setting: "LINK_KEY", text: 'is missing; with REPORT_ACCESS "link" nobody can read the page' });
    return problems;
  }
  if (!isEasyAuthOn(values)) {
    problems.push({
      setting: "REPORT_ACCESS",
      text: 'is "entra", and Easy Auth is not on in front of the app; nobody can read the page until it is',
    });
  }
  const known = new Set(routes.map(({ name }) => name));
  for (const [group, names] of Object.entries(REPORT_GROUPS ?? {})) {
    if (names === "*") continue;
    for (const name of names) {
      if (!known.has(name)) problems.push({ setting: `REPORT_GROUPS.${group}`, text: `names route ${name}, which ROUTES does not have` });
    }
  }
  return problems;
}
