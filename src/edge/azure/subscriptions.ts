import type { SubscriptionClient } from "@azure/arm-resources-subscriptions";
import type { SubscriptionId } from "../../core/model/names.ts";
import type { Subscription } from "../../core/model/scan.ts";
import { problemOf } from "../wire/decode.ts";
import { ArmSubscription } from "./arm-subscription.ts";
import type { Connection } from "./connection.ts";
import { decodeEach, textAt } from "./decode.ts";
import { unreadable } from "./errors.ts";
import { checkNames } from "./names.ts";
import { readAllPages } from "./pages.ts";

export interface Subscriptions {
  list(): Promise<readonly Subscription[]>;
  get(id: SubscriptionId): Promise<Subscription>;
}

export function subscriptions(connection: Connection): Subscriptions {
  let made: Promise<SubscriptionClient> | undefined;
  const client = (): Promise<SubscriptionClient> => {
    made ??= make(connection);
    return made;
  };

  return {
    /** A row without a subscription id is left out: there is nothing it could be read by. */
    list: async () => {
      const { subscriptions: calls } = await client();
      const rows = await readAllPages(connection, "list the subscriptions", () => calls.list());
      const { good, odd } = decodeEach(ArmSubscription, rows, textAt("displayName"));
      connection.tellOdd("the subscriptions", odd);
      return good.flatMap(({ subscription, canBeRead }) => (canBeRead ? [subscription] : []));
    },

    get: async (id) => {
      const what = `read subscription ${id}`;
      checkNames(what, id);
      const { subscriptions: calls } = await client();
      const listed = ArmSubscription.safeParse(await connection.ask(what, () => calls.get(id)));
      if (!listed.success) throw unreadable(what, problemOf(listed.error));
      return listed.data.subscription;
    },
  };
}

async function make({ credential, options }: Connection): Promise<SubscriptionClient> {
  const { SubscriptionClient } = await import("@azure/arm-resources-subscriptions");
  return new SubscriptionClient(credential, options);
}
