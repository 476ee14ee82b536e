import { setTimeout as wait } from "node:timers/promises";
import { type Azure, AzureLater } from "../../src/edge/azure/index.ts";

/** What a read waits for. */
export interface Waiting {
  readonly why: string;
  readonly seconds: number;
}

/** How long reads that Azure puts off may be waited for, and who hears of it. */
export interface Patience {
  /** For all reads of one subscription together: what waits side by side is counted once. */
  readonly atMostSeconds: number;
  readonly signal: AbortSignal;
  /** Called when a read starts to wait, and with nothing once none waits any more. */
  readonly onWait: (waiting: Waiting | undefined) => void;
}

/** Errors other than being asked to wait seldom go away by waiting. */
const FAILED_TRIES = 3;
const LONGEST_GUESS_SECONDS = 30;
const LEAST_SECONDS = 1;

/**
 * A terminal has no queue that a read could go back to: what is put off waits here, within bounds, and is then thrown as it came. Planned
 * maintenance is not waited for: it is read a few at a time anyway.
 */
export function patientAzure(azure: Azure, { atMostSeconds, signal, onWait }: Patience): Azure {
  let waiting = 0;
  let since = 0;
  let spentMs = 0;
  const leftMs = (): number => atMostSeconds * 1000 - spentMs - (waiting > 0 ? performance.now() - since : 0);

  async function pause(seconds: number, why: string): Promise<void> {
    if (waiting++ === 0) since = performance.now();
    onWait({ why, seconds });
    try {
      await wait(seconds * 1000, undefined, { signal });
    } finally {
      if (--waiting === 0) {
        spentMs += performance.now() - since;
        onWait(undefined);
      }
    }
  }

  const patient =
    <A extends readonly unknown[], T>(call: (...args: A) => Promise<T>) =>
    async (...args: A): Promise<T> => {
      for (let tries = 1; ; tries++) {
        try {
          return await call(...args);
        } catch (error) {
          if (!(error instanceof AzureLater)) throw error;
          const seconds = Math.max(LEAST_SECONDS, error.retryAfterSeconds ?? Math.min(2 ** tries, LONGEST_GUESS_SECONDS));
          const isLast = error.missing.kind !== "throttled" && tries >= FAILED_TRIES;
          if (isLast || seconds * 1000 > leftMs()) throw error;
          await pause(seconds, error.missing.why);
        }
      }
    };

  return {
    ...azure,
    listSubscriptions: patient(azure.listSubscriptions),
    getSubscription: patient(azure.getSubscription),
    listSubscriptionsBelow: patient(azure.listSubscriptionsBelow),
    findClusters: patient(azure.findClusters),
    readClusterPage: patient(azure.readClusterPage),
    getCluster: patient(azure.getCluster),
    readSkus: patient(azure.readSkus),
    readQuotas: patient(azure.readQuotas),
    readSubnets: patient(azure.readSubnets),
    readSpot: patient(azure.readSpot),
    readVersions: patient(azure.readVersions),
    readLocks: patient(azure.readLocks),
    readNodeGroups: patient(azure.readNodeGroups),
    readEndsOfLife: patient(azure.readEndsOfLife),
  };
}
