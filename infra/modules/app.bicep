metadata description = 'The function app on Flex Consumption: plan, settings, and who may sign in to its page.'

@description('Name of the app.')
param name string

@description('Name of the plan.')
param planName string

@description('Region.')
param location string

@description('Tags.')
param tags object

@description('Version of Node.js.')
param nodeVersion string

@description('Memory of an instance in MB.')
param instanceMemoryMb int

@description('The most instances at once.')
param maximumInstances int

@description('Instances that always wait for requests.')
param alwaysReadyInstances int

@description('Spread over availability zones.')
param zoneRedundant bool

@description('Reached by a private endpoint only.')
param isPrivate bool

@description('Resource id of the subnet it sends from; empty without a network.')
param subnetId string

@description('Resource id of its identity.')
param identityId string

@description('Client id of its identity.')
param identityClientId string

@description('Object id of its identity.')
param identityPrincipalId string

@description('Name of its storage account.')
param storageName string

@description('Container of the package.')
param packageContainer string

@description('Name of Application Insights.')
param insightsName string

@description('Address of the vault of its secrets, with a slash at the end.')
param vaultUri string

@description('Routes: each target becomes a setting that refers to a secret.')
param routes array

@description('The key of signed links is the secret link-key.')
param hasLinkKey bool

@description('The mail relay is the secret smtp-url.')
param hasSmtp bool

@description('Client id of the app registration; empty: nobody signs in.')
param signInClientId string

@description('The app\'s own settings by name. What is empty is not set: the app then takes its default.')
param settings object

var hasSignIn = !empty(signInClientId)
// Easy Auth proves itself to Entra with the app's identity, by this setting, in place of a client secret.
var signInCredential = 'OVERRIDE_USE_MI_FIC_ASSERTION_CLIENTID'

var platformSettings = {
  AzureWebJobsStorage__blobServiceUri: account.properties.primaryEndpoints.blob
  AzureWebJobsStorage__queueServiceUri: account.properties.primaryEndpoints.queue
  AzureWebJobsStorage__tableServiceUri: account.properties.primaryEndpoints.table
  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__clientId: identityClientId
  APPLICATIONINSIGHTS_CONNECTION_STRING: insights.properties.ConnectionString
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identityClientId};Authorization=AAD'
  AZURE_CLIENT_ID: identityClientId
  IDENTITY_PRINCIPAL_ID: identityPrincipalId
  AZURE_RESOURCE_MANAGER_ENDPOINT: 'https://${split(environment().resourceManager, '/')[2]}'
}
var signInSettings = hasSignIn ? { OVERRIDE_USE_MI_FIC_ASSERTION_CLIENTID: identityClientId } : {}
var givenSettings = toObject(filter(items(settings), setting => !empty(setting.value)), setting => setting.key, setting => setting.value)

// union with nothing leaves out what stands twice: two routes may have one channel.
var targets = union(map(filter(routes, route => contains(route, 'target')), route => route.target), [])
var secretNames = union(
  toObject(targets, target => target, target => toLower(replace(target, '_', '-'))),
  hasLinkKey ? { LINK_KEY: 'link-key' } : {},
  hasSmtp ? { SMTP_URL: 'smtp-url' } : {}
)
// With a slash at the end Azure takes the newest version of a secret.
var secretSettings = toObject(items(secretNames), secret => secret.key, secret => '@Microsoft.KeyVault(SecretUri=${vaultUri}secrets/${secret.value}/)')

resource account 'Microsoft.Storage/storageAccounts@2025-06-01' existing = {
  name: storageName
}

resource insights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: insightsName
}

resource plan 'Microsoft.Web/serverfarms@2024-11-01' = {
  name: planName
  location: location
  tags: tags
  kind: 'functionapp'
  sku: {
    name: 'FC1'
    tier: 'FlexConsumption'
  }
  properties: {
    reserved: true
    zoneRedundant: zoneRedundant
  }
}

resource app 'Microsoft.Web/sites@2024-11-01' = {
  name: name
  location: location
  // azd deploys to the app that bears its service's name.
  tags: union(tags, { 'azd-service-name': 'advisor' })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identityId}': {} }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    keyVaultReferenceIdentity: identityId
    publicNetworkAccess: isPrivate ? 'Disabled' : 'Enabled'
    virtualNetworkSubnetId: empty(subnetId) ? null : subnetId
    siteConfig: { minTlsVersion: '1.2' }
    functionAppConfig: {
      runtime: {
        name: 'node'
        version: nodeVersion
      }
      scaleAndConcurrency: {
        instanceMemoryMB: instanceMemoryMb
        maximumInstanceCount: maximumInstances
        alwaysReady: alwaysReadyInstances == 0 ? [] : [
          {
            name: 'http'
            instanceCount: alwaysReadyInstances
          }
        ]
      }
      deployment: {
        storage: {
          type: 'blobContainer'
          value: '${account.properties.primaryEndpoints.blob}${packageContainer}'
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identityId
          }
        }
      }
    }
  }
}

resource appSettings 'Microsoft.Web/sites/config@2024-11-01' = {
  parent: app
  name: 'appsettings'
  properties: union(givenSettings, platformSettings, signInSettings, secretSettings)
}

// Azure refuses a change to a site while another one is under way: what belongs to it comes one after the other.
@batchSize(1)
resource noPasswords 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2024-11-01' = [for door in ['scm', 'ftp']: {
  parent: app
  name: door
  properties: { allow: false }
  dependsOn: [appSettings]
}]

// Always there, so that a later deployment without a sign-in also takes it away.
resource signIn 'Microsoft.Web/sites/config@2024-11-01' = {
  parent: app
  name: 'authsettingsV2'
  properties: hasSignIn ? {
    platform: { enabled: true }
    globalValidation: {
      requireAuthentication: true
      // People come from a link in Teams: they are sent to sign in, where a 401 would end.
      unauthenticatedClientAction: 'RedirectToLoginPage'
      redirectToProvider: 'azureactivedirectory'
      // Health says nothing but state and age. Event Grid has a key of its own; in front of it Easy Auth would refuse every event.
      excludedPaths: [
        '/api/health'
        '/runtime/webhooks/EventGrid'
        '/runtime/webhooks/eventgrid'
      ]
    }
    httpSettings: { requireHttps: true }
    // The page needs to know who somebody is, and no token of theirs.
    login: { tokenStore: { enabled: false } }
    identityProviders: {
      azureActiveDirectory: {
        enabled: true
        registration: {
          clientId: signInClientId
          clientSecretSettingName: signInCredential
          openIdIssuer: '${environment().authentication.loginEndpoint}${tenant().tenantId}/v2.0'
        }
        validation: { allowedAudiences: [signInClientId, 'api://${signInClientId}'] }
      }
    }
  } : {
    platform: { enabled: false }
  }
  dependsOn: [noPasswords]
}

output id string = app.id
output name string = app.name
output host string = app.properties.defaultHostName
