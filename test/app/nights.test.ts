import { expect, it } from "vitest";
import { localCredential } from "../../local/arm/credential.ts";
import { runOf } from "../../src/app/compose.ts";
import { lastNight } from "../../src/app/nights.ts";
import { scan } from "../edge/store/examples.ts";
import { openedStore } from "../edge/store/open-store.ts";
import { minutesAfter } from "../support/build.ts";
import { settingsWith } from "../support/settings.ts";

const { store, connectionString } = openedStore();

const asked = async () => {
  const settings = settingsWith({
    AzureWebJobsStorage: connectionString(),
    RETAIL_PRICES_ENDPOINT: "none",
  });
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const signal = new AbortController().signal;
  return (await lastNight(runOf({ settings, store: store(), credential: localCredential, log, id: "asks", signal })))?.id;
};

it("what is shown and sent rests on the newest night that closed, whenever it closed, and on no scan of a terminal", async () => {
  await store().scans.insert(scan("2026-10-05"));
  expect(await asked(), "nothing has closed").toBeUndefined();

  await store().scans.insert(scan("2026-10-03", { closedAt: minutesAfter(60) }));
  expect(await asked(), "a later night is still open").toBe("2026-10-03");

  await store().scans.insert(scan("2026-10-04", { closedAt: minutesAfter(30) }));
  expect(await asked(), "the night before was closed after it").toBe("2026-10-04");

  await store().scans.insert(scan("2026-10-06T08:00:00.000Z", { closedAt: minutesAfter(90) }));
  expect(await asked(), "somebody scanned by hand").toBe("2026-10-04");
});
