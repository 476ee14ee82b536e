import type { Day } from "../model/time.ts";

/** A page of Microsoft's that a row stands on, and the day on which somebody last read that it still says so. */
export interface Page {
  readonly url: string;
  readonly checkedOn: Day;
}

const page = (path: string, checkedOn = "2026-11-21"): Page => ({
  url: `https://learn.microsoft.com/azure/${path}`,
  checkedOn: checkedOn as Day,
});

const ARM64 = page("aks/use-arm64-vms");
const AVAILABILITY_SETS = page("aks/availability-sets-on-aks");
const CONFIDENTIAL = page("aks/use-cvm");
const DEDICATED_HOSTS = page("virtual-machines/dedicated-hosts");
const EPHEMERAL = page("virtual-machines/ephemeral-os-disks");
const FIPS = page("aks/enable-fips-nodes");
const FLATCAR = page("aks/flatcar-container-linux-for-aks");
const HOST_ENCRYPTION = page("aks/enable-host-encryption");
const NODE_POOLS = page("aks/create-node-pools");
const OS_GUARD = page("aks/use-azure-linux-os-guard");
const POD_SANDBOXING = page("aks/use-pod-sandboxing");
const PROXIMITY = page("aks/reduce-latency-ppg");
const CAPACITY = page("virtual-machines/capacity-reservation-overview");
const SCALE_DOWN = page("aks/scale-down-mode");
const SPOT = page("aks/spot-node-pool");
const STREAMING = page("aks/artifact-streaming");
const SYSTEM_POOLS = page("aks/use-system-pools");
const TRUSTED_LAUNCH = page("aks/use-trusted-launch");
const ULTRA = page("aks/use-ultra-disks");
const VM_POOLS = page("aks/virtual-machines-node-pools");
const ZONES = page("aks/reliability-availability-zones-configure");
const AGENT_POOL_API: Page = {
  url: "https://learn.microsoft.com/rest/api/aks/agent-pools/create-or-update",
  checkedOn: "2026-11-21" as Day,
};
const RELEASE_2026_06_19: Page = { url: "https://github.com/Azure/AKS/pull/5835", checkedOn: "2026-11-21" as Day };

/**
 * What a pool can be or have. `fixed`: only a new pool gets it or gets rid of it. What can be switched in a preview alone counts as
 * fixed, since no advice stands on a preview.
 */
export const FEATURES = {
  arm64: { change: "fixed", on: ARM64 },
  "artifact-streaming": { change: "switchable", on: STREAMING },
  "availability-set": { change: "fixed", on: AVAILABILITY_SETS },
  "capacity-group": { change: "fixed", on: page("aks/use-capacity-reservation-groups") },
  "cluster-autoscaler": { change: "switchable", on: page("aks/cluster-autoscaler") },
  "confidential-vm": { change: "fixed", on: CONFIDENTIAL },
  "dedicated-host": { change: "fixed", on: page("aks/use-azure-dedicated-hosts") },
  "ephemeral-os-disk": { change: "fixed", on: page("aks/concepts-storage") },
  "evicted-deallocated": { change: "fixed", on: SPOT },
  fips: { change: "switchable", on: FIPS },
  flatcar: { change: "fixed", on: FLATCAR },
  gpu: { change: "fixed", on: NODE_POOLS },
  "gpu-partition": { change: "fixed", on: page("aks/gpu-multi-instance") },
  "host-encryption": { change: "fixed", on: HOST_ENCRYPTION },
  infiniband: { change: "fixed", on: NODE_POOLS },
  "node-public-ip": { change: "fixed", on: page("aks/use-node-public-ips") },
  "os-guard": { change: "fixed", on: OS_GUARD },
  "pod-sandboxing": { change: "fixed", on: POD_SANDBOXING },
  "proximity-group": { change: "fixed", on: PROXIMITY },
  "scaled-down-deallocated": { change: "switchable", on: SCALE_DOWN },
  "several-zones": { change: "fixed", on: ZONES },
  snapshot: { change: "switchable", on: page("aks/node-pool-snapshot") },
  spot: { change: "fixed", on: SPOT },
  "system-mode": { change: "switchable", on: SYSTEM_POOLS },
  "trusted-launch": { change: "switchable", on: TRUSTED_LAUNCH },
  "ultra-disk": { change: "fixed", on: ULTRA },
  "virtual-machines": { change: "fixed", on: VM_POOLS },
  windows: { change: "fixed", on: NODE_POOLS },
  zones: { change: "fixed", on: ZONES },
} as const satisfies Record<string, { readonly change: "fixed" | "switchable"; readonly on: Page }>;
export type Feature = keyof typeof FEATURES;

/** `defeated`: Azure takes both, and one loses what it is for. `unproven`: no page says that they go together. Advice keeps off all three. */
export type Verdict = "refused" | "defeated" | "unproven";

export interface Conflict {
  /** A pool cannot have all of them. */
  readonly of: readonly [Feature, Feature, ...Feature[]];
  readonly verdict: Verdict;
  /** A clause that fits behind "because". */
  readonly why: string;
  readonly on: Page;
  /** Node images, by a part of their name, on which they do go together. */
  readonly exceptOn?: readonly string[];
}

const row = (verdict: Verdict, of: Conflict["of"], on: Page, why: string, exceptOn?: readonly string[]): Conflict => ({
  ...{ of, verdict, why, on },
  ...(exceptOn ? { exceptOn } : {}),
});

/** What no pool can have together. Windows in Virtual Machines pools: a release note of 2025 says yes, the page of 2026 no; the page counts. */
export const CONFLICTS: readonly Conflict[] = [
  row("refused", ["spot", "system-mode"], SYSTEM_POOLS, "a system pool cannot run on spot VMs"),
  row("refused", ["spot", "virtual-machines"], SPOT, "spot pools are scale sets, never Virtual Machines pools"),
  row("refused", ["spot", "availability-set"], SPOT, "spot pools are scale sets, never availability sets"),
  row("refused", ["spot", "capacity-group"], CAPACITY, "it is bound to a capacity reservation group, which takes no spot VMs"),
  row("defeated", ["spot", "dedicated-host"], DEDICATED_HOSTS, "it is bound to dedicated hosts, which are paid for whole"),
  row(
    "defeated",
    ["spot", "proximity-group"],
    page("virtual-machines/co-location"),
    "it is bound to a proximity placement group, whose one data centre may run out of spot VMs",
  ),

  row(
    "refused",
    ["ephemeral-os-disk", "scaled-down-deallocated"],
    SCALE_DOWN,
    "its scale-down mode deallocates nodes, which ephemeral disks do not survive",
  ),
  row(
    "refused",
    ["ephemeral-os-disk", "evicted-deallocated"],
    EPHEMERAL,
    "its evicted nodes are deallocated, which ephemeral disks do not survive",
  ),
  row(
    "refused",
    ["ephemeral-os-disk", "availability-set"],
    AVAILABILITY_SETS,
    "availability sets have no ephemeral OS disks, nor anything else that came after 2019",
  ),
  row("unproven", ["ephemeral-os-disk", "os-guard"], NODE_POOLS, "Microsoft shows Azure Linux with OS Guard on managed disks only"),

  row("refused", ["virtual-machines", "zones"], VM_POOLS, "Virtual Machines pools have no availability zones"),
  row("refused", ["virtual-machines", "windows"], VM_POOLS, "Virtual Machines pools have no Windows nodes"),
  row("refused", ["virtual-machines", "snapshot"], VM_POOLS, "Virtual Machines pools are not made from snapshots"),
  row("refused", ["virtual-machines", "infiniband"], VM_POOLS, "Virtual Machines pools have no InfiniBand"),
  row(
    "refused",
    ["virtual-machines", "gpu", "cluster-autoscaler"],
    VM_POOLS,
    "the autoscaler takes no GPU sizes in Virtual Machines pools",
  ),
  row("refused", ["virtual-machines", "proximity-group"], PROXIMITY, "a proximity placement group takes scale sets only"),
  row("refused", ["virtual-machines", "host-encryption"], HOST_ENCRYPTION, "encryption at host takes scale sets only"),
  row("refused", ["virtual-machines", "trusted-launch"], TRUSTED_LAUNCH, "Trusted Launch takes scale sets only"),
  row(
    "unproven",
    ["virtual-machines", "capacity-group"],
    VM_POOLS,
    "no page says that Virtual Machines pools use capacity reservation groups",
  ),
  row("unproven", ["virtual-machines", "confidential-vm"], VM_POOLS, "no page says that Virtual Machines pools hold confidential VMs"),
  row("unproven", ["virtual-machines", "dedicated-host"], VM_POOLS, "no page says that Virtual Machines pools use dedicated hosts"),
  row("unproven", ["virtual-machines", "gpu-partition"], VM_POOLS, "no page says that Virtual Machines pools partition GPUs"),
  row("unproven", ["virtual-machines", "node-public-ip"], VM_POOLS, "no page says that Virtual Machines pools give nodes public addresses"),
  row("unproven", ["virtual-machines", "pod-sandboxing"], VM_POOLS, "no page says that Virtual Machines pools sandbox pods"),
  row(
    "unproven",
    ["virtual-machines", "ultra-disk"],
    ULTRA,
    "ultra disks ask for availability zones, which Virtual Machines pools do not have",
  ),

  row("refused", ["trusted-launch", "arm64"], TRUSTED_LAUNCH, "Trusted Launch does not run on Arm64"),
  row("refused", ["trusted-launch", "availability-set"], TRUSTED_LAUNCH, "Trusted Launch takes scale sets only"),
  row("refused", ["trusted-launch", "confidential-vm"], TRUSTED_LAUNCH, "confidential VMs have a secure boot of their own"),
  row("refused", ["trusted-launch", "fips"], TRUSTED_LAUNCH, "Trusted Launch goes with FIPS on Ubuntu 22.04 and OS Guard only", [
    "Ubuntu-2204",
    "OSGuard",
  ]),
  row("refused", ["trusted-launch", "flatcar"], TRUSTED_LAUNCH, "Flatcar has no Trusted Launch"),
  row("refused", ["trusted-launch", "pod-sandboxing"], TRUSTED_LAUNCH, "Trusted Launch does not go with pod sandboxing"),
  row("refused", ["trusted-launch", "windows"], TRUSTED_LAUNCH, "Windows nodes have no Trusted Launch"),

  row("refused", ["fips", "arm64"], ARM64, "on Arm64 FIPS takes Azure Linux 3", ["AzureLinux-V3"]),
  row("refused", ["fips", "confidential-vm"], CONFIDENTIAL, "confidential VMs have no FIPS image"),
  row("refused", ["fips", "flatcar"], FLATCAR, "Flatcar has no FIPS image"),
  row("refused", ["fips", "pod-sandboxing"], RELEASE_2026_06_19, "the image for pod sandboxing is no FIPS image"),

  row("refused", ["confidential-vm", "arm64"], CONFIDENTIAL, "no confidential VM is Arm64"),
  row("refused", ["confidential-vm", "flatcar"], FLATCAR, "Flatcar does not run on confidential VMs"),
  row("refused", ["confidential-vm", "os-guard"], CONFIDENTIAL, "OS Guard does not run on confidential VMs"),
  row("refused", ["confidential-vm", "pod-sandboxing"], CONFIDENTIAL, "confidential VMs do not sandbox pods"),
  row("refused", ["confidential-vm", "windows"], CONFIDENTIAL, "Windows nodes do not run on confidential VMs"),

  row("refused", ["pod-sandboxing", "flatcar"], FLATCAR, "only Azure Linux sandboxes pods"),
  row("refused", ["pod-sandboxing", "os-guard"], OS_GUARD, "only Azure Linux without OS Guard sandboxes pods"),
  row("refused", ["pod-sandboxing", "windows"], POD_SANDBOXING, "only Azure Linux sandboxes pods"),
  row(
    "unproven",
    ["pod-sandboxing", "arm64"],
    POD_SANDBOXING,
    "pod sandboxing asks for nested virtualization, which no page says Arm64 sizes have",
  ),

  row("refused", ["windows", "arm64"], ARM64, "Windows nodes do not run on Arm64"),
  row("refused", ["windows", "system-mode"], SYSTEM_POOLS, "system pools are Linux pools"),
  row("refused", ["os-guard", "arm64"], OS_GUARD, "OS Guard does not run on Arm64"),
  row("refused", ["artifact-streaming", "arm64"], STREAMING, "artifact streaming takes AMD64 images only"),
  row("refused", ["artifact-streaming", "flatcar"], FLATCAR, "Flatcar has no artifact streaming"),
  row("refused", ["artifact-streaming", "os-guard"], OS_GUARD, "OS Guard has no artifact streaming"),
  row("refused", ["artifact-streaming", "windows"], STREAMING, "Windows nodes have no artifact streaming"),

  row("refused", ["capacity-group", "availability-set"], CAPACITY, "capacity reservation groups take no availability sets"),
  row("refused", ["capacity-group", "dedicated-host"], CAPACITY, "capacity reservation groups take no dedicated hosts"),
  row("refused", ["capacity-group", "proximity-group"], CAPACITY, "capacity reservation groups take no proximity placement groups"),
  row("refused", ["capacity-group", "ultra-disk"], CAPACITY, "capacity reservation groups take no ultra disks"),
  row("refused", ["dedicated-host", "proximity-group"], DEDICATED_HOSTS, "dedicated hosts take no proximity placement groups"),
  row("refused", ["several-zones", "proximity-group"], PROXIMITY, "a proximity placement group stands in one zone"),
  row("refused", ["host-encryption", "availability-set"], HOST_ENCRYPTION, "encryption at host takes scale sets only"),
  row("refused", ["ultra-disk", "availability-set"], ULTRA, "ultra disks take no availability sets"),
  row("refused", ["zones", "availability-set"], AGENT_POOL_API, "availability sets have no availability zones"),
];
