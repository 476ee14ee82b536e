targetScope = 'subscription'

metadata description = 'Lets the app read one subscription, and nothing more than read.'

@description('Object id of the app\'s identity.')
param principalId string

@description('`reader`: the built-in role. `custom`: a role of exactly what the app reads.')
@allowed(['reader', 'custom'])
param readRole string

var builtInReader = 'acdd72a7-3385-48ef-bd42-f606fba81ae7'

resource exactReader 'Microsoft.Authorization/roleDefinitions@2022-04-01' = if (readRole == 'custom') {
  name: guid(subscription().id, 'aks-advisor-reader')
  properties: {
    // A role's name is unique in the tenant.
    roleName: 'AKS Advisor reader ${subscription().subscriptionId}'
    description: 'Reads what AKS Advisor judges: clusters, sizes, quota, subnets, locks. No secrets, no data, no writing.'
    type: 'CustomRole'
    assignableScopes: [subscription().id]
    permissions: [
      {
        actions: loadJsonContent('../read-actions.json')
        notActions: []
        dataActions: []
        notDataActions: []
      }
    ]
  }
}

resource reads 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(subscription().id, principalId, readRole)
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: readRole == 'custom' ? exactReader!.id : subscriptionResourceId('Microsoft.Authorization/roleDefinitions', builtInReader)
  }
}
