import { missing } from "../../src/core/model/absence.ts";
import type { PartsCost } from "../../src/core/model/ledger.ts";
import { day } from "../../src/core/model/time.ts";
import type { ReportInput } from "../../src/render/report-input.ts";
import { EUR, entryOf, managedDisk, type RecordChange } from "../core/digest/estate.ts";
import { minutesAfter, NOW } from "../support/build.ts";
import { reportInput } from "./estate.ts";

/** Twelve disks since the pool moved, at a price of their own. */
export const since = (amount: number): PartsCost => ({
  money: { amount, currency: EUR },
  prices: [{ what: "P10 LRS", amount: 10.2, per: "month", meterId: "m-p10", from: day("2026-11-01"), readAt: NOW }],
  workings: [{ label: "webeph: disks, Standard_D4ds_v5", formula: "12 × 10.2", value: `${amount} EUR` }],
});

/** One saving that was measured and is over, and one that could not be. */
export function savedInput(): ReportInput {
  const moved: RecordChange = { state: "resolved", closed: { at: NOW, reason: "moved", successor: "webeph" } };
  const [web, api] = [managedDisk("prod-weu-1", "web", 12, moved), managedDisk("prod-weu-1", "api", 6, moved)];
  const about = { from: NOW, reason: "moved", predicted: { amount: 410.4, currency: EUR } } as const;
  return reportInput({
    records: [web, api],
    booked: new Map([
      [web.key, entryOf(web, { money: { amount: 288, currency: EUR }, since: since(122.4) }, about)],
      [api.key, entryOf(api, missing("absent", "2 pools took over from it"), { ...about, until: minutesAfter(60) })],
    ]),
    filter: { states: ["resolved"] },
  });
}
