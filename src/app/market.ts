import { spotMarketOf } from "../core/calc/spot-market.ts";
import { SPOT_DAYS } from "../core/calc/spot-range.ts";
import { type Fact, fresh, known, type Missing, missing } from "../core/model/absence.ts";
import { currency } from "../core/model/money.ts";
import type { Region } from "../core/model/names.ts";
import { PRICE_LIFE_MINUTES, type RetailPrices, type SpotMarket } from "../core/model/price.ts";
import { addDays, addMinutes, dayOf, minutesBetween } from "../core/model/time.ts";
import { AzureLater, AzureRefusal } from "../edge/azure/index.ts";
import { PricesLater, PricesRefusal } from "../edge/prices/index.ts";
import { all } from "../edge/wire/all.ts";
import { ComeBack } from "./come-back.ts";
import type { Run } from "./compose.ts";
import { readable, readableOne } from "./readable.ts";

/** A nightly scan finds yesterday's list old enough, a check by day does not read it again. */
const DAILY_MINUTES = 20 * 60;
/** Where the list could not be read, the next subscriptions of the night do not each try for minutes. */
const REST_AFTER_FAILURE_MINUTES = 60;
/** Longer than one reading takes; whoever died while reading holds nobody up for longer. */
const CLAIM_MINUTES = 8;
const WAIT_FOR_READER_SECONDS = 30;

/** What a region's nodes cost, and what spot costs there: read by whoever asks first, once a day, and kept for all subscriptions. */
export async function gatherMarket(
  run: Run,
  region: Region,
): Promise<{ readonly prices: Fact<RetailPrices>; readonly spot: Fact<SpotMarket> }> {
  const [prices, spot] = await all([pricesOf(run, region), spotOf(run, region)]);
  return { prices, spot };
}

async function pricesOf(run: Run, region: Region): Promise<Fact<RetailPrices>> {
  const { store, settings, prices, now } = run;
  const code = currency(settings.CURRENCY);
  if (!prices) return missing("unsupported", "this cloud has no public price list");
  return await daily(run, {
    kind: "prices",
    key: `${code} ${region}`,
    stored: () => store.prices.get(region, code),
    read: async () => {
      const list = await prices.readPrices(region, code, now);
      await store.prices.put(list, now);
      return list;
    },
  });
}

async function spotOf(run: Run, region: Region): Promise<Fact<SpotMarket>> {
  const { store, azure, now } = run;
  return await daily(run, {
    kind: "spot",
    key: region,
    stored: () => store.spot.latest(region),
    read: async () => {
      const reading = await azure.readSpot(region);
      const today = dayOf(now);
      const market = spotMarketOf(reading, await readable(run, store.spot.days(region, addDays(today, -SPOT_DAYS))), today);
      await store.spot.put(market, now);
      return market;
    },
  });
}

interface Daily<T> {
  readonly kind: "prices" | "spot";
  readonly key: string;
  readonly stored: () => Promise<Fact<T> | undefined>;
  readonly read: () => Promise<T>;
}

/**
 * What is stored serves while it is of today, while somebody else reads, and when it cannot be read: with its age. A row that cannot
 * be read is written over. Where nothing is stored that still says anything, and somebody reads, the message comes back.
 */
async function daily<T>(run: Run, { kind, key, stored, read }: Daily<T>): Promise<Fact<T>> {
  const { store, now, id, log } = run;
  const before = await readableOne(run, stored());
  if (before && "known" in before && minutesBetween(before.at, now) < DAILY_MINUTES) return before;

  const what = { kind, key };
  const last = await store.refreshes.last(what);
  if (last?.failure && minutesBetween(last.at, now) < REST_AFTER_FAILURE_MINUTES) return before ?? { missing: last.failure };
  const claim = { holder: id, now, until: addMinutes(now, CLAIM_MINUTES), since: last?.at };
  if (!(await store.refreshes.take(what, claim))) {
    if (before && "known" in fresh(before, now, PRICE_LIFE_MINUTES)) return before;
    throw new ComeBack(`the ${kind} of ${key} are being read by another message`, WAIT_FOR_READER_SECONDS);
  }
  try {
    const value = await read();
    await store.refreshes.release(what, id, { at: now });
    return known(value, now);
  } catch (error) {
    const failure = failureOf(error);
    await store.refreshes.release(what, id, failure && { at: now, failure });
    if (isTimeUp(error)) throw new ComeBack(`the time for reading the ${kind} of ${key} was up`, 1);
    if (!failure) throw error;
    log.warn(`${error instanceof Error ? error.message : failure.why}; ${before ? "older ones are used" : "amounts stay without a price"}`);
    return before ?? { missing: failure };
  }
}

/** The run's own: other regions' lists took it. What they gave is kept, so that the next run gets further. */
const isTimeUp = (error: unknown): boolean => error instanceof DOMException && error.name === "TimeoutError";

/** Money is never worth holding a scan up: also what could be asked again is missing tonight. */
function failureOf(error: unknown): Missing | undefined {
  const isKnown =
    error instanceof PricesRefusal || error instanceof PricesLater || error instanceof AzureRefusal || error instanceof AzureLater;
  return isKnown ? error.missing : undefined;
}
