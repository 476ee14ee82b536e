#!/bin/sh
# azd deletes the resource group. Roles in subscriptions, event subscriptions on a topic of others and the app registration stand outside.
# It has to run before: azd forgets the identity with the group. What cannot be removed is named, and keeps nothing else from going.
set -eu

if [ -n "${ADVISOR_PRINCIPAL_ID:-}" ]; then
  tenant=$(az account show --query tenantId --output tsv)
  for subscription in $(az account list --query "[?tenantId=='$tenant' && state=='Enabled'].id" --output tsv); do
    for assignment in $(az role assignment list --subscription "$subscription" --all \
      --query "[?principalId=='$ADVISOR_PRINCIPAL_ID'].id" --output tsv); do
      az role assignment delete --ids "$assignment" || echo "This role assignment stays: $assignment"
    done
    role="AKS Advisor reader $subscription"
    if [ -n "$(az role definition list --subscription "$subscription" --name "$role" --query '[].id' --output tsv)" ]; then
      # Another deployment may still use it.
      az role definition delete --name "$role" --scope "/subscriptions/$subscription" || echo "This role stays: $role"
    fi
  done
fi
if [ -n "${ADVISOR_EXISTING_TOPIC:-}" ]; then
  for name in aks-advisor-changes aks-advisor-actions; do
    az eventgrid system-topic event-subscription delete --subscription "$AZURE_SUBSCRIPTION_ID" --yes \
      --resource-group "$ADVISOR_EXISTING_TOPIC_GROUP" --system-topic-name "$ADVISOR_EXISTING_TOPIC" --name "$name" ||
      echo "This event subscription stays: $name of $ADVISOR_EXISTING_TOPIC"
  done
fi
if [ "${ADVISOR_SIGN_IN_IS_OURS:-}" = yes ]; then
  if az ad app delete --id "$ADVISOR_SIGN_IN_CLIENT_ID"; then
    azd env set ADVISOR_SIGN_IN_CLIENT_ID ''
    azd env set ADVISOR_SIGN_IN_IS_OURS ''
  else
    echo "This application stays: $ADVISOR_SIGN_IN_CLIENT_ID"
  fi
fi
