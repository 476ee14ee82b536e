import type { ContainerServiceClient } from "@azure/arm-containerservice";
import type { SubscriptionId } from "../../core/model/names.ts";
import { bySubscription } from "./clients.ts";
import type { Connection } from "./connection.ts";

export type ContainerServiceClients = (subscription: SubscriptionId) => Promise<ContainerServiceClient>;

export const containerServiceClients = (connection: Connection): ContainerServiceClients =>
  bySubscription(async (subscription) => {
    const { ContainerServiceClient } = await import("@azure/arm-containerservice");
    return new ContainerServiceClient(connection.credential, subscription, connection.options);
  });
