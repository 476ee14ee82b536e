import type { SubscriptionId } from "../../core/model/names.ts";

/** One SDK client a subscription, made when it is first needed; it keeps its token. */
export function bySubscription<Client>(
  make: (subscription: SubscriptionId) => Promise<Client>,
): (subscription: SubscriptionId) => Promise<Client> {
  const clients = new Map<SubscriptionId, Promise<Client>>();
  return (subscription) => {
    const client = clients.get(subscription) ?? make(subscription);
    clients.set(subscription, client);
    return client;
  };
}
