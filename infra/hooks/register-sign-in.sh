#!/bin/sh
# Before anything is deployed: the app registration that people sign in with, where there is none yet.
set -eu
[ "${ADVISOR_REPORT_ACCESS:-entra}" = entra ] || exit 0
[ -z "${ADVISOR_SIGN_IN_CLIENT_ID:-}" ] || exit 0

id=$(az ad app create --display-name "AKS Advisor ($AZURE_ENV_NAME)" --sign-in-audience AzureADMyOrg \
  --enable-id-token-issuance true --query appId --output tsv) || {
  echo 'You may not register an application. Either have one made and run: azd env set ADVISOR_SIGN_IN_CLIENT_ID <client id>'
  echo 'or do without signing in: azd env set ADVISOR_REPORT_ACCESS link'
  exit 1
}
# REPORT_GROUPS goes by the groups of who signs in. An application that is half made would be forgotten, and the next run make another.
if ! { az ad app update --id "$id" --set groupMembershipClaims=SecurityGroup && az ad sp create --id "$id" --output none; }; then
  az ad app delete --id "$id"
  echo 'The application could not be finished and was taken back. Entra may still have been busy with it: run azd up again.'
  exit 1
fi
azd env set ADVISOR_SIGN_IN_CLIENT_ID "$id"
azd env set ADVISOR_SIGN_IN_IS_OURS yes
