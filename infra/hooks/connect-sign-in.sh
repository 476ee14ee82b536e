#!/bin/sh
# The host name and the identity exist now: Entra may send people back there, and takes the identity for the app registration's secret.
set -eu
[ "${ADVISOR_REPORT_ACCESS:-entra}" = entra ] && [ -n "${ADVISOR_SIGN_IN_CLIENT_ID:-}" ] || exit 0

back="https://$ADVISOR_HOST/.auth/login/aad/callback"
issuer="https://login.microsoftonline.com/$(az account show --query tenantId --output tsv)/v2.0"
if [ "${ADVISOR_SIGN_IN_IS_OURS:-}" != yes ]; then
  echo "Whoever owns the application $ADVISOR_SIGN_IN_CLIENT_ID has to add to it, once: the redirect URI $back,"
  echo "and a federated credential with issuer $issuer, subject $ADVISOR_PRINCIPAL_ID, audience api://AzureADTokenExchange."
  exit 0
fi

known=$(az ad app show --id "$ADVISOR_SIGN_IN_CLIENT_ID" --query 'web.redirectUris[]' --output tsv)
if ! printf '%s' "$known" | grep -qF "$back"; then
  # Every address is a word of its own.
  # shellcheck disable=SC2086
  az ad app update --id "$ADVISOR_SIGN_IN_CLIENT_ID" --web-redirect-uris $known "$back"
fi

if ! az ad app federated-credential show --id "$ADVISOR_SIGN_IN_CLIENT_ID" --federated-credential-id aks-advisor --output none 2>/dev/null; then
  az ad app federated-credential create --id "$ADVISOR_SIGN_IN_CLIENT_ID" --output none --parameters "{
    \"name\": \"aks-advisor\",
    \"issuer\": \"$issuer\",
    \"subject\": \"$ADVISOR_PRINCIPAL_ID\",
    \"audiences\": [\"api://AzureADTokenExchange\"]
  }"
fi
