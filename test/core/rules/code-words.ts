/**
 * Names that people paste into templates, as Azure and the azurerm provider spell them: a finding with another one fails its test.
 * Sources, looked at on 2026-11-21: the Bicep types of Microsoft.ContainerService 2026-05-01, the provider's pages of
 * azurerm_kubernetes_cluster and azurerm_kubernetes_cluster_node_pool (4.x), and Azure CLI 2.85.
 */
const BICEP = new Set([
  ...["agentPoolProfiles", "autoScalerProfile", "autoUpgradeProfile", "durationHours", "enableAutoScaling", "enableNodePublicIP"],
  ...["forceUpgrade", "kubernetesVersion", "licenseType", "loadBalancerProfile", "maintenanceConfigurations", "maintenanceWindow"],
  ...["managedClusters", "managedOutboundIPs", "maxCount", "maxSurge", "maxUnavailable", "minCount", "networkProfile"],
  ...["nodeOSUpgradeChannel", "nodePublicIPPrefixID", "notAllowedDates", "orchestratorVersion", "osDiskSizeGB", "osDiskType", "osSKU"],
  ...["overrideSettings", "podCidr", "podCidrs", "scaleDownMode", "scaleSetEvictionPolicy", "scaleSetPriority", "spotMaxPrice"],
  ...["startDate", "supportPlan", "upgradeChannel", "upgradeSettings", "virtualMachinesProfile", "vmSize", "windowsProfile"],
]);
/** Names of schedules, which stand beside properties. */
const SCHEDULES = new Set(["aksManagedAutoUpgradeSchedule", "aksManagedNodeOSUpgradeSchedule"]);

const TERRAFORM = new Set([
  ...["auto_scaler_profile", "auto_scaling_enabled", "automatic_upgrade_channel", "azurerm_kubernetes_cluster"],
  ...["azurerm_kubernetes_cluster_node_pool", "azurerm_management_lock", "default_node_pool", "eviction_policy"],
  ...["force_upgrade_enabled", "kubernetes_version", "load_balancer_profile", "maintenance_window_auto_upgrade"],
  ...["maintenance_window_node_os", "managed_outbound_ip_count", "max_count", "max_surge", "max_unavailable", "min_count"],
  ...["network_profile", "node_count", "node_os_upgrade_channel", "node_public_ip_enabled", "node_public_ip_prefix_id"],
  ...["orchestrator_version", "os_disk_size_gb", "os_disk_type", "os_sku", "pod_cidr", "scale_down_mode", "sku_tier"],
  ...["spot_max_price", "support_plan", "upgrade_override", "upgrade_settings", "vm_size", "windows_profile"],
]);

const FLAGS = new Set([
  ...["all", "auto-upgrade-channel", "cluster-autoscaler-profile", "cluster-name", "config-file", "control-plane-only", "crg-id"],
  ...["current-node-vm-size", "current-vm-sizes", "day-of-month", "day-of-week", "delete-emptydir-data", "disable-cluster-autoscaler"],
  ...["disable-force-upgrade", "duration", "enable-ahub", "enable-cluster-autoscaler", "enable-encryption-at-host"],
  ...["enable-fips-image", "enable-node-public-ip", "enable-secure-boot", "enable-ultra-ssd", "enable-vtpm", "eviction-policy"],
  ...["gpu-instance-profile", "host-group-id", "ids", "ignore-daemonsets", "interval-days", "interval-months", "interval-weeks"],
  ...["k8s-support-plan", "kubernetes-version", "labels", "limit-object", "load-balancer-managed-outbound-ip-count"],
  ...["load-balancer-outbound-ips", "load-balancer-outbound-ports", "machine-names", "max-count", "max-pods", "max-surge"],
  ...["max-unavailable", "min-count", "mode", "name", "node-count", "node-os-upgrade-channel", "node-osdisk-size"],
  ...["node-osdisk-type", "node-public-ip-prefix-id", "node-taints", "node-vm-size", "nrg-lockdown-restriction-level", "os-sku"],
  ...["os-type", "pod-cidr", "pod-ip-allocation-mode", "pod-subnet-id", "ppg", "priority", "query", "resource-name"],
  ...["resource-type", "scale-down-mode", "schedule-type", "scope", "size", "snapshot-id", "spot-max-price", "start-date"],
  ...["start-time", "tags", "tier", "update-cluster-autoscaler", "utc-offset", "vm-set-type", "vm-sizes", "vnet-subnet-id"],
  ...["week-index", "workload-runtime", "zones"],
]);

/** Outside brackets and quotes: those hold names that people gave. */
const bare = (text: string): string => text.replaceAll(/'[^']*'|"[^"]*"|\[[^\]{]*\]/g, " ");
const unknownIn = (text: string, shape: RegExp, known: ReadonlySet<string>): string[] =>
  [...text.matchAll(shape)].flatMap(([, word = ""]) => (known.has(word) || SCHEDULES.has(word) ? [] : [word]));

export const wrongBicep = (text: string): string[] => unknownIn(bare(text), /\b([a-z]+(?:[A-Z][A-Za-z0-9]*)+)\b/g, BICEP);
export const wrongTerraform = (text: string): string[] => unknownIn(bare(text), /\b([a-z]+(?:_[a-z]+)+)\b/g, TERRAFORM);
export const wrongFlags = (command: string): string[] => unknownIn(command, /(?:^| )--([a-z0-9-]+)/g, FLAGS);
