/** Made up, as all GUIDs here; with letters, so that their case can vary. */
const guid = (number: number): string => `5a00000${number}-0000-4000-8000-0000000000${number}a`;

/** By display name. */
export const SUBSCRIPTIONS = {
  prod: guid(1),
  shop: guid(2),
  data: guid(3),
  dev: guid(4),
  "platform-dev": guid(5),
  stores: guid(6),
  "shop-nordics": guid(7),
} as const;

/** As ARM writes it: `resourceGroups` with a capital G, unlike the ids of clusters. */
export const subnetArmId = (subscription: string, network: string, subnet: string): string =>
  `/subscriptions/${subscription}/resourceGroups/rg-network/providers/Microsoft.Network/virtualNetworks/${network}/subnets/${subnet}`;
