import { beforeAll, expect, it } from "vitest";
import { localCredential } from "../../local/arm/credential.ts";
import { runOf } from "../../src/app/compose.ts";
import { deliver } from "../../src/app/deliver.ts";
import { missing } from "../../src/core/model/absence.ts";
import { type ClusterRef, scanId } from "../../src/core/model/names.ts";
import { addDays, dayOf, type Instant } from "../../src/core/model/time.ts";
import { findingKey, message, record, scan, told } from "../edge/store/examples.ts";
import { openedStore } from "../edge/store/open-store.ts";
import { minutesAfter, NOW, ref, SUBSCRIPTION, snapshot } from "../support/build.ts";
import { settingsWith } from "../support/settings.ts";

const { store, connectionString } = openedStore();

/** A row of each kind: `put` makes it as it stood at that moment, `has` says whether it is still there. */
interface Kind {
  readonly days: number;
  readonly put: (at: Instant, of: ClusterRef) => Promise<unknown>;
  readonly has: (at: Instant, of: ClusterRef) => Promise<boolean>;
}
const findings = () => store().findings.list(SUBSCRIPTION);
const AGES_AGO = minutesAfter(-1000 * 1440);

const KINDS: Readonly<Record<string, Kind>> = {
  "closed findings": {
    days: 400,
    put: (at, { id }) =>
      store().findings.save(SUBSCRIPTION, [{ record: record({ key: findingKey(id), closed: { at, reason: "fixed" } }) }]),
    has: async (_, { id }) => (await findings()).some(({ value }) => value.key === findingKey(id)),
  },
  "what was told as resolved": {
    days: 400,
    put: (at, { id }) => store().told.save([told({ key: findingKey(id), at, state: "resolved" })]),
    has: async (_, { id }) => (await store().told.list("platform")).some(({ key }) => key === findingKey(id)),
  },
  "days of nodes": {
    days: 400,
    put: (at, { id }) => store().observations.add(SUBSCRIPTION, { cluster: id, day: dayOf(at), pools: [{ pool: "apps", samples: [] }] }),
    has: async (_, { id }) => (await store().observations.since(SUBSCRIPTION, dayOf(AGES_AGO))).some(({ cluster }) => cluster === id),
  },
  "measured upgrades": {
    days: 400,
    put: (at, { id }) =>
      store().rolls.put(SUBSCRIPTION, [{ cluster: id, pool: "apps", startedAt: at, endedAt: at, nodes: 6, waves: 6, waveMinutes: 10 }]),
    has: async (_, { id }) => (await store().rolls.since(SUBSCRIPTION, AGES_AGO)).has(id),
  },
  "plans of maintenance": {
    days: 400,
    put: (at, { id }) => store().maintenance.put(SUBSCRIPTION, { cluster: id, askedAt: at, schedules: missing("forbidden", "no") }),
    has: async (_, { id }) => (await store().maintenance.list(SUBSCRIPTION)).some(({ cluster }) => cluster === id),
  },
  "ends of support": {
    days: 400,
    put: (at, of) => store().endsOfLife.put(of, { minor: "1.30", plan: "community", ends: dayOf(at) }, at),
    has: async (_, { id }) => (await store().endsOfLife.list(SUBSCRIPTION)).some(([cluster]) => cluster === id),
  },
  "clusters that are gone": {
    days: 30,
    put: (at, of) => store().snapshots.update(of, () => ({ ...snapshot(), ref: of, presence: { kind: "gone", since: at } })),
    has: async (_, of) => (await store().snapshots.get(of)) !== undefined,
  },
  scans: {
    days: 90,
    put: (at) => store().scans.insert(scan(dayOf(at), { closedAt: at })),
    has: async (at) => (await store().scans.get(scanId(dayOf(at)))) !== undefined,
  },
  "messages set aside": {
    days: 90,
    put: (at, { name }) => store().failures.add({ at, id: name, queue: "scan-subscription", reason: "malformed", excerpt: "" }),
    has: async (_, { name }) => (await store().failures.since(dayOf(AGES_AGO))).some(({ id }) => id === name),
  },
  "messages that were sent": {
    days: 90,
    put: (at, { name }) => store().outbox.insert(message({ key: name, createdAt: at, state: "handed-over", toldWritten: true })),
    has: async (_, { name }) => (await store().outbox.get("platform", name)) !== undefined,
  },
  events: {
    days: 7,
    put: (at, of) =>
      store().events.add({
        event: { id: "e-1", at, cluster: of, what: { kind: "new-version" }, operation: "NewKubernetesVersionAvailable" },
        ...{ heardAt: at, source: "event-grid" },
      }),
    has: (_, { id }) => store().events.has(id, "e-1"),
  },
  checks: {
    days: 90,
    put: (at, of) => store().checks.update(of, () => ({ ref: of, since: at, wanted: 1, done: 1, askedAt: at, askedBy: "e-1", due: at })),
    has: async (_, of) => (await store().checks.get(of)) !== undefined,
  },
};
const NAMES = Object.keys(KINDS).map((what) => ({ what, days: KINDS[what]?.days ?? 0 }));

/** In the night before the last one of so many days, or a night earlier. */
const aged = (days: number): Instant => minutesAfter(-days * 1440);
const of = (what: string, age: "kept" | "old"): ClusterRef => ref(`${what.replaceAll(" ", "-")}-${age}`);
const kindOf = (what: string): Kind => KINDS[what] ?? expect.fail(`there is no kind ${what}`);

beforeAll(async () => {
  for (const { what, days } of NAMES) {
    await kindOf(what).put(aged(days), of(what, "kept"));
    await kindOf(what).put(aged(days + 1), of(what, "old"));
  }
  await store().scans.insert(scan(addDays(dayOf(NOW), -1)));
  const settings = settingsWith({
    AzureWebJobsStorage: connectionString(),
    RETAIL_PRICES_ENDPOINT: "none",
  });
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const signal = new AbortController().signal;
  await deliver({ ...runOf({ settings, store: store(), credential: localCredential, log, id: "late", signal }), now: NOW });
});

it.for(NAMES)("$what are kept for $days days, and forgotten by the delivery that closes a scan", async ({ what, days }) => {
  const { has } = kindOf(what);

  expect(await has(aged(days), of(what, "kept"))).toBe(true);
  expect(await has(aged(days + 1), of(what, "old"))).toBe(false);
});
