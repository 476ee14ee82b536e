targetScope = 'subscription'

metadata description = 'Events of one subscription on their way to the app: deployed after the code, once for every subscription whose changes shall be heard of at once.'

@description('Resource id of the function app: the output ADVISOR_APP_ID of main.bicep.')
param appId string

@description('Resource id of its storage account: the output ADVISOR_STORAGE_ID of main.bicep.')
param storageId string

@description('Region of the resource group, where it has to be made.')
param location string = deployment().location

@description('Resource group of the topics. In the app\'s own subscription that is the app\'s; it goes with it.')
param resourceGroupName string = split(appId, '/')[4]

@description('Tags of every resource.')
param tags object = {}

@description('Name of a system topic that this subscription already has for itself. Azure allows one: `az eventgrid system-topic list`. It must have a system-assigned identity.')
param existingTopic string = ''

@description('The resource group of that topic.')
param existingTopicGroup string = ''

@description('Clusters whose own events are wanted too: new versions, ends of support, rolling nodes. Each `{ id, location }`.')
param clusters array = []

@description('Hear of auto-upgrades and of ends of support as AKS announces them. It needs the permission to subscribe to Resource Notifications.')
param announcements bool = false

@description('Name of the subscription\'s topic, where there is none yet.')
param subscriptionTopicName string = 'egst-subscription-${uniqueString(subscription().id, appId)}'

@description('Name of the topic of announcements.')
param announcementTopicName string = 'egst-announcements-${uniqueString(subscription().id, appId)}'

@description('What the names of clusters\' topics begin with.')
param clusterTopicPrefix string = 'egst-cluster'

@description('Name of the event subscriptions, and what those of the subscription\'s topics begin with. The hooks of azd know the default alone.')
param eventSubscriptionName string = 'aks-advisor'

// storage.bicep makes it.
var deadLetterContainer = 'dead-letters'
var appGroup = split(storageId, '/')[4]
var appSubscription = split(storageId, '/')[2]
var storageName = last(split(storageId, '/'))
var hasTopic = !empty(existingTopic)
var topicName = hasTopic ? existingTopic : subscriptionTopicName
var topicGroup = hasTopic ? existingTopicGroup : resourceGroupName
var topicTags = union(tags, { 'aks-advisor': 'events' })

resource group 'Microsoft.Resources/resourceGroups@2024-11-01' = if (resourceGroupName != appGroup || subscription().subscriptionId != appSubscription) {
  name: resourceGroupName
  location: location
  tags: topicTags
}

module subscriptionTopic 'modules/topic.bicep' = {
  name: 'topic-subscription'
  scope: resourceGroup(topicGroup)
  params: {
    name: topicName
    exists: hasTopic
    location: 'global'
    tags: topicTags
    source: subscription().id
    topicType: 'Microsoft.Resources.Subscriptions'
  }
  dependsOn: [group]
}

module subscriptionDeadLetters 'modules/dead-letter-role.bicep' = {
  name: 'dead-letters-${uniqueString(topicName)}'
  scope: resourceGroup(appSubscription, appGroup)
  params: {
    storageName: storageName
    containerName: deadLetterContainer
    principalId: subscriptionTopic.outputs.principalId
  }
}

// Every write and delete of a cluster or a pool, and no reading: `get-credentials` is an action.
module changes 'modules/event-subscription.bicep' = {
  name: 'events-changes'
  scope: resourceGroup(topicGroup)
  params: {
    topicName: topicName
    name: '${eventSubscriptionName}-changes'
    appId: appId
    storageId: storageId
    deadLetterContainer: deadLetterContainer
    eventTypes: [
      'Microsoft.Resources.ResourceWriteSuccess'
      'Microsoft.Resources.ResourceWriteFailure'
      'Microsoft.Resources.ResourceDeleteSuccess'
    ]
    filters: [
      {
        operatorType: 'StringBeginsWith'
        key: 'data.operationName'
        values: ['Microsoft.ContainerService/managedClusters/']
      }
    ]
  }
  dependsOn: [subscriptionDeadLetters]
}

// Actions that change something, by name.
module actions 'modules/event-subscription.bicep' = {
  name: 'events-actions'
  scope: resourceGroup(topicGroup)
  params: {
    topicName: topicName
    name: '${eventSubscriptionName}-actions'
    appId: appId
    storageId: storageId
    deadLetterContainer: deadLetterContainer
    eventTypes: [
      'Microsoft.Resources.ResourceActionSuccess'
      'Microsoft.Resources.ResourceActionFailure'
    ]
    filters: [
      {
        operatorType: 'StringIn'
        key: 'data.operationName'
        values: [
          'Microsoft.ContainerService/managedClusters/start/action'
          'Microsoft.ContainerService/managedClusters/stop/action'
          'Microsoft.ContainerService/managedClusters/agentPools/upgradeNodeImageVersion/action'
          'Microsoft.ContainerService/managedClusters/agentPools/deleteMachines/action'
        ]
      }
    ]
  }
  dependsOn: [subscriptionDeadLetters]
}

module announcementsTopic 'modules/topic.bicep' = if (announcements) {
  name: 'topic-announcements'
  scope: resourceGroup(resourceGroupName)
  params: {
    name: announcementTopicName
    exists: false
    location: 'global'
    tags: topicTags
    source: subscription().id
    topicType: 'microsoft.resourcenotifications.containerserviceeventresources'
  }
  dependsOn: [group]
}

module announcementsDeadLetters 'modules/dead-letter-role.bicep' = if (announcements) {
  name: 'dead-letters-${uniqueString(announcementTopicName)}'
  scope: resourceGroup(appSubscription, appGroup)
  params: {
    storageName: storageName
    containerName: deadLetterContainer
    principalId: announcements ? announcementsTopic!.outputs.principalId : ''
  }
}

module announcementEvents 'modules/event-subscription.bicep' = if (announcements) {
  name: 'events-announcements'
  scope: resourceGroup(resourceGroupName)
  params: {
    topicName: announcementTopicName
    name: '${eventSubscriptionName}-announcements'
    appId: appId
    storageId: storageId
    deadLetterContainer: deadLetterContainer
    eventTypes: ['Microsoft.ResourceNotifications.ContainerServiceEventResources.ScheduledEventEmitted']
  }
  dependsOn: [announcementsDeadLetters]
}

module clusterTopics 'modules/topic.bicep' = [for cluster in clusters: {
  name: 'topic-${uniqueString(cluster.id)}'
  scope: resourceGroup(resourceGroupName)
  params: {
    name: '${clusterTopicPrefix}-${uniqueString(cluster.id, appId)}'
    exists: false
    location: cluster.location
    tags: topicTags
    source: cluster.id
    topicType: 'Microsoft.ContainerService.ManagedClusters'
  }
  dependsOn: [group]
}]

module clusterDeadLetters 'modules/dead-letter-role.bicep' = [for (cluster, index) in clusters: {
  name: 'dead-letters-${uniqueString(cluster.id)}'
  scope: resourceGroup(appSubscription, appGroup)
  params: {
    storageName: storageName
    containerName: deadLetterContainer
    principalId: clusterTopics[index].outputs.principalId
  }
}]

module clusterEvents 'modules/event-subscription.bicep' = [for (cluster, index) in clusters: {
  name: 'events-${uniqueString(cluster.id)}'
  scope: resourceGroup(resourceGroupName)
  params: {
    topicName: '${clusterTopicPrefix}-${uniqueString(cluster.id, appId)}'
    name: eventSubscriptionName
    appId: appId
    storageId: storageId
    deadLetterContainer: deadLetterContainer
    eventTypes: [
      'Microsoft.ContainerService.NewKubernetesVersionAvailable'
      'Microsoft.ContainerService.ClusterSupportEnding'
      'Microsoft.ContainerService.ClusterSupportEnded'
      'Microsoft.ContainerService.NodePoolRollingStarted'
      'Microsoft.ContainerService.NodePoolRollingSucceeded'
      'Microsoft.ContainerService.NodePoolRollingFailed'
    ]
  }
  dependsOn: [clusterDeadLetters]
}]
