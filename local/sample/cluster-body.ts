import type { ArmBody } from "../arm/state.ts";
import { madeUpGuid, madeUpHex } from "./made-up.ts";
import { poolBody } from "./pool-body.ts";
import type { ClusterSpec } from "./spec.ts";

/** Lower-case `resourcegroups`, as AKS writes it. */
export const clusterArmId = ({ subscription, resourceGroup, name }: Pick<ClusterSpec, "subscription" | "resourceGroup" | "name">): string =>
  `/subscriptions/${subscription}/resourcegroups/${resourceGroup}/providers/Microsoft.ContainerService/managedClusters/${name}`;

/** The name AKS gives it, and writes in lower case in other places. */
export const nodeGroupOf = ({ resourceGroup, name, region }: Pick<ClusterSpec, "resourceGroup" | "name" | "region">): string =>
  `MC_${resourceGroup}_${name}_${region}`;

/** A managed cluster as the API of 2025 answers, in a list and by id. */
export function clusterBody(spec: ClusterSpec): ArmBody {
  const { name, region, isAutomatic } = spec;
  return {
    id: clusterArmId(spec),
    location: region,
    name,
    tags: { ...spec.tags },
    type: "Microsoft.ContainerService/ManagedClusters",
    kind: isAutomatic ? "Automatic" : "Base",
    properties: properties(spec),
    identity: spec.subnet
      ? { type: "UserAssigned", userAssignedIdentities: userIdentity(spec) }
      : { type: "SystemAssigned", ...principal(name) },
    sku: { name: isAutomatic ? "Automatic" : "Base", tier: spec.tier ?? "Standard" },
    eTag: madeUpGuid(`${name} ${JSON.stringify(spec)}`),
  };
}

function properties(spec: ClusterSpec): ArmBody {
  const { name, region, version, isAutomatic } = spec;
  const nodeResourceGroup = nodeGroupOf(spec);
  const host = `${name}-dns-${madeUpHex(name, 8)}`;
  return {
    provisioningState: spec.state ?? "Succeeded",
    powerState: { code: spec.isStopped ? "Stopped" : "Running" },
    kubernetesVersion: version,
    currentKubernetesVersion: version,
    dnsPrefix: `${name}-dns`,
    fqdn: `${host}.hcp.${region}.azmk8s.io`,
    azurePortalFQDN: `${host}.portal.hcp.${region}.azmk8s.io`,
    ...(isAutomatic ? { hostedSystemProfile: { enabled: true } } : { agentPoolProfiles: spec.pools.map((pool) => poolBody(spec, pool)) }),
    linuxProfile: { adminUsername: "azureuser", ssh: { publicKeys: [{ keyData: "ssh-rsa not-a-key" }] } },
    ...(spec.pools.some(({ os }) => os === "windows") ? { windowsProfile: { adminUsername: "azureuser", enableCSIProxy: true } } : {}),
    servicePrincipalProfile: { clientId: "msi" },
    addonProfiles: { azurepolicy: { enabled: true, config: null } },
    nodeResourceGroup,
    enableRBAC: true,
    supportPlan: spec.hasLongTermSupport ? "AKSLongTermSupport" : "KubernetesOfficial",
    networkProfile: networkProfile(spec, nodeResourceGroup),
    maxAgentPools: 100,
    identityProfile: {
      kubeletidentity: {
        resourceId: `/subscriptions/${spec.subscription}/resourcegroups/${nodeResourceGroup}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${name}-agentpool`,
        clientId: madeUpGuid(`${name} client`),
        objectId: madeUpGuid(`${name} object`),
      },
    },
    autoUpgradeProfile: { upgradeChannel: spec.upgradeChannel ?? "patch", nodeOSUpgradeChannel: spec.nodeOsChannel ?? "NodeImage" },
    disableLocalAccounts: true,
    securityProfile: {},
    storageProfile: { diskCSIDriver: { enabled: true }, fileCSIDriver: { enabled: true }, snapshotController: { enabled: true } },
    oidcIssuerProfile: { enabled: false },
    workloadAutoScalerProfile: {},
    resourceUID: madeUpHex(`${clusterArmId(spec)} uid`, 24),
    metricsProfile: { costAnalysis: { enabled: false } },
    nodeProvisioningProfile: { mode: isAutomatic ? "Auto" : "Manual", defaultNodePools: "Auto" },
    bootstrapProfile: { artifactSource: "Direct" },
    ...spec.more,
  };
}

/** Node-subnet networks have no pod range, and kubenet has no plugin mode and no dataplane. */
function networkProfile({ subscription, network, name }: ClusterSpec, nodeResourceGroup: string): ArmBody {
  const pods = network === "overlay" || network === "kubenet" ? { podCidr: "10.244.0.0/16", podCidrs: ["10.244.0.0/16"] } : {};
  return {
    networkPlugin: network === "kubenet" ? "kubenet" : "azure",
    ...(network === "overlay" ? { networkPluginMode: "overlay" } : {}),
    networkPolicy: "none",
    ...(network === "kubenet" ? {} : { networkDataplane: "azure" }),
    loadBalancerSku: "standard",
    loadBalancerProfile: {
      managedOutboundIPs: { count: 1 },
      effectiveOutboundIPs: [
        {
          id: `/subscriptions/${subscription}/resourceGroups/${nodeResourceGroup}/providers/Microsoft.Network/publicIPAddresses/${madeUpGuid(`${name} outbound`)}`,
        },
      ],
      backendPoolType: "nodeIPConfiguration",
    },
    ...pods,
    serviceCidr: "10.0.0.0/16",
    dnsServiceIP: "10.0.0.10",
    outboundType: "loadBalancer",
    serviceCidrs: ["10.0.0.0/16"],
    ipFamilies: ["IPv4"],
    podLinkLocalAccess: "IMDS",
  };
}

const userIdentity = ({ subscription, resourceGroup, name }: ClusterSpec): ArmBody => {
  const id = `/subscriptions/${subscription}/resourceGroups/${resourceGroup}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-${name}`;
  return { [id]: { clientId: madeUpGuid(`${id} client`), principalId: madeUpGuid(`${id} principal`) } };
};

const principal = (name: string): ArmBody => ({
  principalId: madeUpGuid(`${name} principal`),
  tenantId: "5a000000-0000-4000-8000-00000000000a",
});
