import type { Region } from "../../core/model/names.ts";
import type { SpotPrices, SpotReading } from "../../core/model/price.ts";
import type { OddItem } from "../../core/model/scan.ts";
import { ArmSpotPrice, armSpotEvictions, armSpotPrices, type SpotPriceRow } from "./arm-spot.ts";
import type { Connection } from "./connection.ts";
import { decodeEach, textAt } from "./decode.ts";
import type { GraphReader } from "./graph.ts";
import { checkRegion } from "./names.ts";

const PRICES = "microsoft.compute/skuspotpricehistory/ostype/location";
const EVICTIONS = "microsoft.compute/skuspotevictionrate/location";

/**
 * The spot prices and evictions of a region. They belong to no subscription: asked about one, Resource Graph answers this table with
 * no rows at all, so the question goes to the tenant. Odd rows and odd prices are left out and told.
 */
export async function readSpot(connection: Connection, graph: GraphReader, of: Region): Promise<SpotReading> {
  const whose = `the spot market of ${of}`;
  const what = `read ${whose}`;
  checkRegion(what, of);
  // One after the other: whoever is asked to wait at the first question does not ask the second.
  const priceRows = await graph(what, { query: queryFor(PRICES, of) });
  const evictionRows = await graph(what, { query: queryFor(EVICTIONS, of) });

  const listed = decodeEach(armSpotPrices(of), priceRows, textAt("id"));
  const evictions = decodeEach(armSpotEvictions(of), evictionRows, textAt("id"));
  const histories = listed.good.map(historyOf);
  connection.tellOdd(whose, [...listed.odd, ...histories.flatMap(({ odd }) => odd), ...evictions.odd]);
  return {
    region: of,
    prices: histories.flatMap(({ prices }) => (prices.history.length > 0 ? [prices] : [])),
    evictions: new Map(evictions.good.map(({ vmSize, band }) => [vmSize, band])),
  };
}

const queryFor = (type: string, of: Region): string =>
  `spotresources | where type =~ '${type}' | where location =~ '${of}' | project id, location, sku, properties | order by id asc`;

/** The newest stands first in Azure's list, by habit; it is put in order by its dates. */
function historyOf({ vmSize, os, prices }: SpotPriceRow): { readonly prices: SpotPrices; readonly odd: readonly OddItem[] } {
  const { good, odd } = decodeEach(ArmSpotPrice, prices, () => undefined);
  const history = good.toSorted((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0));
  return { prices: { vmSize, os, history }, odd: odd.map(({ id, problem }) => ({ id: `${id} of ${vmSize} ${os}`, problem })) };
}
