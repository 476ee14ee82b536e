targetScope = 'managementGroup'

metadata description = 'Lets the app read every subscription below a management group, those still to come too. Who deploys it needs rights there, so it is a deployment of its own.'

@description('Object id of the app\'s identity: the output ADVISOR_PRINCIPAL_ID of main.bicep.')
param principalId string

@description('`reader`: the built-in role. `custom`: a role of exactly the read actions that the app uses.')
@allowed(['reader', 'custom'])
param readRole string = 'reader'

var builtInReader = 'acdd72a7-3385-48ef-bd42-f606fba81ae7'

resource exactReader 'Microsoft.Authorization/roleDefinitions@2022-04-01' = if (readRole == 'custom') {
  name: guid(managementGroup().id, 'aks-advisor-reader')
  properties: {
    roleName: 'AKS Advisor reader ${managementGroup().name}'
    description: 'Reads what AKS Advisor judges: clusters, sizes, quota, subnets, locks. No secrets, no data, no writing.'
    type: 'CustomRole'
    assignableScopes: [managementGroup().id]
    permissions: [
      {
        actions: loadJsonContent('read-actions.json')
        notActions: []
        dataActions: []
        notDataActions: []
      }
    ]
  }
}

resource reads 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(managementGroup().id, principalId, readRole)
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: readRole == 'custom' ? exactReader!.id : tenantResourceId('Microsoft.Authorization/roleDefinitions', builtInReader)
  }
}
