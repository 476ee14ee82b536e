import { describe, expect, it } from "vitest";
import { AzureRefusal } from "../../../src/edge/azure/index.ts";
import { thrownBy } from "../../support/thrown-by.ts";
import { armCluster, armPool, azureOn, readCluster, readPool, refTo, SUB } from "./stand-in.ts";

const publicIp = (name: string) => `/subscriptions/s/resourceGroups/MC_rg/providers/Microsoft.Network/publicIPAddresses/${name}`;

describe("a cluster body", () => {
  it("becomes a cluster of our own words, the same from the list and by id", async () => {
    const { azure } = await azureOn({ clusters: [armCluster({ tags: { team: "shop", empty: null } })] });

    const byId = await azure.getCluster(refTo("prod"));
    const listed = await azure.readClusterPage(SUB);

    expect(byId).toEqual({
      id: `/subscriptions/${SUB}/resourcegroups/rg-prod/providers/microsoft.containerservice/managedclusters/prod`,
      subscription: SUB,
      resourceGroup: "rg-Prod",
      name: "prod",
      region: "westeurope",
      resourceUid: "6740c7e9a5b1d30001234567",
      provisioningState: "Succeeded",
      powerState: "running",
      version: { major: 1, minor: 35, patch: 4 },
      tier: "standard",
      supportPlan: "community",
      isAutomatic: false,
      hasNodeAutoProvisioning: false,
      network: { model: "overlay", podCidrs: ["10.244.0.0/16"], outboundType: "loadBalancer" },
      autoUpgrade: { channel: "none" },
      tags: { team: "shop", empty: "" },
      nodePools: [
        {
          name: "nodepool1",
          mode: "system",
          kind: "scale-set",
          os: "linux",
          osSku: "Ubuntu",
          sizes: [{ vmSize: "Standard_D4ds_v5", nodeCount: 3 }],
          nodeCount: 3,
          priority: "regular",
          osDisk: { kind: "ephemeral", sizeGiB: 150 },
          kubeletDisk: "os",
          maxPods: 30,
          version: { major: 1, minor: 35, patch: 4 },
          provisioningState: "Succeeded",
          powerState: "running",
          upgrade: { maxSurge: { kind: "percent", percent: 10 }, maxUnavailable: { kind: "count", nodes: 0 } },
          podIpAllocation: "dynamic",
          zones: [],
          labels: {},
          taints: [],
          tags: {},
          scaleDownMode: "delete",
          security: { secureBoot: false, vtpm: false },
        },
      ],
    });
    expect(listed.clusters).toEqual([byId]);
  });

  it.for([
    [
      "the running version, where ARM was asked for a minor",
      { properties: { kubernetesVersion: "1.28", currentKubernetesVersion: "1.28.5" } },
      { version: { minor: 28, patch: 5 } },
    ],
    [
      "the version asked for, where an old answer has no other",
      { properties: { kubernetesVersion: "1.28", currentKubernetesVersion: null } },
      { version: { minor: 28 } },
    ],
    ["a stopped cluster", { properties: { powerState: { code: "Stopped" } } }, { powerState: "stopped" }],
    ["AKS Automatic", { sku: { name: "Automatic", tier: "Standard" } }, { isAutomatic: true, tier: "standard" }],
    ["node auto-provisioning", { properties: { nodeProvisioningProfile: { mode: "Auto" } } }, { hasNodeAutoProvisioning: true }],
    ["no node auto-provisioning", { properties: { nodeProvisioningProfile: { mode: "Manual" } } }, { hasNodeAutoProvisioning: false }],
    [
      "long-term support",
      { sku: { name: "Base", tier: "Premium" }, properties: { supportPlan: "AKSLongTermSupport" } },
      { tier: "premium", supportPlan: "lts" },
    ],
    ["the older word for the Standard tier", { sku: { name: "Basic", tier: "Paid" } }, { tier: "standard" }],
    ["the free tier in any case", { sku: { name: "Base", tier: "free" } }, { tier: "free" }],
    [
      "Azure CNI without overlay",
      { properties: { networkProfile: { networkPlugin: "azure", networkPluginMode: "" } } },
      { network: { model: "node-subnet", podCidrs: [] } },
    ],
    [
      "kubenet",
      { properties: { networkProfile: { networkPlugin: "kubenet", outboundType: "userDefinedRouting" } } },
      { network: { model: "kubenet", outboundType: "userDefinedRouting" } },
    ],
    ["a CNI of one's own", { properties: { networkProfile: { networkPlugin: "none" } } }, { network: { model: "other" } }],
    [
      "two address families",
      { properties: { networkProfile: { podCidr: "10.244.0.0/16", podCidrs: ["10.244.0.0/16", "fd11:1234::/64"] } } },
      { network: { podCidrs: ["10.244.0.0/16", "fd11:1234::/64"] } },
    ],
    [
      "ports and addresses of its load balancer",
      {
        properties: {
          networkProfile: {
            loadBalancerProfile: { allocatedOutboundPorts: 2000, effectiveOutboundIPs: [{ id: publicIp("a") }, { id: publicIp("b") }] },
          },
        },
      },
      { network: { loadBalancer: { portsPerNode: 2000, outboundIps: 2 } } },
    ],
    [
      "ports left to Azure, and IPv6 addresses that carry no IPv4 ports",
      {
        properties: {
          networkProfile: {
            loadBalancerProfile: {
              managedOutboundIPs: { count: 1, countIPv6: 1 },
              effectiveOutboundIPs: [{ id: publicIp("a") }, { id: publicIp("b") }],
            },
          },
        },
      },
      { network: { loadBalancer: { portsPerNode: 0, outboundIps: 1 } } },
    ],
    ["a state in motion", { properties: { provisioningState: "Upgrading" } }, { provisioningState: "Upgrading" }],
    [
      "a pool that AKS hosts itself, without size or count",
      { pools: [{ name: "hosted", mode: "ManagedSystem", osDiskSizeGB: null }] },
      { nodePools: [] },
    ],
    ["pools that are absent", { properties: { agentPoolProfiles: undefined } }, { nodePools: [] }],
    ["pools that are null", { pools: null }, { nodePools: [] }],
  ] as const)("is read with %s", async ([, change, expected]) => {
    expect(await readCluster(change)).toMatchObject(expected);
  });

  it("does not count outbound addresses that are prefixes, whose size is not in the answer", async () => {
    const prefix = { id: "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/publicIPPrefixes/p" };
    const cluster = await readCluster({ properties: { networkProfile: { loadBalancerProfile: { effectiveOutboundIPs: [prefix] } } } });

    expect(cluster.network.loadBalancer).toEqual({ portsPerNode: 0 });
  });

  it("leaves the resource UID out where an old answer has none", async () => {
    expect(await readCluster({ properties: { resourceUID: undefined } })).not.toHaveProperty("resourceUid");
  });

  it("never brings its secrets along", async () => {
    const httpProxyConfig = { httpProxy: "http://ada:hunter2@proxy:3128", trustedCa: "hunter2" };

    const cluster = await readCluster({ properties: { httpProxyConfig, windowsProfile: { adminPassword: "hunter2" } } });

    expect(JSON.stringify(cluster)).not.toContain("hunter2");
  });

  it.for([
    ["a tier we do not know", { sku: { name: "Base", tier: "Platinum" } }, "sku.tier: Platinum is not a word we know"],
    [
      "no version",
      { properties: { currentKubernetesVersion: "", kubernetesVersion: "soon" } },
      "properties.currentKubernetesVersion: expected a version",
    ],
    [
      "a count that is text",
      { pools: [armPool(), armPool({ count: "3" })] },
      "properties.agentPoolProfiles.1.count: expected number, received string",
    ],
    [
      "no disk size",
      { pools: [armPool({ osDiskSizeGB: null })] },
      "properties.agentPoolProfiles.0.osDiskSizeGB: expected number, received null",
    ],
    [
      "a surge that is no share",
      { pools: [armPool({ upgradeSettings: { maxSurge: "a lot" } })] },
      "properties.agentPoolProfiles.0.upgradeSettings.maxSurge: expected a number of nodes or a percentage of at most 100",
    ],
    [
      "a surge of more than all nodes",
      { pools: [armPool({ upgradeSettings: { maxSurge: "101%" } })] },
      "properties.agentPoolProfiles.0.upgradeSettings.maxSurge: expected a number of nodes or a percentage of at most 100",
    ],
    [
      "a drain timeout of more than a day",
      { pools: [armPool({ upgradeSettings: { drainTimeoutInMinutes: 1441 } })] },
      "properties.agentPoolProfiles.0.upgradeSettings.drainTimeoutInMinutes: Too big: expected number to be <=1440",
    ],
    [
      "an undrainable behaviour we do not know",
      { pools: [armPool({ upgradeSettings: { undrainableNodeBehavior: "Shout" } })] },
      "properties.agentPoolProfiles.0.upgradeSettings.undrainableNodeBehavior: Shout is not a word we know",
    ],
    [
      "a pod range with a prefix of 33",
      { properties: { networkProfile: { networkPlugin: "azure", networkPluginMode: "overlay", podCidrs: ["10.244.0.0/33"] } } },
      "properties.networkProfile.podCidrs.0: expected an address range such as 10.244.0.0/16",
    ],
    [
      "more ports than an address has",
      { properties: { networkProfile: { loadBalancerProfile: { allocatedOutboundPorts: 64_008 } } } },
      "properties.networkProfile.loadBalancerProfile.allocatedOutboundPorts: Too big: expected number to be <=64000",
    ],
    [
      "an autoscaler without bounds",
      { pools: [armPool({ enableAutoScaling: true })] },
      "properties.agentPoolProfiles.0.minCount: is missing",
    ],
    [
      "no nodes and no profile",
      { pools: [armPool({ type: "VirtualMachines", vmSize: null, count: null })] },
      "properties.agentPoolProfiles.0.vmSize: is missing",
    ],
  ] as const)("with %s is refused, and the field is named", async ([, change, problem]) => {
    const refusal = await thrownBy(readCluster(change));

    expect(refusal).toBeInstanceOf(AzureRefusal);
    expect(refusal).toMatchObject({
      message: `Cannot read cluster rg-Prod/prod of subscription ${SUB}: the answer does not fit: ${problem}`,
      missing: { kind: "unreadable" },
      meansGone: false,
    });
  });
});

describe("a node pool", () => {
  it.for([
    [
      "absent autoscaling as fixed",
      { enableAutoScaling: undefined, minCount: null, maxCount: null },
      { sizes: [{ vmSize: "Standard_D4ds_v5", nodeCount: 3 }] },
    ],
    [
      "autoscaling with its bounds",
      { enableAutoScaling: true, minCount: 1, maxCount: 9 },
      { sizes: [{ vmSize: "Standard_D4ds_v5", nodeCount: 3, autoscale: { min: 1, max: 9 } }] },
    ],
    ["a size in lower case as it was written", { vmSize: "standard_d4lds_v5" }, { sizes: [{ vmSize: "standard_d4lds_v5", nodeCount: 3 }] }],
    ["lower-case Windows", { osType: "windows", osSKU: "Windows2022" }, { os: "windows", osSku: "Windows2022" }],
    [
      "no surge said",
      { upgradeSettings: { maxSurge: null, maxUnavailable: "5%" } },
      { upgrade: { maxUnavailable: { kind: "percent", percent: 5 } } },
    ],
    ["no upgrade settings at all", { upgradeSettings: undefined }, { upgrade: {} }],
    [
      "drain and soak times",
      { upgradeSettings: { maxSurge: "2", drainTimeoutInMinutes: 45, nodeSoakDurationInMinutes: 10 } },
      { upgrade: { maxSurge: { kind: "count", nodes: 2 }, drainTimeoutMinutes: 45, nodeSoakMinutes: 10 } },
    ],
    [
      "nodes that cannot be drained",
      { upgradeSettings: { maxSurge: "1", undrainableNodeBehavior: "cordon", maxBlockedNodes: "20%" } },
      {
        upgrade: { maxSurge: { kind: "count", nodes: 1 }, undrainableNodes: "cordon", maxBlockedNodes: { kind: "percent", percent: 20 } },
      },
    ],
    ["no behaviour said for those", { upgradeSettings: { undrainableNodeBehavior: null, maxBlockedNodes: null } }, { upgrade: {} }],
    ["a public address a node", { enableNodePublicIP: true }, { nodePublicIp: {} }],
    [
      "public addresses of a prefix",
      { enableNodePublicIP: true, nodePublicIPPrefixID: "/subscriptions/S/Prefix" },
      { nodePublicIp: { prefixId: "/subscriptions/S/Prefix" } },
    ],
    [
      "spot without a price limit",
      { scaleSetPriority: "Spot", scaleSetEvictionPolicy: "Deallocate", spotMaxPrice: -1 },
      { priority: "spot", spot: { evictionPolicy: "deallocate" } },
    ],
    [
      "spot with a price limit",
      { scaleSetPriority: "Spot", spotMaxPrice: 0.03845 },
      { priority: "spot", spot: { evictionPolicy: "delete", maxPriceUsdHourly: 0.03845 } },
    ],
    [
      "a managed disk",
      { osDiskType: "Managed", osDiskSizeGB: 128, kubeletDiskType: "Temporary" },
      { osDisk: { kind: "managed", sizeGiB: 128 }, kubeletDisk: "temporary" },
    ],
    [
      "a pod subnet in blocks",
      {
        vnetSubnetID: "/subscriptions/S/resourceGroups/RG/x/Nodes",
        podSubnetID: "/subscriptions/S/Pods",
        podIPAllocationMode: "StaticBlock",
      },
      { nodeSubnet: "/subscriptions/s/resourcegroups/rg/x/nodes", podSubnet: "/subscriptions/s/pods", podIpAllocation: "static-block" },
    ],
    ["zones in order", { availabilityZones: ["3", "1", "2"] }, { zones: ["1", "2", "3"] }],
    [
      "labels, taints and tags",
      { nodeLabels: { team: "a" }, nodeTaints: ["x=y:NoSchedule"], tags: { env: "dev" } },
      { labels: { team: "a" }, taints: ["x=y:NoSchedule"], tags: { env: "dev" } },
    ],
    ["a gateway", { mode: "Gateway" }, { mode: "gateway" }],
    ["an availability set", { type: "AvailabilitySet" }, { kind: "availability-set" }],
    ["trusted launch", { securityProfile: { enableSecureBoot: true, enableVTPM: true } }, { security: { secureBoot: true, vtpm: true } }],
    [
      "reserved kubelet memory in MiB",
      { kubeletConfig: { kubeReserved: { cpuMillicores: 200, memoryMB: 1500 } } },
      { kubeletOverrides: { kubeReservedCpuMillicores: 200, kubeReservedMemoryMiB: 1500 } },
    ],
    [
      "eviction thresholds in MiB and per cent",
      { kubeletConfig: { hardEvictionThreshold: { memoryAvailable: "1Gi", nodeFsAvailable: "12.5%" } } },
      { kubeletOverrides: { hardEvictionMemory: { kind: "amount", sizeMiB: 1024 }, hardEvictionDisk: { kind: "percent", percent: 12.5 } } },
    ],
    [
      "what binds it",
      {
        capacityReservationGroupID: "/crg",
        hostGroupID: "/hg",
        proximityPlacementGroupID: "/ppg",
        creationData: { sourceResourceId: "/snap" },
        workloadRuntime: "KataVmIsolation",
        scaleDownMode: "Deallocate",
      },
      {
        capacityReservationGroupId: "/crg",
        hostGroupId: "/hg",
        proximityPlacementGroupId: "/ppg",
        snapshotSourceId: "/snap",
        workloadRuntime: "KataVmIsolation",
        scaleDownMode: "deallocate",
      },
    ],
    ["a pool scaled to nothing", { count: 0 }, { nodeCount: 0 }],
    ["a stopped pool", { powerState: { code: "Stopped" } }, { powerState: "stopped" }],
  ] as const)("is read with %s", async ([, change, expected]) => {
    expect(await readPool(change)).toMatchObject(expected);
  });

  it.for([
    ["spot settings of a regular pool", { spotMaxPrice: -1 }, "spot"],
    ["a spot price of -1", { scaleSetPriority: "Spot", spotMaxPrice: -1 }, "spot.maxPriceUsdHourly"],
    ["the ordinary runtime", { workloadRuntime: "OCIContainer" }, "workloadRuntime"],
    ["a surge of null", { upgradeSettings: { maxSurge: null } }, "upgrade.maxSurge"],
    ["the version of a pool that is being created", { provisioningState: "Creating", currentOrchestratorVersion: undefined }, "version"],
    ["a kubelet configuration without reservations of its own", { kubeletConfig: { cpuManagerPolicy: "static" } }, "kubeletOverrides"],
    ["an empty subnet", { vnetSubnetID: "" }, "nodeSubnet"],
  ] as const)("says nothing of %s", async ([, change, property]) => {
    expect(await readPool(change)).not.toHaveProperty(property);
  });

  it.for([
    [
      "manual profiles without a status",
      {
        scale: {
          manual: [
            { size: "Standard_D4s_v3", count: 2 },
            { size: "Standard_D8s_v3", count: 1 },
          ],
        },
      },
      undefined,
      [
        { vmSize: "Standard_D4s_v3", nodeCount: 2 },
        { vmSize: "Standard_D8s_v3", nodeCount: 1 },
      ],
    ],
    [
      "an autoscale object",
      { scale: { autoscale: { size: "standard_d2s_v3", minCount: 1, maxCount: 3 } } },
      [{ size: "Standard_D2s_v3", count: 2 }],
      [{ vmSize: "Standard_D2s_v3", nodeCount: 2, autoscale: { min: 1, max: 3 } }],
    ],
    [
      "an autoscale array",
      {
        scale: {
          autoscale: [
            { size: "Standard_D2s_v3", minCount: 1, maxCount: 3 },
            { size: "Standard_D4s_v3", minCount: 0, maxCount: 5 },
          ],
        },
      },
      [{ size: "Standard_D2s_v3", count: 3 }],
      [
        { vmSize: "Standard_D2s_v3", nodeCount: 3, autoscale: { min: 1, max: 3 } },
        { vmSize: "Standard_D4s_v3", nodeCount: 0, autoscale: { min: 0, max: 5 } },
      ],
    ],
    [
      "both kinds of profile",
      { scale: { manual: [{ size: "Standard_D4s_v3", count: 2 }], autoscale: [{ size: "Standard_D8s_v3", minCount: 1, maxCount: 2 }] } },
      [
        { size: "Standard_D8s_v3", count: 1 },
        { size: "Standard_D4s_v3", count: 2 },
      ],
      [
        { vmSize: "Standard_D4s_v3", nodeCount: 2 },
        { vmSize: "Standard_D8s_v3", nodeCount: 1, autoscale: { min: 1, max: 2 } },
      ],
    ],
    [
      "nodes of a size no profile asks for",
      { scale: { manual: [{ size: "Standard_D8s_v3", count: 2 }] } },
      [
        { size: "Standard_D8s_v3", count: 2 },
        { size: "Standard_D4s_v3", count: 1 },
      ],
      [
        { vmSize: "Standard_D8s_v3", nodeCount: 2 },
        { vmSize: "Standard_D4s_v3", nodeCount: 1 },
      ],
    ],
  ] as const)("of type VirtualMachines is read from %s", async ([, virtualMachinesProfile, virtualMachineNodesStatus, sizes]) => {
    const pool = await readPool({
      type: "VirtualMachines",
      vmSize: undefined,
      count: undefined,
      virtualMachinesProfile,
      virtualMachineNodesStatus,
    });

    expect(pool).toMatchObject({ kind: "virtual-machines", sizes });
    expect(pool?.nodeCount).toBe(sizes.reduce((sum, size) => sum + size.nodeCount, 0));
  });

  it("of type VirtualMachines without a profile has one size", async () => {
    expect(await readPool({ type: "VirtualMachines" })).toMatchObject({
      kind: "virtual-machines",
      sizes: [{ nodeCount: 3 }],
      nodeCount: 3,
    });
  });
});
