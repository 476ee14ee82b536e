import { z } from "zod";
import { DEFAULT_ENVIRONMENT } from "../core/rules/environment.ts";
import { smtpProblem } from "../edge/notify/smtp.ts";
import { scheduleProblem } from "./schedule.ts";
import { currencyCode, groupRoutes, httpsUrl, isHttps, mailAddress, objectId, type Setting, wholeNumber, words } from "./setting.ts";

/** In place of a URL: amounts stay without a price. */
export const NO_PRICES = "none";

const SCHEDULE_EXAMPLE = '"0 0 2 * * *" (02:00 UTC every day)';

/** In the order of docs/settings.md. `ROUTES`, `RULES` and the storage account are read beside. */
export const SETTINGS = {
  SCAN_SCHEDULE_UTC: {
    schema: z.string({ error: `is missing; it takes six fields, for example ${SCHEDULE_EXAMPLE}` }).superRefine((text, context) => {
      const problem = scheduleProblem(text);
      if (problem !== undefined) context.addIssue({ code: "custom", message: `"${text}" ${problem}, for example ${SCHEDULE_EXAMPLE}` });
    }),
    stops: true,
    says: "When the nightly scan starts: NCRONTAB with six fields, in UTC, at one time of day.",
  },
  CURRENCY: { schema: currencyCode, stops: true, says: "The currency of every amount: an ISO 4217 code." },
  IDENTITY_ENDPOINT: {
    schema: z
      .string({ error: "is missing: the app has no managed identity; assign one (Azure then sets this itself)" })
      .refine((text) => URL.canParse(text), { error: "is not a URL; Azure sets it when the app has a managed identity" }),
    stops: true,
    says: "Set by Azure when the app has a managed identity.",
  },
  AZURE_CLIENT_ID: {
    schema: objectId("the client id (a GUID) of the app's user-assigned identity").optional(),
    stops: true,
    says: "Client id of the app's user-assigned identity; leave it out for the system-assigned one.",
  },
  IDENTITY_PRINCIPAL_ID: {
    schema: objectId("the object id (a GUID) of the app's identity").optional(),
    says: "Object id of the app's identity; it stands in the command a digest gives where a role is missing.",
  },
  AZURE_RESOURCE_MANAGER_ENDPOINT: {
    schema: z.string().refine(isHttps, {
      error: ({ input }) => `"${String(input)}" is not an https URL, for example https://management.azure.com`,
    }),
    fallback: "https://management.azure.com",
    stops: true,
    says: "Azure Resource Manager of the cloud the app reads.",
  },
  RETAIL_PRICES_ENDPOINT: {
    schema: z
      .string()
      .refine((text) => text === NO_PRICES || isHttps(text), {
        error: ({ input }) => `"${String(input)}" is neither an https URL nor "${NO_PRICES}"`,
      })
      .optional(),
    says: `Where retail prices are read. Without it https://prices.azure.com in the public cloud, and none elsewhere; \`${NO_PRICES}\` reads none.`,
  },
  SCAN_DEADLINE_MINUTES: {
    schema: wholeNumber(30, 1320),
    fallback: "180",
    says: "A scan that is not complete by then closes with what it has.",
  },
  REREAD_MINUTES: { schema: wholeNumber(1, 240), fallback: "30", says: "A cluster in motion is read again after this." },
  THROTTLE_HOPS: {
    schema: wholeNumber(0, 50),
    fallback: "8",
    says: "How often a throttled message comes back before its facts count as missing.",
  },
  REQUEST_TIMEOUT_SECONDS: {
    schema: wholeNumber(1, 240),
    fallback: "60",
    says: "The longest wait for one answer of Azure or of a webhook.",
  },
  REQUESTS_IN_FLIGHT: {
    schema: wholeNumber(1, 32),
    fallback: "8",
    says: "Open requests to Azure Resource Manager, for each message being worked on.",
  },
  RETRY_DELAY_MS: {
    schema: wholeNumber(1, 30_000),
    fallback: "2000",
    says: "Before the second try of a webhook; doubled for each further one.",
  },
  EVENT_DELAY_SECONDS: {
    schema: wholeNumber(0, 3600),
    fallback: "120",
    says: "A changed cluster is checked after this, so that a burst of changes makes one check.",
  },
  POLL_CHANGES: {
    schema: z.enum(["on", "off"], { error: ({ input }) => `"${String(input)}" is neither "on" nor "off"` }),
    fallback: "off",
    says: "Where no event reaches the app: with `on`, Resource Graph's change feed is read every ten minutes.",
  },
  REPORT_ACCESS: {
    schema: z.enum(["entra", "link", "off"], { error: ({ input }) => `"${String(input)}" is none of "entra", "link" and "off"` }),
    fallback: "off",
    says: "Who may read the report page: `entra`, people whom Easy Auth signed in; `link`, whoever has a signed link from a route's card or mail; `off`, nobody.",
  },
  REPORT_URL: {
    schema: httpsUrl.optional(),
    says: "Where people open the report page, for links in cards and mails: `https://advisor.contoso.com`. Without it the app's own host name.",
  },
  WEBSITE_HOSTNAME: { schema: z.string().optional(), says: "Set by Azure: the app's own host name." },
  WEBSITE_AUTH_ENABLED: {
    schema: z.string().optional(),
    says: "Set by Azure where Easy Auth is on: only with `True` is what it says about people believed.",
  },
  REPORT_GROUPS: {
    schema: groupRoutes.optional(),
    whenWrong: { value: "{}", says: "nobody reads the page until it is right" },
    says: "With `entra`: which groups read which routes, as JSON from a group's object id to route names or `*`. Without it whoever is signed in reads all.",
  },
  LINK_KEY: {
    schema: z
      .string()
      .min(32, { error: "is shorter than 32 characters; `openssl rand -base64 48` makes one" })
      // What Azure leaves in place of a secret it could not read is known to everybody.
      .refine((text) => !text.startsWith("@Microsoft.KeyVault("), { error: "is a Key Vault reference that Azure could not resolve" })
      .optional(),
    says: "With `link`: the key that signs links. A secret, from Key Vault; a new one ends every link given out before.",
  },
  LINK_DAYS: { schema: wholeNumber(1, 90), fallback: "14", says: "With `link`: how many days a link works." },
  MAIL_FROM: { schema: mailAddress.optional(), says: "The sender of mails." },
  MAIL_REPLY_TO: { schema: mailAddress.optional(), says: "Who gets replies to mails, and wishes not to get them any more." },
  MAIL_ENDPOINT: {
    schema: httpsUrl.optional(),
    says: "Azure Communication Services that send the mails, with the app's identity: `https://contoso.communication.azure.com`.",
  },
  SMTP_URL: {
    schema: z
      .string()
      .refine((text) => smtpProblem(text) === undefined, { error: ({ input }) => smtpProblem(String(input)) })
      .optional(),
    says: "In place of `MAIL_ENDPOINT`: a mail relay of your own, `smtp://user:password@host:587`. A secret, from Key Vault.",
  },
  ENVIRONMENT_TAGS: {
    schema: words,
    fallback: DEFAULT_ENVIRONMENT.tags.join(", "),
    says: "Cluster tags whose value says what a cluster is for.",
  },
  PRODUCTION_VALUES: {
    schema: words,
    fallback: DEFAULT_ENVIRONMENT.production.values.join(", "),
    says: "Values of those tags that mean production.",
  },
  NON_PRODUCTION_VALUES: {
    schema: words,
    fallback: DEFAULT_ENVIRONMENT.nonProduction.values.join(", "),
    says: "Values of those tags that mean anything else: findings are one step milder there, never hidden.",
  },
  PRODUCTION_NAMES: {
    schema: words.optional(),
    says: "Names of production clusters, where no tag says it: `prod-*`, or `rg-prod/*` with the resource group.",
  },
  NON_PRODUCTION_NAMES: {
    schema: words.optional(),
    says: "Names of all other clusters, in the same way: `dev-*, *-test`. What nothing marks counts as production.",
  },
  REQUIRED_TAGS: {
    schema: words.optional(),
    says: "Tags that every node pool must have for its cost to be charged to somebody: `costCenter, team`. Without it none is asked for.",
  },
  TEAMS_WEBHOOK_HOSTS: {
    schema: words.optional(),
    says: "Host suffixes of Workflows webhooks in other clouds, separated by commas.",
  },
} satisfies Readonly<Record<string, Setting>>;

export type Values = { readonly [K in keyof typeof SETTINGS]: z.infer<(typeof SETTINGS)[K]["schema"]> };
