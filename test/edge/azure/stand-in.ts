import { afterEach } from "vitest";
import { type Arm, type ArmBody, type ArmState, armState, localCredential, startArm } from "../../../local/arm/index.ts";
import type { Cluster, NodePool } from "../../../src/core/model/cluster.ts";
import { clusterRef, region, subscriptionId } from "../../../src/core/model/names.ts";
import type { OddItem } from "../../../src/core/model/scan.ts";
import { type Azure, type AzureSettings, connectAzure } from "../../../src/edge/azure/index.ts";

export const SUB = subscriptionId("11111111-1111-1111-1111-111111111111");
export const WEU = region("westeurope");

const running: Arm[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((arm) => arm.close()));
});

/** A stand-in that ends with the test. */
export async function stand(change: Partial<ArmState> = {}): Promise<{ readonly arm: Arm; readonly state: ArmState }> {
  const state = armState({ subscriptions: [{ subscriptionId: SUB, displayName: "Shop" }], ...change });
  const arm = await startArm(state);
  running.push(arm);
  return { arm, state };
}

export const connectTo = (arm: Arm, change: Partial<AzureSettings> = {}): Azure =>
  connectAzure({
    ...{ endpoint: arm.url, credential: localCredential, timeoutMs: 60_000, maxInFlight: 8 },
    ...{ signal: new AbortController().signal, onOdd: () => undefined },
    ...change,
  });

export async function azureOn(
  change: Partial<ArmState> = {},
): Promise<{ readonly arm: Arm; readonly state: ArmState; readonly azure: Azure; readonly odd: readonly OddItem[] }> {
  const { arm, state } = await stand(change);
  const odd: OddItem[] = [];
  return { arm, state, azure: connectTo(arm, { onOdd: (items) => odd.push(...items) }), odd };
}

/** A pool as today's API writes it inside a cluster: three fixed D4ds_v5 with an ephemeral disk. */
export const armPool = (change: ArmBody = {}): ArmBody => ({
  name: "nodepool1",
  count: 3,
  vmSize: "Standard_D4ds_v5",
  osDiskSizeGB: 150,
  osDiskType: "Ephemeral",
  kubeletDiskType: "OS",
  workloadRuntime: "OCIContainer",
  maxPods: 30,
  type: "VirtualMachineScaleSets",
  enableAutoScaling: false,
  scaleDownMode: "Delete",
  provisioningState: "Succeeded",
  powerState: { code: "Running" },
  orchestratorVersion: "1.35",
  currentOrchestratorVersion: "1.35.4",
  mode: "System",
  osType: "Linux",
  osSKU: "Ubuntu",
  upgradeSettings: { maxSurge: "10%", maxUnavailable: "0" },
  ...change,
});

interface ArmClusterChange {
  readonly name?: string;
  readonly resourceGroup?: string;
  readonly pools?: unknown;
  readonly sku?: ArmBody;
  readonly tags?: ArmBody;
  readonly properties?: ArmBody;
}

/** A cluster as today's API writes it; the case of the id is ARM's. */
export const armCluster = ({
  name = "prod",
  resourceGroup = "rg-Prod",
  pools = [armPool()],
  properties,
  ...rest
}: ArmClusterChange = {}): ArmBody => ({
  id: armClusterId(name, resourceGroup),
  location: "westeurope",
  name,
  type: "Microsoft.ContainerService/ManagedClusters",
  sku: { name: "Base", tier: "Standard" },
  ...rest,
  properties: {
    provisioningState: "Succeeded",
    powerState: { code: "Running" },
    kubernetesVersion: "1.35",
    currentKubernetesVersion: "1.35.4",
    agentPoolProfiles: pools,
    networkProfile: { networkPlugin: "azure", networkPluginMode: "overlay", podCidr: "10.244.0.0/16", outboundType: "loadBalancer" },
    supportPlan: "KubernetesOfficial",
    resourceUID: "6740c7e9a5b1d30001234567",
    ...properties,
  },
});

/** That cluster, read by its id. */
export async function readCluster(change: ArmClusterChange): Promise<Cluster> {
  const { azure } = await azureOn({ clusters: [armCluster(change)] });
  return azure.getCluster(refTo("prod"));
}

/** Its only pool. */
export async function readPool(change: ArmBody): Promise<NodePool | undefined> {
  const { nodePools } = await readCluster({ pools: [armPool(change)] });
  return nodePools[0];
}

export const armClusterId = (name: string, resourceGroup = "rg-Prod"): string =>
  `/subscriptions/${SUB}/resourcegroups/${resourceGroup}/providers/Microsoft.ContainerService/managedClusters/${name}`;

export function refTo(name: string, resourceGroup = "rg-Prod"): NonNullable<ReturnType<typeof clusterRef>> {
  const ref = clusterRef(armClusterId(name, resourceGroup));
  if (!ref) throw new Error(`${name} makes no cluster id`);
  return ref;
}
