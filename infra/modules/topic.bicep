metadata description = 'The system topic of one source. Azure allows one topic a source: where there is one already, its name is given and nothing is made.'

@description('Name of the topic.')
param name string

@description('It is there already, with a system-assigned identity, and stays as it is.')
param exists bool

@description('`global` for a subscription, else the region of the source.')
param location string

@description('Tags.')
param tags object

@description('Resource id of the source.')
param source string

@description('Its type.')
param topicType string

resource made 'Microsoft.EventGrid/systemTopics@2025-02-15' = if (!exists) {
  name: name
  location: location
  tags: tags
  identity: { type: 'SystemAssigned' }
  properties: {
    source: source
    topicType: topicType
  }
}

resource found 'Microsoft.EventGrid/systemTopics@2025-02-15' existing = if (exists) {
  name: name
}

output principalId string = exists ? found!.identity.principalId : made!.identity.principalId
