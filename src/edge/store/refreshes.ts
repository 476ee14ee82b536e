import type { TableClient } from "@azure/data-tables";
import type { Missing } from "../../core/model/absence.ts";
import type { Instant } from "../../core/model/time.ts";
import { getOrRenew } from "./errors.ts";
import { azureKey } from "./keys.ts";
import type { Layout } from "./layout.ts";
import { rows } from "./rows.ts";

/** A list that all subscriptions share: `key` says which one of its kind, compared without case. */
export interface Refresh {
  readonly kind: "prices" | "spot";
  readonly key: string;
}

/** When somebody last read it, or could not. */
export interface Try {
  readonly at: Instant;
  readonly failure?: Missing;
}

/** Who reads what all share, and when it was read last: whoever finds it due claims it, and the others go on without. */
export interface Refreshes {
  /** Nothing when nobody ever tried, or what was put down of it cannot be read. */
  last(what: Refresh): Promise<Try | undefined>;
  /**
   * True when it is the claimant's to read until then: nobody else has it, or their claim ran out, and nobody has tried since the try
   * that the claimant knows.
   */
  take(what: Refresh, claim: Claim): Promise<boolean>;
  /** Puts down what came of it. Without an outcome nothing was tried. Another's claim stays as it is. @throws StoreConflict after many conflicts */
  release(what: Refresh, holder: string, outcome?: Try): Promise<void>;
}

export interface Claim {
  readonly holder: string;
  readonly now: Instant;
  readonly until: Instant;
  /** `last` as it was when the claimant found it due. */
  readonly since: Instant | undefined;
}

interface StoredRefresh extends Refresh {
  readonly claim?: { readonly holder: string; readonly until: Instant };
  readonly last?: Try;
}

const PARTITION = "refreshes";

export function refreshes(client: TableClient): Refreshes {
  const table = rows(client, layout);
  // It only keeps two from reading the same at once: nothing is lost with it but one reading too many.
  const get = ({ kind, key }: Refresh) =>
    getOrRenew(
      () => table.get(PARTITION, azureKey(kind, key)),
      () => table.put([{ kind, key }]),
    );
  return {
    last: async (what) => (await get(what))?.value.last,
    take: async ({ kind, key }, { holder, now, until, since }) => {
      const stored = await get({ kind, key });
      const claim = { holder, until };
      if (stored === undefined) return since === undefined && (await table.insert({ kind, key, claim }));
      const { claim: before, last } = stored.value;
      const isTaken = before !== undefined && before.holder !== holder && before.until > now;
      if (isTaken || last?.at !== since) return false;
      return (await table.replace({ ...stored.value, claim }, stored.etag)) !== undefined;
    },
    release: async (what, holder, outcome) => {
      const none: StoredRefresh = { kind: what.kind, key: what.key };
      await table.change(layout.place(none), (stored = none) => released(stored, holder, outcome), none);
    },
  };
}

/** Whose claim ran out may still have read it, later than anybody else. */
function released({ claim, last, ...what }: StoredRefresh, holder: string, outcome: Try | undefined): StoredRefresh {
  const newest = outcome && (last === undefined || last.at <= outcome.at) ? outcome : last;
  return { ...what, ...(claim && claim.holder !== holder ? { claim } : {}), ...(newest ? { last: newest } : {}) };
}

const layout: Layout<StoredRefresh> = {
  shape: 1,
  place: ({ kind, key, claim }) => ({ partition: PARTITION, row: azureKey(kind, key), columns: { ...(claim && { until: claim.until }) } }),
};
