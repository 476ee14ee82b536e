#!/bin/sh
# The code is there: events of this subscription can go to the function.
set -eu
cd "$(dirname "$0")/../.."
if [ "$ADVISOR_NETWORK" = private ]; then
  echo 'A private app gets no events: it reads the change feed every ten minutes.'
  exit 0
fi

# Azure knows a new function only after the app has started once.
tries=20
until az functionapp function show --subscription "$AZURE_SUBSCRIPTION_ID" --resource-group "$AZURE_RESOURCE_GROUP" \
  --name "$ADVISOR_APP_NAME" --function-name cluster-changed --output none 2>/dev/null; do
  tries=$((tries - 1))
  if [ "$tries" -eq 0 ]; then
    echo 'Azure does not know the function cluster-changed yet. Run azd hooks run postdeploy in a few minutes.'
    exit 1
  fi
  sleep 15
done

az deployment sub create --subscription "$AZURE_SUBSCRIPTION_ID" --name "aks-advisor-events-$AZURE_ENV_NAME" \
  --location "$AZURE_LOCATION" --template-file infra/events.bicep --output none --parameters \
  appId="$ADVISOR_APP_ID" \
  storageId="$ADVISOR_STORAGE_ID" \
  existingTopic="${ADVISOR_EXISTING_TOPIC:-}" \
  existingTopicGroup="${ADVISOR_EXISTING_TOPIC_GROUP:-}" \
  announcements="${ADVISOR_ANNOUNCEMENTS:-false}" \
  clusters="${ADVISOR_EVENT_CLUSTERS:-[]}"
