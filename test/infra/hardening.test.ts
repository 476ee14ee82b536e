// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Bicep puts values into texts in the same way.
import { describe, expect, it } from "vitest";
import { type BicepFile, children, type Node, openBicep, propertiesOf, textOf } from "../../local/infra/bicep.ts";
import { infraTexts, readInfra } from "../../local/infra/check.ts";
import { assignedBy, isRoleAssignment } from "../../local/infra/roles.ts";
import { healthOf } from "../../src/app/health.ts";
import { scan } from "../edge/store/examples.ts";
import { minutesAfter, NOW } from "../support/build.ts";

const files = readInfra(await openBicep(), infraTexts());
const fileOf = (name: string): BicepFile => {
  const file = files.get(`infra/${name}.bicep`) ?? files.get(`infra/modules/${name}.bicep`);
  if (!file) throw new Error(`there is no ${name}.bicep`);
  return file;
};

/** What stands at a path like `account.properties.sku` or `network.properties.subnets.0.name`; of two choices the first. */
function at(name: string, path: string): string | undefined {
  const file = fileOf(name);
  const [symbol = "", ...steps] = path.split(".");
  const declared = [...file.resources, ...file.modules].find((each) => each.symbol === symbol)?.body;
  let node: Node | undefined = declared ?? file.variables.get(symbol) ?? file.outputs.get(symbol);
  for (const step of steps) {
    if (node?.type === "ternary_expression") node = children(node)[1];
    node = node && (node.type === "array" ? children(node)[Number(step)] : propertiesOf(node).get(step));
  }
  return node?.text;
}

type Row = readonly [file: string, path: string, value: string];

describe("what is deployed", () => {
  it.for<Row>([
    ["storage", "account.properties.allowSharedKeyAccess", "false"],
    ["storage", "account.properties.allowBlobPublicAccess", "false"],
    ["storage", "account.properties.supportsHttpsTrafficOnly", "true"],
    ["storage", "account.properties.minimumTlsVersion", "'TLS1_2'"],
    ["vault", "vault.properties.enableRbacAuthorization", "true"],
    ["logs", "workspace.properties.features.disableLocalAuth", "true"],
    ["logs", "insights.properties.DisableLocalAuth", "true"],
    ["mail", "communication.properties.disableLocalAuth", "true"],
    ["app", "app.properties.httpsOnly", "true"],
    ["app", "noPasswords.properties.allow", "false"],
  ])("takes no key, no password and nothing in the clear: %s %s", ([file, path, value]) => {
    expect(at(file, path)).toBe(value);
  });

  it.for<Row>([
    ["app", "signIn.properties.platform.enabled", "true"],
    ["app", "signIn.properties.globalValidation.requireAuthentication", "true"],
    ["app", "signIn.properties.globalValidation.unauthenticatedClientAction", "'RedirectToLoginPage'"],
    ["app", "signIn.properties.httpSettings.requireHttps", "true"],
    ["app", "signIn.properties.login.tokenStore.enabled", "false"],
    ["app", "signIn.properties.identityProviders.azureActiveDirectory.registration.clientSecretSettingName", "signInCredential"],
    [
      "app",
      "signIn.properties.identityProviders.azureActiveDirectory.registration.openIdIssuer",
      "'${environment().authentication.loginEndpoint}${tenant().tenantId}/v2.0'",
    ],
    ["app", "signInCredential", "'OVERRIDE_USE_MI_FIC_ASSERTION_CLIENTID'"],
    ["app", "signInSettings.OVERRIDE_USE_MI_FIC_ASSERTION_CLIENTID", "identityClientId"],
  ])("lets people in only who signed in: %s %s", ([file, path, value]) => {
    expect(at(file, path)).toBe(value);
  });

  it.for<Row>([
    ["storage", "account.properties.publicNetworkAccess", "isPrivate ? 'Disabled' : 'Enabled'"],
    ["storage", "account.properties.networkAcls.defaultAction", "isPrivate ? 'Deny' : 'Allow'"],
    ["vault", "vault.properties.publicNetworkAccess", "isPrivate ? 'Disabled' : 'Enabled'"],
    ["vault", "vault.properties.networkAcls.defaultAction", "isPrivate ? 'Deny' : 'Allow'"],
    ["app", "app.properties.publicNetworkAccess", "isPrivate ? 'Disabled' : 'Enabled'"],
    ["app", "app.properties.virtualNetworkSubnetId", "empty(subnetId) ? null : subnetId"],
    ["network", "network.properties.subnets.0.properties.delegations.0.properties.serviceName", "'Microsoft.App/environments'"],
    ["network", "storageEndpoints.params.part", "part"],
    ["network", "storageEndpoints.params.zone", "'privatelink.${part}.${suffix}'"],
    ["network", "vaultEndpoint.params.part", "'vault'"],
    ["network", "vaultEndpoint.params.zone", "'privatelink.vaultcore.azure.net'"],
    ["main", "appEndpoint.params.part", "'sites'"],
    ["main", "appEndpoint.params.zone", "'privatelink.azurewebsites.net'"],
    ["private-endpoint", "endpoint.properties.privateLinkServiceConnections.0.properties.groupIds", "[part]"],
    ["private-endpoint", "names.properties.privateDnsZoneConfigs.0.properties.privateDnsZoneId", "dns.id"],
    ["private-endpoint", "link.properties.virtualNetwork.id", "networkId"],
    ["main", "app.params.settings.POLL_CHANGES", "isPrivate || pollChanges ? 'on' : 'off'"],
  ])("is closed where it is private, and found by its own names there: %s %s", ([file, path, value]) => {
    expect(at(file, path)).toBe(value);
  });

  it.for<Row>([
    ["app", "plan.sku.name", "'FC1'"],
    ["app", "plan.sku.tier", "'FlexConsumption'"],
    ["app", "app.properties.functionAppConfig.runtime.name", "'node'"],
    ["app", "app.identity.type", "'UserAssigned'"],
    ["app", "app.properties.keyVaultReferenceIdentity", "identityId"],
    ["app", "app.properties.functionAppConfig.deployment.storage.authentication.type", "'UserAssignedIdentity'"],
    ["app", "app.properties.functionAppConfig.deployment.storage.authentication.userAssignedIdentityResourceId", "identityId"],
    ["app", "platformSettings.AzureWebJobsStorage__credential", "'managedidentity'"],
    ["app", "platformSettings.AzureWebJobsStorage__clientId", "identityClientId"],
    ["app", "platformSettings.AZURE_CLIENT_ID", "identityClientId"],
    ["app", "platformSettings.IDENTITY_PRINCIPAL_ID", "identityPrincipalId"],
    ["app", "platformSettings.APPLICATIONINSIGHTS_AUTHENTICATION_STRING", "'ClientId=${identityClientId};Authorization=AAD'"],
    ["main", "app.params.identityId", "identity.outputs.id"],
    ["main", "app.params.identityClientId", "identity.outputs.clientId"],
    ["main", "app.params.identityPrincipalId", "identity.outputs.principalId"],
    ["main", "ADVISOR_PRINCIPAL_ID", "identity.outputs.principalId"],
    ["main", "ADVISOR_CLIENT_ID", "identity.outputs.clientId"],
    ["identity", "principalId", "identity.properties.principalId"],
    ["identity", "clientId", "identity.properties.clientId"],
  ])("runs as its own identity, by the id that is asked for: %s %s", ([file, path, value]) => {
    expect(at(file, path)).toBe(value);
  });

  it("gives every role to a principal whose kind is said, so that a new one is not looked up", () => {
    const given = [...files.values()].flatMap(({ path, resources }) =>
      resources
        .filter(isRoleAssignment)
        .map((resource) => `${path} ${resource.symbol}: ${assignedBy(resource).get("principalType")?.text}`),
    );

    expect(given.length).toBeGreaterThan(6);
    expect(given.filter((line) => !line.endsWith(": 'ServicePrincipal'"))).toEqual([
      "infra/modules/vault.bicep officerWrites: officerType",
    ]);
  });

  it.for([
    ["changes", "subscriptionDeadLetters"],
    ["actions", "subscriptionDeadLetters"],
    ["announcementEvents", "announcementsDeadLetters"],
    ["clusterEvents", "clusterDeadLetters"],
  ])("subscribes to events (%s) once their topic may write dead letters", ([symbol, role]) => {
    const topic = { subscriptionDeadLetters: "subscriptionTopic", clusterDeadLetters: "clusterTopics[index]" }[role ?? ""];

    expect(at("events", `${symbol}.dependsOn`)).toBe(`[${role}]`);
    expect(at("events", `${role}.params.principalId`)).toContain(`${topic ?? "announcementsTopic!"}.outputs.principalId`);
  });

  it.for([
    ["subscriptionTopic", "changes"],
    ["subscriptionTopic", "actions"],
    ["announcementsTopic", "announcementEvents"],
    ["clusterTopics", "clusterEvents"],
  ])("subscribes to a topic by the name it was made with, whatever that is: %s, %s", ([topic, events]) => {
    expect(at("events", `${events}.params.topicName`)).toBe(at("events", `${topic}.params.name`));
  });

  it("changes what belongs to the app one after the other", () => {
    expect(at("app", "noPasswords.dependsOn")).toBe("[appSettings]");
    expect(at("app", "signIn.dependsOn")).toBe("[noPasswords]");
    expect(fileOf("app").root.text).toMatch(/@batchSize\(1\)\nresource noPasswords /);
  });

  it("keeps instances ready for requests alone, where any are", () => {
    expect(fileOf("app").root.text).toMatch(/alwaysReady: alwaysReadyInstances == 0 \? \[\] : \[\s+\{\s+name: 'http'\s/);
  });

  it("forgets dead letters, and those alone", () => {
    expect(at("storage", "lifeCycle.properties.policy.rules.0.definition.filters.prefixMatch")).toBe("['${deadLetterContainer}/']");
    expect(at("storage", "lifeCycle.properties.policy.rules.0.definition.actions.baseBlob.delete.daysAfterModificationGreaterThan")).toBe(
      "deadLetterDays",
    );
  });

  it("refers to a route's secret by the name that people are told", () => {
    expect(at("main", "app.params.hasLinkKey")).toBe("access == 'link'");
    expect(at("main", "app.params.hasSmtp")).toBe("mail == 'smtp'");
    expect(at("app", "secretNames")).toContain("hasLinkKey ? { LINK_KEY: 'link-key' } : {}");
    expect(at("app", "secretNames")).toContain("hasSmtp ? { SMTP_URL: 'smtp-url' } : {}");
    expect(at("app", "secretNames")).toContain("toObject(targets, target => target, target => toLower(replace(target, '_', '-')))");
    expect(at("app", "secretSettings")).toContain("'@Microsoft.KeyVault(SecretUri=${vaultUri}secrets/${secret.value}/)'");
  });

  /** https://learn.microsoft.com/azure/azure-monitor/alerts/alerts-create-log-alert-rule (the windows that can be chosen) */
  const WINDOWS = ["PT5M", "PT10M", "PT15M", "PT30M", "PT45M", "PT1H", "PT2H", "PT3H", "PT4H", "PT5H", "PT6H", "P1D", "P2D"];

  it.for(["noScanClosed", "messageGivenUp"])("looks for alerts in windows that Azure has: %s", (rule) => {
    expect(WINDOWS.map((window) => `'${window}'`)).toContain(at("alerts", `${rule}.properties.windowSize`));
    expect(["'PT15M'", "'PT1H'"]).toContain(at("alerts", `${rule}.properties.evaluationFrequency`));
  });

  it("sets no setting that is empty: the app then takes its default", () => {
    expect(at("app", "givenSettings")).toContain("filter(items(settings), setting => !empty(setting.value))");
  });

  it("misses a scan for as long as health does, and looks back far enough to see one", () => {
    const query = at("alerts", "noScanClosed.properties.criteria.allOf.0.query") ?? "";
    const stateAfter = (minutes: number) => healthOf([scan("2026-11-22", { closedAt: NOW })], minutesAfter(minutes)).state;

    expect([...query.matchAll(/ago\((\w+)\)/g)].map(([, ago]) => ago)).toEqual(["28h", "28h"]);
    expect([stateAfter(28 * 60 - 1), stateAfter(28 * 60)]).toEqual(["ok", "late"]);
    expect(at("alerts", "noScanClosed.properties.windowSize")).toBe("'P2D'");
  });

  it.for([
    ["storageName", /^[a-z0-9]{3,24}$/],
    ["vaultName", /^[a-z][a-z0-9-]{1,22}[a-z0-9]$/],
    ["appName", /^[a-z0-9][a-z0-9-]{0,41}[a-z0-9]$/],
    ["identityName", /^[a-z0-9][a-z0-9-]{2,127}$/],
    ["workspaceName", /^[a-z0-9][a-z0-9-]{2,61}[a-z0-9]$/],
    ["mailName", /^[a-z0-9][a-z0-9-]{0,61}[a-z0-9]$/],
    ["networkName", /^[a-z0-9][a-z0-9-]{0,62}[a-z0-9]$/],
  ] as const)("has names that Azure takes, whatever the token: %s", ([param, taken]) => {
    const fallback = textOf(fileOf("main").params.get(param)?.fallback);

    expect(fallback).toContain("${nameToken}");
    for (const token of ["abcde", "a2c4e6g8i0k2m"]) expect(fallback.replace("${nameToken}", token)).toMatch(taken);
  });
});
