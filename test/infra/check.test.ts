import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { infraTexts, openChecker, type Texts } from "../../local/infra/check.ts";
import { REAL } from "../../local/real.ts";

const texts = infraTexts();
const check = await openChecker();
/** Types and schemas that others wrote stand outside the project. */
const hasReal = existsSync(REAL);

interface Mistake {
  readonly mistake: string;
  readonly file: string;
  readonly from: string | RegExp;
  readonly to: string;
  readonly says: string;
}

/** The project with one mistake in one file. */
function withMistake({ file, from, to }: Mistake): Texts {
  const text = texts.get(file) ?? "";
  const changed = text.replace(from, to);
  if (changed === text) throw new Error(`${file} has no ${String(from)} any more`);
  return new Map([...texts, [file, changed]]);
}

const told = (mistaken: Texts) => check(mistaken).problems.map(({ where, text }) => `${where} ${text}`);

describe("the check of infra", () => {
  it("has nothing to say about what is there", () => {
    const { problems, lines } = check(texts);

    expect(problems).toEqual([]);
    expect(lines[0]).toMatch(/^\d+ Bicep files with \d+ resources/);
  });

  it.for<Mistake>([
    {
      mistake: "a file that cannot be read",
      file: "infra/modules/logs.bicep",
      from: "resource workspace '",
      to: "resource workspace = '",
      says: "cannot be read from",
    },
    {
      mistake: "an undeclared symbol",
      file: "infra/modules/vault.bicep",
      from: "location: location",
      to: "location: place",
      says: "infra/modules/vault.bicep:36 place is declared nowhere",
    },
    {
      mistake: "a function that does not exist",
      file: "infra/modules/vault.bicep",
      from: "empty(officerId)",
      to: "isEmpty(officerId)",
      says: "isEmpty is no function",
    },
    {
      mistake: "a default that looks at a variable",
      file: "infra/main.bicep",
      from: /param planName string = .*/,
      to: "param planName string = access",
      says: "access is not a parameter, and a default may use nothing else",
    },
    {
      mistake: "a parameter nobody uses",
      file: "infra/modules/mail.bicep",
      from: "var communication",
      to: "param idle string = ''\n\nvar communication",
      says: "idle is used nowhere",
    },
    {
      mistake: "a missing module parameter",
      file: "infra/main.bicep",
      from: "    retentionDays: logsRetentionDays\n",
      to: "",
      says: "module logs: the parameter retentionDays is missing",
    },
    {
      mistake: "a misspelt module parameter",
      file: "infra/main.bicep",
      from: "    sku: vaultSku",
      to: "    skuName: vaultSku",
      says: "module vault: skuName is no parameter there",
    },
    {
      mistake: "a module parameter of another kind",
      file: "infra/main.bicep",
      from: "isPrivate: isPrivate",
      to: "isPrivate: 'yes'",
      says: "isPrivate is a bool, not a string",
    },
    {
      mistake: "a module that is not there",
      file: "infra/main.bicep",
      from: "modules/vault.bicep",
      to: "modules/safe.bicep",
      says: "module vault: there is no infra/modules/safe.bicep",
    },
    {
      mistake: "a module at the wrong scope",
      file: "infra/main.bicep",
      from: "scope: subscription(id)",
      to: "scope: group",
      says: "module reader: it goes to a resourceGroup, infra/modules/reader.bicep is for a subscription",
    },
    {
      mistake: "an output that is not there",
      file: "infra/main.bicep",
      from: "vault.outputs.uri",
      to: "vault.outputs.address",
      says: "module vault has no output address",
    },
    {
      mistake: "a parameter of a module, asked for as its output",
      file: "infra/main.bicep",
      from: "vault.outputs.uri",
      to: "vault.outputs.sku",
      says: "module vault has no output sku",
    },
    {
      mistake: "modules in a circle",
      file: "infra/modules/identity.bicep",
      from: "output id ",
      to: "module again 'identity.bicep' = {\n  name: 'again'\n  params: { name: name, location: location, tags: tags }\n}\n\noutput id ",
      says: "leads back to itself",
    },
    {
      mistake: "a misspelt decorator",
      file: "infra/main.bicep",
      from: "@minLength(1)",
      to: "@minLenght(1)",
      says: "minLenght is no decorator",
    },
    {
      mistake: "a property that stands twice",
      file: "infra/modules/app.bicep",
      from: "    httpsOnly: true\n",
      to: "    httpsOnly: true\n    httpsOnly: false\n",
      says: "httpsOnly stands twice",
    },
    {
      mistake: "a parameter that stands twice",
      file: "infra/modules/logs.bicep",
      from: "param tags object\n",
      to: "param tags object\n\nparam tags object\n",
      says: "tags stands twice",
    },
    {
      mistake: "a child below another's parent",
      file: "infra/modules/app.bicep",
      from: "parent: app\n  name: 'authsettingsV2'",
      to: "parent: plan\n  name: 'authsettingsV2'",
      says: "signIn: a Microsoft.Web/sites/config cannot stand below a Microsoft.Web/serverfarms",
    },
    {
      mistake: "roles of one name",
      file: "infra/modules/storage.bicep",
      from: "guid(account.id, principalId, role)",
      to: "guid(account.id, principalId)",
      says: "uses: each turn of its loop has the same name",
    },
    {
      mistake: "a module read that may not be there",
      file: "infra/main.bicep",
      from: "privateNetwork!.outputs.appSubnetId",
      to: "privateNetwork.outputs.appSubnetId",
      says: "privateNetwork may not be there: privateNetwork!.outputs",
    },
    {
      mistake: "a default that is not allowed",
      file: "infra/main.bicep",
      from: "param mail string = 'none'",
      to: "param mail string = 'off'",
      says: "mail is one of 'none', 'azure', 'smtp', never 'off'",
    },
    {
      mistake: "a comparison that never holds",
      file: "infra/main.bicep",
      from: "network == 'private'",
      to: "network == 'privat'",
      says: "network is one of 'public', 'private', never 'privat'",
    },
    {
      mistake: "a role that is none of those used",
      file: "infra/modules/reader.bicep",
      from: "acdd72a7-3385-48ef-bd42-f606fba81ae7",
      to: "b24988ac-6180-42a0-ab88-20f7382dd24c",
      says: "b24988ac-6180-42a0-ab88-20f7382dd24c is none of the roles that are used",
    },
    {
      mistake: "a setting nobody reads",
      file: "infra/main.bicep",
      from: "      CURRENCY: currency\n",
      to: "      CURRENCY: currency\n      CURENCY: currency\n",
      says: "CURENCY is set, and nobody reads it",
    },
    {
      mistake: "a setting that cannot be set",
      file: "infra/main.bicep",
      from: "      THROTTLE_HOPS: string(throttleHops)\n",
      to: "",
      says: "THROTTLE_HOPS is a setting of the app that cannot be set",
    },
    {
      mistake: "a setting that its page does not name",
      file: "docs/settings.md",
      from: "| `REREAD_MINUTES` |",
      to: "| `REREAD` |",
      says: "REREAD_MINUTES is missing from the table of settings",
    },
    {
      mistake: "a row for a setting that is gone",
      file: "docs/settings.md",
      from: "| `REREAD_MINUTES` |",
      to: "| `REREAD_HOURS` | | |\n| `REREAD_MINUTES` |",
      says: "REREAD_HOURS stands in the table of settings, and nobody reads it",
    },
    {
      mistake: "a default other than the app's",
      file: "infra/main.bicep",
      from: "param linkDays int = 14",
      to: "param linkDays int = 30",
      says: "linkDays is 30 by default, LINK_DAYS of the app 14",
    },
    {
      mistake: "a secret among the plain settings",
      file: "infra/main.bicep",
      from: "      CURRENCY: currency\n",
      to: "      CURRENCY: currency\n      LINK_KEY: currency\n",
      says: "LINK_KEY is a secret and no reference to the vault",
    },
    {
      mistake: "a secure parameter in an output",
      file: "infra/modules/identity.bicep",
      from: "output id string = identity.id",
      to: "@secure()\nparam token string\n\noutput id string = token",
      says: "the output id shows a secret to whoever reads deployments",
    },
    {
      mistake: "an output that is called a secret",
      file: "infra/modules/identity.bicep",
      from: "output clientId ",
      to: "output webhookUrl ",
      says: "the output webhookUrl shows a secret to whoever reads deployments",
    },
    {
      mistake: "keys taken from an account",
      file: "infra/modules/storage.bicep",
      from: "output id string = account.id",
      to: "output id string = account.listKeys().keys[0].value",
      says: "account.listKeys takes keys",
    },
    {
      mistake: "a parameter file that gives what nobody takes",
      file: "infra/main.bicepparam",
      from: "param network =",
      to: "param netwrok =",
      says: "netwrok is no parameter of infra/main.bicep",
    },
    {
      mistake: "a parameter file with a value that is not allowed",
      file: "infra/main.bicepparam",
      from: "'ADVISOR_READ_ROLE', 'reader'",
      to: "'ADVISOR_READ_ROLE', 'owner'",
      says: "readRole is one of 'reader', 'custom', not 'owner'",
    },
  ])("finds $mistake", (mistake) => {
    expect(told(withMistake(mistake)).join("\n")).toContain(mistake.says);
  });
});

describe("npm run check:infra", () => {
  it("passes in a clone without the types and schemas of others, and says what it left out", () => {
    const { status, stdout } = spawnSync(process.execPath, [join(import.meta.dirname, "../../local/infra/main.ts")], {
      cwd: join(import.meta.dirname, "../.."),
      env: { PATH: "", ADVISOR_REAL: "/nowhere" },
      encoding: "utf8",
    });

    expect(status).toBe(0);
    expect(stdout).toContain("types of resources: not checked, there is no /nowhere/bicep-types");
    expect(stdout).toContain("schemas of host.json, azure.yaml and workflows: not checked, there is no /nowhere/schemas");
    expect(stdout).toContain("bicep, which compiles and lints infra, warnings as errors: not run");
    expect(stdout).toMatch(/infra is in order\n$/);
  });
});

describe.skipIf(!hasReal)("the check of infra against types and schemas of others", () => {
  it.for<Mistake>([
    {
      mistake: "a misspelt property",
      file: "infra/modules/storage.bicep",
      from: "allowSharedKeyAccess",
      to: "allowSharedKeyAcess",
      says: "account.properties.allowSharedKeyAcess is unknown",
    },
    {
      mistake: "a misspelt property in one of two choices",
      file: "infra/modules/app.bicep",
      from: "redirectToProvider",
      to: "redirectProvider",
      says: "signIn.properties.globalValidation.redirectProvider is unknown",
    },
    {
      mistake: "a wrong API version",
      file: "infra/modules/vault.bicep",
      from: "vaults@2024-11-01",
      to: "vaults@2024-11-31",
      says: "Microsoft.KeyVault/vaults has no API version 2024-11-31; there is 2024-11-01",
    },
    {
      mistake: "a type that does not exist",
      file: "infra/modules/vault.bicep",
      from: "KeyVault/vaults@",
      to: "KeyVault/safes@",
      says: "there is no type Microsoft.KeyVault/safes",
    },
    {
      mistake: "a missing required property",
      file: "infra/modules/vault.bicep",
      from: "    tenantId: tenant().tenantId\n",
      to: "",
      says: "vault.properties.tenantId is missing",
    },
    {
      mistake: "a wrong literal",
      file: "infra/modules/storage.bicep",
      from: "accessTier: 'Hot'",
      to: "accessTier: 'Warm'",
      says: "account.properties.accessTier is 'Warm'; it takes Hot, Cool, Premium, Cold",
    },
    {
      mistake: "any text where only some words are taken",
      file: "infra/modules/vault.bicep",
      from: "@allowed(['standard', 'premium'])\n",
      to: "",
      says: "vault.properties.sku.name is sku; it takes standard, premium",
    },
    {
      mistake: "a wrong literal that tells one shape from others",
      file: "infra/modules/event-subscription.bicep",
      from: "endpointType: 'AzureFunction'",
      to: "endpointType: 'Function'",
      says: "has a endpointType 'Function'",
    },
    {
      mistake: "a value of another kind",
      file: "infra/modules/app.bicep",
      from: "httpsOnly: true",
      to: "httpsOnly: 'true'",
      says: "app.properties.httpsOnly is a bool, not a string",
    },
    {
      mistake: "a property that can only be read",
      file: "infra/modules/app.bicep",
      from: "httpsOnly: true",
      to: "httpsOnly: true\n    defaultHostName: name",
      says: "app.properties.defaultHostName cannot be set, only read",
    },
    {
      mistake: "a property read that is not there",
      file: "infra/modules/app.bicep",
      from: "app.properties.defaultHostName",
      to: "app.properties.hostName",
      says: "app has no hostName",
    },
    {
      mistake: "a resource at the wrong scope",
      file: "infra/modules/vault.bicep",
      from: /^/,
      to: "targetScope = 'subscription'\n\n",
      says: "Microsoft.KeyVault/vaults cannot stand in a subscription",
    },
    {
      mistake: "an unknown key of host.json",
      file: "host.json",
      from: '"extensions": {\n    "queues"',
      to: '"queues": {}, "extensions": {\n    "queues"',
      says: "host.json the document must NOT have additional properties: queues",
    },
    {
      mistake: "a value host.json does not take",
      file: "host.json",
      from: '"batchSize": 4',
      to: '"batchSize": 400',
      says: "host.json extensions.queues.batchSize must be <= 32",
    },
    {
      mistake: "a misspelt key of azure.yaml",
      file: "azure.yaml",
      from: "predown:",
      to: "predwon:",
      says: "azure.yaml hooks must NOT have additional properties: predwon",
    },
    {
      mistake: "a misspelt key of a workflow",
      file: ".github/workflows/check.yml",
      from: "runs-on:",
      to: "run-on:",
      says: "run-on",
    },
  ])("finds $mistake", (mistake) => {
    expect(told(withMistake(mistake)).join("\n")).toContain(mistake.says);
  });
});
