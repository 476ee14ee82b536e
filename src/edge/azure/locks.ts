import type { Lock } from "../../core/model/locks.ts";
import type { SubscriptionId } from "../../core/model/names.ts";
import { ArmLock } from "./arm-lock.ts";
import type { Connection } from "./connection.ts";
import type { ContainerServiceClients } from "./container-service.ts";
import { decodeEach, textAt } from "./decode.ts";
import { checkNames } from "./names.ts";
import { readAllPages } from "./pages.ts";

const API_VERSION = "2020-05-01";

/**
 * Every lock of a subscription, whatever it is put on, in one list. Resource Graph does not hold them. The SDK for locks would be
 * there for this one address, so another client goes to it as to the next page of a list.
 */
export async function readLocks(
  connection: Connection,
  containerService: ContainerServiceClients,
  subscription: SubscriptionId,
): Promise<readonly Lock[]> {
  const whose = `the locks of subscription ${subscription}`;
  const what = `list ${whose}`;
  checkNames(what, subscription);
  const client = await containerService(subscription);
  const first = `/subscriptions/${encodeURIComponent(subscription)}/providers/Microsoft.Authorization/locks?api-version=${API_VERSION}`;
  const rows = await readAllPages(connection, what, () => client.managedClusters.list(), first);
  const { good, odd } = decodeEach(ArmLock, rows, textAt("id"));
  connection.tellOdd(whose, odd);
  return good;
}
