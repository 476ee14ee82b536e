import { expect, it } from "vitest";
import { startTeams } from "../../local/teams.ts";
import { runOf } from "../../src/app/compose.ts";
import { handOver } from "../../src/app/outbox.ts";
import { message } from "../edge/store/examples.ts";
import { openedStore } from "../edge/store/open-store.ts";
import { settingsWith } from "../support/settings.ts";

const { store, connectionString } = openedStore();

it("a delivery whose time is over begins no further message, and the next one hands it over", async () => {
  const teams = await startTeams();
  try {
    const settings = settingsWith({
      AzureWebJobsStorage: connectionString(),
      RETAIL_PRICES_ENDPOINT: "none",
      ROUTES: JSON.stringify([{ name: "platform", match: "default", target: "TEAMS_WEBHOOK_PLATFORM" }]),
      TEAMS_WEBHOOK_PLATFORM: teams.webhook("platform"),
    });
    const logged: string[] = [];
    const log = { info: () => undefined, warn: (text: string) => logged.push(text), error: (text: string) => logged.push(text) };
    const signal = new AbortController().signal;
    const run = runOf({ settings, store: store(), credential: { getToken: async () => null }, log, id: "late", signal });
    const { key } = message();
    await store().outbox.insert(message());

    await handOver(run, performance.now() - 1);
    expect(teams.posts).toEqual([]);
    expect((await store().outbox.get("platform", key))?.value).toMatchObject({ state: "queued", tries: 0 });
    expect(logged).toEqual([expect.stringContaining("next delivery")]);

    await handOver(run, performance.now() + 600_000);
    expect(teams.posts).toHaveLength(1);
    expect((await store().outbox.get("platform", key))?.value).toMatchObject({ state: "handed-over", toldWritten: true });
  } finally {
    await teams.close();
  }
});
