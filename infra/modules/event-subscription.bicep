metadata description = 'Events of a topic on their way to the function. It needs the function: it comes after the code.'

@description('Name of the topic.')
param topicName string

@description('Name of the event subscription.')
param name string

@description('Resource id of the function app.')
param appId string

@description('Resource id of the app\'s storage account.')
param storageId string

@description('Container of what could not be delivered.')
param deadLetterContainer string

@description('Event types.')
param eventTypes array

@description('Advanced filters. Event Grid once took five with five values each: these stay within.')
param filters array = []

resource topic 'Microsoft.EventGrid/systemTopics@2025-02-15' existing = {
  name: topicName
}

resource subscriptionToFunction 'Microsoft.EventGrid/systemTopics/eventSubscriptions@2025-02-15' = {
  parent: topic
  name: name
  properties: {
    eventDeliverySchema: 'EventGridSchema'
    destination: {
      endpointType: 'AzureFunction'
      properties: {
        resourceId: '${appId}/functions/cluster-changed'
        maxEventsPerBatch: 1
        preferredBatchSizeInKilobytes: 64
      }
    }
    filter: {
      includedEventTypes: eventTypes
      advancedFilters: filters
    }
    retryPolicy: {
      maxDeliveryAttempts: 30
      eventTimeToLiveInMinutes: 1440
    }
    deadLetterWithResourceIdentity: {
      identity: { type: 'SystemAssigned' }
      deadLetterDestination: {
        endpointType: 'StorageBlob'
        properties: {
          resourceId: storageId
          blobContainerName: deadLetterContainer
        }
      }
    }
  }
}
