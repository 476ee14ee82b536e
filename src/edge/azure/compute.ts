import type { ComputeManagementClient } from "@azure/arm-compute";
import type { SubscriptionId } from "../../core/model/names.ts";
import { bySubscription } from "./clients.ts";
import type { Connection } from "./connection.ts";

export type ComputeClients = (subscription: SubscriptionId) => Promise<ComputeManagementClient>;

export const computeClients = (connection: Connection): ComputeClients =>
  bySubscription(async (subscription) => {
    const { ComputeManagementClient } = await import("@azure/arm-compute");
    return new ComputeManagementClient(connection.credential, subscription, connection.options);
  });
