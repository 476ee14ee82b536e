import type { Checked, Feature } from "../calendar-data.ts";
import { ending } from "../calendar-ending.ts";
import { day } from "../time.ts";

const CHECKED = day("2026-11-20");
const past = (source: string): Checked => ({ source, checkedOn: CHECKED, confidence: "high" });
const announced = (source: string): Checked => ({ source, checkedOn: CHECKED, confidence: "medium" });
const vague = (source: string): Checked => ({ source, checkedOn: CHECKED, confidence: "low" });

const aks = (page: string): string => `https://learn.microsoft.com/azure/aks/${page}`;
const issue = (number: number): string => `https://github.com/Azure/AKS/issues/${number}`;
const ARC_WINDOWS_PAGE = "https://learn.microsoft.com/azure/aks/aksarc/aks-windows-server-retirement";

export const features = [
  {
    ...past(issue(3841)),
    id: "http-application-routing",
    name: "HTTP application routing add-on (preview)",
    ends: ending("2025-03-03"),
  },
  {
    ...past(issue(4770)),
    id: "wasm-runtime",
    name: "WebAssembly node pools (preview)",
    ends: ending("2025-05-05"),
  },
  {
    ...past("https://aka.ms/aks/teleport-retirement"),
    id: "teleport",
    name: "Teleport (preview)",
    ends: ending("2025-07-15"),
  },
  {
    ...past("https://aka.ms/aks/skip-gpu-driver-tag-retirement"),
    id: "skip-gpu-driver-tag",
    name: "Tag that skips the GPU driver",
    ends: ending("2025-08-14"),
  },
  {
    ...past(aks("upgrade-basic-load-balancer-on-aks")),
    id: "basic-load-balancer",
    name: "Basic Load Balancer",
    ends: ending("2025-09-30"),
  },
  {
    ...past(issue(5021)),
    id: "availability-sets",
    name: "Node pools on availability sets",
    ends: ending("2025-09-30"),
    note: "From 30 September 2026 AKS moves what is left to Virtual Machines node pools by itself (release notes of 4 September 2026). The end of support is followed.",
  },
  {
    ...past(
      "https://azure.microsoft.com/updates?id=default-outbound-access-for-vms-in-azure-will-be-retired-transition-to-a-new-method-of-internet-access",
    ),
    id: "default-outbound-access",
    name: "Default outbound access of VMs",
    ends: ending("2026-03-31"),
    note: "Azure's list of retirements still has 30 September 2025; the newer date of the AKS pages is followed. Only new clusters with a managed virtual network change, to private subnets; networks of one's own are not affected.",
  },
  {
    ...past(issue(5826)),
    id: "custom-ca-trust-preview",
    name: "Node pool setting enableCustomCATrust (preview)",
    ends: ending("2026-09-14"),
  },
  {
    ...announced("https://azure.microsoft.com/updates?id=500273"),
    id: "network-policy-manager-windows",
    name: "Azure network policy manager on Windows",
    ends: ending("2026-09-30"),
  },
  {
    ...vague(issue(5516)),
    id: "app-routing-nginx",
    name: "Managed NGINX of the application routing add-on",
    ends: ending("2026-11"),
    note: "The upstream project ended in March 2026. Microsoft patches critical vulnerabilities through November 2026 and names no day; the last of the month is followed.",
  },
  {
    ...announced(issue(5539)),
    id: "kubelet-serving-certificate-tag",
    name: "Tag that turns the rotation of kubelet serving certificates off",
    ends: ending("2027-04-01"),
  },
  {
    ...announced(aks("open-service-mesh-about")),
    id: "open-service-mesh",
    name: "Open Service Mesh add-on",
    ends: ending("2027-09-30"),
  },
  {
    ...announced(issue(4859)),
    id: "kubenet",
    name: "kubenet networking",
    ends: ending("2028-03-31"),
  },
  {
    ...announced(aks("migrate-from-npm-to-cilium-network-policy")),
    id: "network-policy-manager-linux",
    name: "Azure network policy manager on Linux",
    ends: ending("2028-09-30"),
  },
  {
    ...announced(ARC_WINDOWS_PAGE),
    id: "aks-on-windows-server-2019",
    name: "AKS on Windows Server 2019 (Azure Arc)",
    ends: ending("2026-03"),
  },
  {
    ...announced(ARC_WINDOWS_PAGE),
    id: "aks-on-windows-server-2022",
    name: "AKS on Windows Server 2022 (Azure Arc)",
    ends: ending("2027-03"),
  },
] as const satisfies readonly Feature[];
