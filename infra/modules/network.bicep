metadata description = 'A network of its own: one subnet the app sends from, one for the private endpoints.'

@description('Name of the network.')
param name string

@description('Region.')
param location string

@description('Tags.')
param tags object

@description('Addresses: at least a /25.')
param prefix string

@description('Resource id of the storage account.')
param storageId string

@description('Resource id of the vault.')
param vaultId string

var suffix = environment().suffixes.storage
var storageParts = ['blob', 'queue', 'table']

resource rules 'Microsoft.Network/networkSecurityGroups@2024-07-01' = {
  name: 'nsg-${name}'
  location: location
  tags: tags
  properties: {
    securityRules: [
      {
        name: 'nothing-from-the-internet'
        properties: {
          direction: 'Inbound'
          access: 'Deny'
          priority: 4000
          protocol: '*'
          sourceAddressPrefix: 'Internet'
          sourcePortRange: '*'
          destinationAddressPrefix: '*'
          destinationPortRange: '*'
        }
      }
    ]
  }
}

resource network 'Microsoft.Network/virtualNetworks@2024-07-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    addressSpace: { addressPrefixes: [prefix] }
    subnets: [
      {
        name: 'app'
        properties: {
          addressPrefix: cidrSubnet(prefix, 26, 0)
          networkSecurityGroup: { id: rules.id }
          delegations: [
            {
              name: 'flex-consumption'
              properties: { serviceName: 'Microsoft.App/environments' }
            }
          ]
        }
      }
      {
        name: 'endpoints'
        properties: {
          addressPrefix: cidrSubnet(prefix, 26, 1)
          networkSecurityGroup: { id: rules.id }
          privateEndpointNetworkPolicies: 'Disabled'
        }
      }
    ]
  }
}

resource appSubnet 'Microsoft.Network/virtualNetworks/subnets@2024-07-01' existing = {
  parent: network
  name: 'app'
}

resource endpointSubnet 'Microsoft.Network/virtualNetworks/subnets@2024-07-01' existing = {
  parent: network
  name: 'endpoints'
}

module storageEndpoints 'private-endpoint.bicep' = [for part in storageParts: {
  name: 'endpoint-${part}'
  params: {
    name: 'pe-${last(split(storageId, '/'))}-${part}'
    location: location
    tags: tags
    subnetId: endpointSubnet.id
    networkId: network.id
    targetId: storageId
    part: part
    zone: 'privatelink.${part}.${suffix}'
  }
}]

module vaultEndpoint 'private-endpoint.bicep' = {
  name: 'endpoint-vault'
  params: {
    name: 'pe-${last(split(vaultId, '/'))}'
    location: location
    tags: tags
    subnetId: endpointSubnet.id
    networkId: network.id
    targetId: vaultId
    part: 'vault'
    zone: 'privatelink.vaultcore.azure.net'
  }
}

output id string = network.id
output appSubnetId string = appSubnet.id
output endpointSubnetId string = endpointSubnet.id
