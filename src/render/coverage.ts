import { byText } from "../core/digest/words.ts";
import type { EventSource } from "../core/model/event.ts";
import type { SubscriptionId } from "../core/model/names.ts";

/** By what changes of a subscription reach us between two scans. */
export interface Coverage {
  readonly subscription: SubscriptionId;
  readonly name: string;
  /** Event Grid where something came that way in the last 7 days, the change feed where it is read; empty is the nightly scan alone. */
  readonly by: readonly EventSource[];
}

/** The subscriptions that are covered in the same way. */
export interface CoverageGroup {
  readonly by: readonly EventSource[];
  /** By name. */
  readonly subscriptions: readonly Coverage[];
}

/** The least covered first: three groups or four, however many subscriptions there are. */
export function coverageGroups(coverage: readonly Coverage[]): readonly CoverageGroup[] {
  const groups = Map.groupBy(coverage, ({ by }) => [...new Set(by)].sort(byText).join(" "));
  return [...groups.values()]
    .flatMap((subscriptions): CoverageGroup[] => {
      const [first] = subscriptions;
      if (!first) return [];
      const sorted = subscriptions.toSorted((a, b) => byText(a.name, b.name) || byText(a.subscription, b.subscription));
      return [{ by: [...new Set(first.by)].sort(byText), subscriptions: sorted }];
    })
    .sort((a, b) => a.by.length - b.by.length || byText(a.by.join(" "), b.by.join(" ")));
}
