targetScope = 'subscription'

metadata description = 'AKS Advisor: a function app that reads clusters every night, what it keeps, and the roles it needs.'

// What it is called and where it is

@description('Names this deployment. It stands in the name of the resource group.')
@minLength(1)
@maxLength(24)
param environmentName string = 'advisor'

@description('Region of the app and of everything it keeps.')
param location string = deployment().location

@description('The resource group; it is created where it is missing.')
param resourceGroupName string = 'rg-aks-${environmentName}'

@description('Tells names apart that have to be unique in Azure. The same deployment always gets the same one.')
@minLength(5)
@maxLength(13)
param nameToken string = uniqueString(subscription().id, environmentName, location)

@description('Tags of every resource.')
param tags object = {}

@description('Name of the function app; it is the first part of its host name.')
param appName string = 'func-${nameToken}'

@description('Name of the plan.')
param planName string = 'plan-${nameToken}'

@description('Name of the app\'s identity.')
param identityName string = 'id-aks-${nameToken}'

@description('Name of the storage account: lower-case letters and digits.')
@maxLength(24)
param storageName string = 'st${nameToken}'

@description('Name of the key vault.')
@maxLength(24)
param vaultName string = 'kv-${nameToken}'

@description('Name of the Log Analytics workspace.')
param workspaceName string = 'log-${nameToken}'

@description('Name of Application Insights.')
param insightsName string = 'appi-${nameToken}'

@description('Name of Communication Services, where mail is `azure`.')
param mailName string = 'acs-${nameToken}'

@description('Name of the virtual network, where network is `private`.')
param networkName string = 'vnet-${nameToken}'

// How it runs

@description('Node.js of the app. `az functionapp list-flexconsumption-runtimes --runtime node -l <region>` lists what a region has.')
@allowed(['22', '24'])
param nodeVersion string = '24'

@description('Memory of an instance in MB.')
@allowed([512, 2048, 4096])
param instanceMemoryMb int = 2048

@description('The most instances there may be at once.')
@minValue(40)
@maxValue(1000)
param maximumInstances int = 40

@description('Instances that always wait for requests, so that the report page opens at once. They are paid for around the clock.')
@minValue(0)
param alwaysReadyInstances int = 0

@description('Spread over availability zones. Azure then keeps two instances of each group of functions, and bills them.')
param zoneRedundant bool = false

@description('Redundancy of the storage account.')
@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_GRS', 'Standard_GZRS'])
param storageSku string = 'Standard_LRS'

@description('Price tier of the key vault.')
@allowed(['standard', 'premium'])
param vaultSku string = 'standard'

@description('A deleted vault and its secrets then stay for 90 days, whoever wants them gone. It cannot be taken back.')
param vaultPurgeProtection bool = false

@description('Logs above this many GB a day are dropped.')
@minValue(1)
param logsDailyCapGb int = 1

@description('Days that logs are kept. Azure keeps those of Application Insights for 90 days where this is less.')
@minValue(30)
@maxValue(730)
param logsRetentionDays int = 30

@description('Days that events are kept which could not be delivered.')
@minValue(1)
param deadLetterDays int = 30

@description('`public`: open endpoints that take nothing without an Entra token. `private`: the app stands in a virtual network of its own, and storage, vault and app have private endpoints only. No event reaches it there, so it reads the change feed.')
@allowed(['public', 'private'])
param network string = 'public'

@description('Addresses of that network: at least a /25.')
param networkPrefix string = '10.90.0.0/24'

// What it may read

@description('Subscriptions whose clusters it reads. Leave it empty where it reads a management group (management-group.bicep).')
param readSubscriptions array = [subscription().subscriptionId]

@description('`reader`: the built-in role. `custom`: a role of exactly the read actions that the app uses (read-actions.json).')
@allowed(['reader', 'custom'])
param readRole string = 'reader'

@description('Object id of who may write secrets into the vault: you. Without it nobody gets that role here.')
param vaultOfficerId string = ''

@description('What that object id is.')
@allowed(['User', 'Group', 'ServicePrincipal'])
param vaultOfficerType string = 'User'

// When it speaks, and to whom

@description('When the nightly scan starts, in UTC: six fields, second first.')
param scanSchedule string = '0 0 2 * * *'

@description('Currency of every amount: an ISO 4217 code.')
@minLength(3)
@maxLength(3)
param currency string = 'USD'

@description('Who is told what (docs/settings.md, Routes). The webhook URL of a target TEAMS_WEBHOOK_X is the secret teams-webhook-x of the vault: put it there, it is never a parameter.')
param routes array = [
  { name: 'platform', match: 'default', target: 'TEAMS_WEBHOOK_PLATFORM' }
  { name: 'operators', match: 'operator', target: 'TEAMS_WEBHOOK_PLATFORM' }
]

@description('Host suffixes of Workflows webhooks in other clouds.')
param webhookHosts array = []

@description('Rules that are off or set otherwise (docs/settings.md, Rules).')
param rules object = {}

@description('How mail is sent. `azure`: Communication Services of its own. `smtp`: a relay whose URL is the secret smtp-url of the vault.')
@allowed(['none', 'azure', 'smtp'])
param mail string = 'none'

@description('Sender of mails, where mail is `smtp`. Communication Services have their own.')
param mailFrom string = ''

@description('Who gets replies to mails.')
param mailReplyTo string = ''

@description('Where Communication Services keep data at rest.')
param mailDataLocation string = 'Europe'

@description('Mail addresses that hear of alerts. Without any the alert rules only show in the portal.')
param alertEmails array = []

// The report page

@description('`entra`: people of this tenant sign in. `link`: signed links in cards and mails, with the secret link-key of the vault. `off`: nobody.')
@allowed(['entra', 'link', 'off'])
param reportAccess string = 'entra'

@description('Client id of the app registration that people sign in with. Without it nobody can sign in, and the page stays shut.')
param signInClientId string = ''

@description('Which groups read which routes: `{ "<object id>": ["<route>"] }`, or `*` for all. Empty: whoever is signed in reads all.')
param reportGroups object = {}

@description('Where people open the page, if not at the app\'s own host name.')
param reportUrl string = ''

@description('Days that a signed link works.')
@minValue(1)
@maxValue(90)
param linkDays int = 14

// How clusters are judged

@description('Cluster tags whose value says what a cluster is for. Empty: the app\'s own list.')
param environmentTags array = []

@description('Values of those tags that mean production. Empty: the app\'s own list.')
param productionValues array = []

@description('Values of those tags that mean anything else. Empty: the app\'s own list.')
param nonProductionValues array = []

@description('Names of production clusters, where no tag says it: `prod-*`.')
param productionNames array = []

@description('Names of all other clusters.')
param nonProductionNames array = []

@description('Tags that every node pool must have.')
param requiredTags array = []

// How it works

@description('Where retail prices are read; `none` reads none. Empty: the public list in the public cloud.')
param retailPricesEndpoint string = ''

@description('A scan that is not complete after this many minutes closes with what it has.')
@minValue(30)
@maxValue(1320)
param scanDeadlineMinutes int = 180

@description('Minutes after which a cluster in motion is read again.')
@minValue(1)
@maxValue(240)
param rereadMinutes int = 30

@description('How often a throttled message comes back.')
@minValue(0)
@maxValue(50)
param throttleHops int = 8

@description('Seconds that one answer of Azure or of a webhook is waited for.')
@minValue(1)
@maxValue(240)
param requestTimeoutSeconds int = 60

@description('Open requests to Azure Resource Manager for each message being worked on.')
@minValue(1)
@maxValue(32)
param requestsInFlight int = 8

@description('Milliseconds before the second try of a webhook.')
@minValue(1)
@maxValue(30000)
param retryDelayMs int = 2000

@description('Seconds after which a changed cluster is checked.')
@minValue(0)
@maxValue(3600)
param eventDelaySeconds int = 120

@description('Read the change feed every ten minutes, where events cannot be had. In a private network it always is.')
param pollChanges bool = false

var allTags = union(tags, { 'azd-env-name': environmentName })
var isPrivate = network == 'private'
// Easy Auth without an app registration would let nobody in and say so with an error page.
var access = reportAccess == 'entra' && empty(signInClientId) ? 'off' : reportAccess

resource group 'Microsoft.Resources/resourceGroups@2024-11-01' = {
  name: resourceGroupName
  location: location
  tags: allTags
}

module identity 'modules/identity.bicep' = {
  name: 'identity'
  scope: group
  params: {
    name: identityName
    location: location
    tags: allTags
  }
}

module reader 'modules/reader.bicep' = [for id in readSubscriptions: {
  name: 'reader-${uniqueString(id, environmentName)}'
  scope: subscription(id)
  params: {
    principalId: identity.outputs.principalId
    readRole: readRole
  }
}]

module logs 'modules/logs.bicep' = {
  name: 'logs'
  scope: group
  params: {
    workspaceName: workspaceName
    insightsName: insightsName
    location: location
    tags: allTags
    dailyCapGb: logsDailyCapGb
    retentionDays: logsRetentionDays
    principalId: identity.outputs.principalId
  }
}

module alerts 'modules/alerts.bicep' = {
  name: 'alerts'
  scope: group
  params: {
    nameToken: nameToken
    location: location
    tags: allTags
    workspaceId: logs.outputs.workspaceId
    emails: alertEmails
  }
}

module storage 'modules/storage.bicep' = {
  name: 'storage'
  scope: group
  params: {
    name: storageName
    location: location
    tags: allTags
    sku: storageSku
    isPrivate: isPrivate
    deadLetterDays: deadLetterDays
    principalId: identity.outputs.principalId
  }
}

module vault 'modules/vault.bicep' = {
  name: 'vault'
  scope: group
  params: {
    name: vaultName
    location: location
    tags: allTags
    sku: vaultSku
    purgeProtection: vaultPurgeProtection
    isPrivate: isPrivate
    principalId: identity.outputs.principalId
    officerId: vaultOfficerId
    officerType: vaultOfficerType
  }
}

module mailService 'modules/mail.bicep' = if (mail == 'azure') {
  name: 'mail'
  scope: group
  params: {
    name: mailName
    tags: allTags
    dataLocation: mailDataLocation
    principalId: identity.outputs.principalId
  }
}

module privateNetwork 'modules/network.bicep' = if (isPrivate) {
  name: 'network'
  scope: group
  params: {
    name: networkName
    location: location
    tags: allTags
    prefix: networkPrefix
    storageId: storage.outputs.id
    vaultId: vault.outputs.id
  }
}

module app 'modules/app.bicep' = {
  name: 'app'
  scope: group
  params: {
    name: appName
    planName: planName
    location: location
    tags: allTags
    nodeVersion: nodeVersion
    instanceMemoryMb: instanceMemoryMb
    maximumInstances: maximumInstances
    alwaysReadyInstances: alwaysReadyInstances
    zoneRedundant: zoneRedundant
    isPrivate: isPrivate
    subnetId: isPrivate ? privateNetwork!.outputs.appSubnetId : ''
    identityId: identity.outputs.id
    identityClientId: identity.outputs.clientId
    identityPrincipalId: identity.outputs.principalId
    storageName: storage.outputs.name
    packageContainer: storage.outputs.packageContainer
    insightsName: logs.outputs.insightsName
    vaultUri: vault.outputs.uri
    routes: routes
    hasLinkKey: access == 'link'
    hasSmtp: mail == 'smtp'
    signInClientId: access == 'entra' ? signInClientId : ''
    settings: {
      SCAN_SCHEDULE_UTC: scanSchedule
      CURRENCY: currency
      RETAIL_PRICES_ENDPOINT: retailPricesEndpoint
      SCAN_DEADLINE_MINUTES: string(scanDeadlineMinutes)
      REREAD_MINUTES: string(rereadMinutes)
      THROTTLE_HOPS: string(throttleHops)
      REQUEST_TIMEOUT_SECONDS: string(requestTimeoutSeconds)
      REQUESTS_IN_FLIGHT: string(requestsInFlight)
      RETRY_DELAY_MS: string(retryDelayMs)
      EVENT_DELAY_SECONDS: string(eventDelaySeconds)
      POLL_CHANGES: isPrivate || pollChanges ? 'on' : 'off'
      REPORT_ACCESS: access
      REPORT_URL: reportUrl
      REPORT_GROUPS: empty(reportGroups) ? '' : string(reportGroups)
      LINK_DAYS: string(linkDays)
      MAIL_FROM: mail == 'azure' ? mailService!.outputs.sender : mailFrom
      MAIL_REPLY_TO: mailReplyTo
      MAIL_ENDPOINT: mail == 'azure' ? mailService!.outputs.endpoint : ''
      ENVIRONMENT_TAGS: join(environmentTags, ', ')
      PRODUCTION_VALUES: join(productionValues, ', ')
      NON_PRODUCTION_VALUES: join(nonProductionValues, ', ')
      PRODUCTION_NAMES: join(productionNames, ', ')
      NON_PRODUCTION_NAMES: join(nonProductionNames, ', ')
      REQUIRED_TAGS: join(requiredTags, ', ')
      RULES: empty(rules) ? '' : string(rules)
      ROUTES: string(routes)
      TEAMS_WEBHOOK_HOSTS: join(webhookHosts, ', ')
    }
  }
}

module appEndpoint 'modules/private-endpoint.bicep' = if (isPrivate) {
  name: 'endpoint-app'
  scope: group
  params: {
    name: 'pe-${appName}'
    location: location
    tags: allTags
    subnetId: isPrivate ? privateNetwork!.outputs.endpointSubnetId : ''
    networkId: isPrivate ? privateNetwork!.outputs.id : ''
    targetId: app.outputs.id
    part: 'sites'
    zone: 'privatelink.azurewebsites.net'
  }
}

@description('The resource group of the app.')
output AZURE_RESOURCE_GROUP string = group.name

@description('Resource id of the function app: events.bicep wants it.')
output ADVISOR_APP_ID string = app.outputs.id

@description('Name of the function app.')
output ADVISOR_APP_NAME string = app.outputs.name

@description('Host name of the function app.')
output ADVISOR_HOST string = app.outputs.host

@description('Resource id of the storage account: events.bicep wants it for what could not be delivered.')
output ADVISOR_STORAGE_ID string = storage.outputs.id

@description('Name of the vault that the webhook URLs go into.')
output ADVISOR_VAULT string = vault.outputs.name

@description('Object id of the app\'s identity: management-group.bicep wants it.')
output ADVISOR_PRINCIPAL_ID string = identity.outputs.principalId

@description('Client id of the app\'s identity.')
output ADVISOR_CLIENT_ID string = identity.outputs.clientId

@description('`public` or `private`: without events in the latter.')
output ADVISOR_NETWORK string = network
