import type { SubnetId } from "../../core/model/names.ts";
import type { SubnetUse } from "../../core/model/region.ts";
import { ArmSubnetUsage } from "./arm-subnet-usage.ts";
import { bySubscription } from "./clients.ts";
import type { Connection } from "./connection.ts";
import { decodeEach, textAt } from "./decode.ts";
import { checkNames, type NetworkRef } from "./names.ts";
import { readAllPages } from "./pages.ts";

export type SubnetReader = (network: NetworkRef) => Promise<ReadonlyMap<SubnetId, SubnetUse>>;

/** The addresses of every subnet of a network that Azure counts, in one call. Who is not in the map is not known. */
export function subnets(connection: Connection): SubnetReader {
  const clientOf = bySubscription(async (subscription) => {
    const { NetworkManagementClient } = await import("@azure/arm-network");
    return new NetworkManagementClient(connection.credential, subscription, connection.options);
  });

  return async ({ subscription, resourceGroup, name }) => {
    const whose = `the addresses of network ${resourceGroup}/${name} of subscription ${subscription}`;
    const what = `read ${whose}`;
    checkNames(what, subscription, resourceGroup, name);
    const client = await clientOf(subscription);
    const rows = await readAllPages(connection, what, () => client.virtualNetworks.listUsage(resourceGroup, name));
    const { good, odd } = decodeEach(ArmSubnetUsage, rows, textAt("id"));
    connection.tellOdd(whose, odd);
    return new Map(good.flatMap(({ id, use }) => (use ? [[id, use] as const] : [])));
  };
}
