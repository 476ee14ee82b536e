import { z } from "zod";
import type { JudgeSettings } from "../core/model/rule-settings.ts";
import { DEFAULT_ENVIRONMENT } from "../core/rules/environment.ts";
import { smtpProblem } from "../edge/notify/smtp.ts";
import { accessProblems } from "./access-settings.ts";
import { readJudging } from "./judging.ts";
import { type MailSettings, readMail } from "./mail-settings.ts";
import { type Problem, type Routing, readRouting } from "./routes.ts";
import { scheduleProblem } from "./schedule.ts";

type Env = Readonly<Record<string, string | undefined>>;

/** One setting: how it is read, and the line about it in docs/settings.md. */
interface Setting<T> {
  readonly schema: z.ZodType<T, string | undefined>;
  readonly says: string;
  readonly fallback?: string;
  /** What counts where the value is wrong, if that is not the fallback: what keeps people out must not let everybody in by a typing error. */
  readonly whenWrong?: { readonly value: string; readonly says: string };
}

const setting = <T>(
  schema: z.ZodType<T, string | undefined>,
  says: string,
  fallback?: string,
  whenWrong?: Setting<T>["whenWrong"],
): Setting<T> => ({
  schema,
  says,
  ...(fallback === undefined ? {} : { fallback }),
  ...(whenWrong === undefined ? {} : { whenWrong }),
});

const wholeNumber = (from: number, to: number) =>
  z
    .string()
    .refine((text) => /^\d+$/.test(text) && Number(text) >= from && Number(text) <= to, {
      error: ({ input }) => `"${String(input)}" is not a whole number from ${from} to ${to}`,
    })
    .transform(Number);

/** `dev, test`: at least one. */
const list = z
  .string()
  .transform((text) =>
    text
      .split(",")
      .map((item) => item.trim())
      .filter((item) => item !== ""),
  )
  .refine((items) => items.length > 0, { error: "names nothing; it takes words separated by commas" });
const listed = (items: readonly string[]): string => items.join(", ");

/** What stands there in its place may hold a key, as the connection string of a service does: it is not repeated. */
const httpsUrl = z.string().refine((text) => URL.canParse(text) && new URL(text).protocol === "https:", { error: "is not an https URL" });

const GroupRoutes = z.record(z.guid(), z.union([z.literal("*"), z.array(z.string().min(1)).nonempty()]));
/** `{"<object id of a group>": ["payments"], "<another>": "*"}` */
const groups = z.string().transform((text, context): z.infer<typeof GroupRoutes> => {
  const wrong = (why: string) => {
    context.addIssue({ code: "custom", message: `${why}; it takes {"<object id of a group>": ["<route>"]}, or "*" in place of the list` });
    return z.NEVER;
  };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return wrong("is not JSON");
  }
  const parsed = GroupRoutes.safeParse(value);
  return parsed.success ? parsed.data : wrong(`is no map of groups (${parsed.error.issues[0]?.path.join(".") ?? ""})`);
});

/** What nothing works without. Any other wrong setting falls back to its default and is reported. */
const STOPPING = new Set(["SCAN_SCHEDULE_UTC", "CURRENCY", "IDENTITY_ENDPOINT", "AZURE_CLIENT_ID", "AZURE_RESOURCE_MANAGER_ENDPOINT"]);

const SCHEDULE_EXAMPLE = '"0 0 2 * * *" (02:00 UTC every day)';

/** In place of a URL: amounts stay without a price. */
export const NO_PRICES = "none";

export const SETTINGS = {
  SCAN_SCHEDULE_UTC: setting(
    z.string({ error: `is missing; it takes six fields, for example ${SCHEDULE_EXAMPLE}` }).superRefine((text, context) => {
      const problem = scheduleProblem(text);
      if (problem !== undefined) context.addIssue({ code: "custom", message: `"${text}" ${problem}, for example ${SCHEDULE_EXAMPLE}` });
    }),
    "When the nightly scan starts: NCRONTAB with six fields, in UTC, at one time of day.",
  ),
  CURRENCY: setting(
    z.string({ error: "is missing; it takes an ISO 4217 code, for example EUR" }).refine((text) => currencies().includes(text), {
      error: ({ input }) => `"${String(input)}" is not an ISO 4217 code${suggestion(String(input))}`,
    }),
    "The currency of every amount: an ISO 4217 code.",
  ),
  IDENTITY_ENDPOINT: setting(
    z
      .string({ error: "is missing: the app has no managed identity; assign one (Azure then sets this itself)" })
      .refine((text) => URL.canParse(text), { error: "is not a URL; Azure sets it when the app has a managed identity" }),
    "Set by Azure when the app has a managed identity.",
  ),
  AZURE_CLIENT_ID: setting(
    z.guid({ error: ({ input }) => `"${String(input)}" is not the client id (a GUID) of the app's user-assigned identity` }).optional(),
    "Client id of the app's user-assigned identity; leave it out for the system-assigned one.",
  ),
  IDENTITY_PRINCIPAL_ID: setting(
    z.guid({ error: ({ input }) => `"${String(input)}" is not the object id (a GUID) of the app's identity` }).optional(),
    "Object id of the app's identity; it stands in the command a digest gives where a role is missing.",
  ),
  AZURE_RESOURCE_MANAGER_ENDPOINT: setting(
    z.string().refine((text) => URL.canParse(text) && new URL(text).protocol === "https:", {
      error: ({ input }) => `"${String(input)}" is not an https URL, for example https://management.azure.com`,
    }),
    "Azure Resource Manager of the cloud the app reads.",
    "https://management.azure.com",
  ),
  RETAIL_PRICES_ENDPOINT: setting(
    z
      .string()
      .refine((text) => text === NO_PRICES || (URL.canParse(text) && new URL(text).protocol === "https:"), {
        error: ({ input }) => `"${String(input)}" is neither an https URL nor "${NO_PRICES}"`,
      })
      .optional(),
    `Where retail prices are read. Without it https://prices.azure.com in the public cloud, and none elsewhere; \`${NO_PRICES}\` reads none.`,
  ),
  SCAN_DEADLINE_MINUTES: setting(wholeNumber(30, 1320), "A scan that is not complete by then closes with what it has.", "180"),
  REREAD_MINUTES: setting(wholeNumber(1, 240), "A cluster in motion is read again after this.", "30"),
  THROTTLE_HOPS: setting(wholeNumber(0, 50), "How often a throttled message comes back before its facts count as missing.", "8"),
  REQUEST_TIMEOUT_SECONDS: setting(wholeNumber(1, 240), "The longest wait for one answer of Azure or of a webhook.", "60"),
  REQUESTS_IN_FLIGHT: setting(wholeNumber(1, 32), "Open requests to Azure Resource Manager, for each message being worked on.", "8"),
  RETRY_DELAY_MS: setting(wholeNumber(1, 30_000), "Before the second try of a webhook; doubled for each further one.", "2000"),
  EVENT_DELAY_SECONDS: setting(
    wholeNumber(0, 3600),
    "A changed cluster is checked after this, so that a burst of changes makes one check.",
    "120",
  ),
  POLL_CHANGES: setting(
    z.enum(["on", "off"], { error: ({ input }) => `"${String(input)}" is neither "on" nor "off"` }),
    "Where no event reaches the app: with `on`, Resource Graph's change feed is read every ten minutes.",
    "off",
  ),
  REPORT_ACCESS: setting(
    z.enum(["entra", "link", "off"], { error: ({ input }) => `"${String(input)}" is none of "entra", "link" and "off"` }),
    "Who may read the report page: `entra`, people whom Easy Auth signed in; `link`, whoever has a signed link from a route's card or mail; `off`, nobody.",
    "off",
  ),
  REPORT_URL: setting(
    httpsUrl.optional(),
    "Where people open the report page, for links in cards and mails: `https://advisor.contoso.com`. Without it the app's own host name.",
  ),
  WEBSITE_HOSTNAME: setting(z.string().optional(), "Set by Azure: the app's own host name."),
  WEBSITE_AUTH_ENABLED: setting(
    z.string().optional(),
    "Set by Azure where Easy Auth is on: only with `True` is what it says about people believed.",
  ),
  REPORT_GROUPS: setting(
    groups.optional(),
    "With `entra`: which groups read which routes, as JSON from a group's object id to route names or `*`. Without it whoever is signed in reads all.",
    undefined,
    { value: "{}", says: "nobody reads the page until it is right" },
  ),
  LINK_KEY: setting(
    z
      .string()
      .min(32, { error: "is shorter than 32 characters; `openssl rand -base64 48` makes one" })
      // What Azure leaves in place of a secret it could not read is known to everybody.
      .refine((text) => !text.startsWith("@Microsoft.KeyVault("), { error: "is a Key Vault reference that Azure could not resolve" })
      .optional(),
    "With `link`: the key that signs links. A secret, from Key Vault; a new one ends every link given out before.",
  ),
  LINK_DAYS: setting(wholeNumber(1, 90), "With `link`: how many days a link works.", "14"),
  MAIL_FROM: setting(z.email({ error: ({ input }) => `"${String(input)}" is not a mail address` }).optional(), "The sender of mails."),
  MAIL_REPLY_TO: setting(
    z.email({ error: ({ input }) => `"${String(input)}" is not a mail address` }).optional(),
    "Who gets replies to mails, and wishes not to get them any more.",
  ),
  MAIL_ENDPOINT: setting(
    httpsUrl.optional(),
    "Azure Communication Services that send the mails, with the app's identity: `https://contoso.communication.azure.com`.",
  ),
  SMTP_URL: setting(
    z
      .string()
      .refine((text) => smtpProblem(text) === undefined, { error: ({ input }) => smtpProblem(String(input)) })
      .optional(),
    "In place of `MAIL_ENDPOINT`: a mail relay of your own, `smtp://user:password@host:587`. A secret, from Key Vault.",
  ),
  ENVIRONMENT_TAGS: setting(list, "Cluster tags whose value says what a cluster is for.", listed(DEFAULT_ENVIRONMENT.tags)),
  PRODUCTION_VALUES: setting(list, "Values of those tags that mean production.", listed(DEFAULT_ENVIRONMENT.production.values)),
  NON_PRODUCTION_VALUES: setting(
    list,
    "Values of those tags that mean anything else: findings are one step milder there, never hidden.",
    listed(DEFAULT_ENVIRONMENT.nonProduction.values),
  ),
  PRODUCTION_NAMES: setting(
    list.optional(),
    "Names of production clusters, where no tag says it: `prod-*`, or `rg-prod/*` with the resource group.",
  ),
  NON_PRODUCTION_NAMES: setting(
    list.optional(),
    "Names of all other clusters, in the same way: `dev-*, *-test`. What nothing marks counts as production.",
  ),
  REQUIRED_TAGS: setting(
    list.optional(),
    "Tags that every node pool must have for its cost to be charged to somebody: `costCenter, team`. Without it none is asked for.",
  ),
} satisfies Record<string, Setting<unknown>>;

type Values = { readonly [K in keyof typeof SETTINGS]: z.infer<(typeof SETTINGS)[K]["schema"]> };

export type StorageSettings =
  | { readonly kind: "connection-string"; readonly connectionString: string }
  | { readonly kind: "identity"; readonly tableEndpoint: string; readonly queueEndpoint: string };

export interface Settings extends Values {
  readonly storage: StorageSettings;
  readonly routing: Routing;
  /** Who sends mails, or what is missing for that. */
  readonly mail: MailSettings;
  /** What was set about rules, and how production is told from the rest. */
  readonly judging: JudgeSettings;
  /** What is wrong and set aside: told to the operators. */
  readonly problems: readonly Problem[];
}

/** Every wrong setting at once, with what it should look like. */
export class SettingsError extends Error {
  override readonly name = "SettingsError";
  readonly problems: readonly Problem[];

  constructor(stopping: readonly Problem[], setAside: readonly Problem[]) {
    super(report(stopping, setAside));
    this.problems = stopping;
  }
}

/** @throws SettingsError when something is wrong that nothing works without; anything else is set aside and reported. */
export function readSettings(env: Env): Settings {
  const stopping: Problem[] = [];
  const setAside: Problem[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, { schema, fallback, whenWrong }] of Object.entries<Setting<unknown>>(SETTINGS)) {
    const text = env[name]?.trim();
    const parsed = schema.safeParse(text === undefined || text === "" ? fallback : text);
    if (parsed.success) {
      values[name] = parsed.data;
      continue;
    }
    const problem = parsed.error.issues[0]?.message ?? "is wrong";
    if (STOPPING.has(name)) stopping.push({ setting: name, text: problem });
    else {
      values[name] = schema.parse(whenWrong?.value ?? fallback);
      const instead = whenWrong?.says ?? (fallback === undefined ? "it is left out" : `${fallback} is used`);
      setAside.push({ setting: name, text: `${problem}; ${instead}` });
    }
  }
  const storage = readStorage(env);
  if ("text" in storage) stopping.unshift(storage);
  const { mail, problems: wrongMail } = readMail(values as Values);
  const routing = readRouting(env, mail);
  setAside.push(...wrongMail, ...routing.problems, ...accessProblems(values as Values, routing));
  const { judging, problems: wrongRules } = readJudging(env.RULES, values as Values);
  setAside.push(...wrongRules);
  if (stopping.length > 0 || "text" in storage) throw new SettingsError(stopping, setAside);
  return Object.freeze({ ...(values as Values), storage, routing, mail, judging, problems: setAside });
}

/** The settings of this process. The only place that reads the environment. */
export const processSettings = (): Settings => readSettings(process.env);

function readStorage(env: Env): StorageSettings | Problem {
  const connectionString = env.AzureWebJobsStorage?.trim();
  if (connectionString && /(^|;)\s*(AccountName|TableEndpoint)=|^UseDevelopmentStorage=true/i.test(connectionString)) {
    return { kind: "connection-string", connectionString };
  }
  if (connectionString)
    return { setting: "AzureWebJobsStorage", text: "is not a connection string; copy it whole, or set AzureWebJobsStorage__accountName" };
  const account = env.AzureWebJobsStorage__accountName?.trim();
  const tableEndpoint = env.AzureWebJobsStorage__tableServiceUri?.trim() || (account && `https://${account}.table.core.windows.net`);
  const queueEndpoint = env.AzureWebJobsStorage__queueServiceUri?.trim() || (account && `https://${account}.queue.core.windows.net`);
  if (tableEndpoint && queueEndpoint) return { kind: "identity", tableEndpoint, queueEndpoint };
  return {
    setting: "AzureWebJobsStorage",
    text: "is missing; set AzureWebJobsStorage__accountName to the storage account's name (with an identity), or AzureWebJobsStorage to a connection string",
  };
}

const currencies = (): readonly string[] => Intl.supportedValuesOf("currency");

function suggestion(text: string): string {
  const upper = text.trim().toUpperCase();
  const near = currencies().find((code) => upper.startsWith(code) || (upper.length >= 2 && code.startsWith(upper)));
  return near === undefined ? ", for example EUR" : `; did you mean ${near}?`;
}

function report(stopping: readonly Problem[], setAside: readonly Problem[]): string {
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
