metadata description = 'What tells the operators when the app itself can no longer: no scan has closed, or a message was given up.'

@description('Tells names apart.')
param nameToken string

@description('Region.')
param location string

@description('Tags.')
param tags object

@description('Resource id of the workspace the app logs to.')
param workspaceId string

@description('Mail addresses that hear of alerts.')
param emails array

@description('When this was deployed: from then on an app that has logged nothing yet is given its first night.')
param deployedAt string = utcNow('yyyy-MM-ddTHH:mm:ssZ')

var actions = empty(emails) ? {} : { actionGroups: [operators!.id] }

resource operators 'Microsoft.Insights/actionGroups@2023-01-01' = if (!empty(emails)) {
  name: 'ag-advisor-${nameToken}'
  location: 'global'
  tags: tags
  properties: {
    enabled: true
    groupShortName: 'advisor'
    emailReceivers: [for (address, index) in emails: {
      name: 'operator-${index}'
      emailAddress: address
      useCommonAlertSchema: true
    }]
  }
}

// A window of 28 hours cannot be set: the rule looks two days back, and the query at the last 28 hours of them. An app that began to
// log less than 28 hours ago is given its first night.
resource noScanClosed 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = {
  name: 'advisor-no-scan-closed-${nameToken}'
  location: location
  tags: tags
  kind: 'LogAlert'
  properties: {
    displayName: 'AKS Advisor: no scan has closed for 28 hours'
    description: 'Nobody is told anything until a scan closes. Look at the failures of nightly-scan and deliver.'
    enabled: true
    severity: 1
    scopes: [workspaceId]
    evaluationFrequency: 'PT1H'
    windowSize: 'P2D'
    autoMitigate: true
    skipQueryValidation: true
    criteria: {
      allOf: [
        {
          query: 'AppTraces | summarize closed = countif(TimeGenerated > ago(28h) and Message startswith "scan " and Message contains " closed: "), since = coalesce(min(TimeGenerated), datetime(${deployedAt})) | where closed == 0 and since < ago(28h)'
          timeAggregation: 'Count'
          operator: 'GreaterThan'
          threshold: 0
          failingPeriods: {
            numberOfEvaluationPeriods: 1
            minFailingPeriodsToAlert: 1
          }
        }
      ]
    }
    actions: actions
  }
}

resource messageGivenUp 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = {
  name: 'advisor-message-given-up-${nameToken}'
  location: location
  tags: tags
  kind: 'LogAlert'
  properties: {
    displayName: 'AKS Advisor: a message failed five times'
    description: 'A subscription or a cluster was not read. The table failures says which; the next scan reads it again.'
    enabled: true
    severity: 2
    scopes: [workspaceId]
    evaluationFrequency: 'PT15M'
    // Twice as long as the time between two looks: a line that arrives late is seen by the next one, and told once.
    windowSize: 'PT30M'
    autoMitigate: true
    skipQueryValidation: true
    criteria: {
      allOf: [
        {
          query: 'AppTraces | where Message startswith "message " and Message contains "was set aside: failed five times"'
          timeAggregation: 'Count'
          operator: 'GreaterThan'
          threshold: 0
          failingPeriods: {
            numberOfEvaluationPeriods: 1
            minFailingPeriodsToAlert: 1
          }
        }
      ]
    }
    actions: actions
  }
}
