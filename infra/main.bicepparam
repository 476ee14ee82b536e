using './main.bicep'

// For `azd up` and for `az deployment sub create` alike. Every parameter of main.bicep can be set here; what is not, keeps its
// default. What stands in the environment comes from `azd env set`, or from the shell.

param environmentName = readEnvironmentVariable('AZURE_ENV_NAME', 'advisor')
param location = readEnvironmentVariable('AZURE_LOCATION', 'westeurope')

// Who deploys writes the webhook URLs into the vault.
param vaultOfficerId = readEnvironmentVariable('AZURE_PRINCIPAL_ID', '')
param vaultOfficerType = readEnvironmentVariable('AZURE_PRINCIPAL_TYPE', 'User')

param currency = readEnvironmentVariable('ADVISOR_CURRENCY', 'USD')
param network = readEnvironmentVariable('ADVISOR_NETWORK', 'public')
param readRole = readEnvironmentVariable('ADVISOR_READ_ROLE', 'reader')
param mail = readEnvironmentVariable('ADVISOR_MAIL', 'none')
param reportAccess = readEnvironmentVariable('ADVISOR_REPORT_ACCESS', 'entra')
param signInClientId = readEnvironmentVariable('ADVISOR_SIGN_IN_CLIENT_ID', '')

param routes = [
  { name: 'platform', match: 'default', target: 'TEAMS_WEBHOOK_PLATFORM', timeZone: 'UTC', sendAt: '07:00' }
  { name: 'operators', match: 'operator', target: 'TEAMS_WEBHOOK_PLATFORM' }
]
