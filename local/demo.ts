import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import type { IAdaptiveCard } from "@microsoft/teams.cards";
import { findChromium } from "./chromium.ts";
import { DEMO_DAY, liveEvent } from "./demo-events.ts";
import { openBoard } from "./draw.ts";
import { sampleEstate, secondNight, settle } from "./sample/estate.ts";
import { samplePrices } from "./sample/prices.ts";
import { cardText } from "./terminal.ts";
import { startWorld, type World } from "./world.ts";

const OUT = "out";
const ROUTES = [
  { name: "platform", match: "default", target: "TEAMS_WEBHOOK_PLATFORM", timeZone: "Europe/Berlin", sendAt: "07:30" },
  { name: "payments", match: { tag: { team: "payments" } }, target: "TEAMS_WEBHOOK_PAYMENTS", timeZone: "Europe/Berlin", sendAt: "07:30" },
  { name: "operators", match: "operator", target: "TEAMS_WEBHOOK_OPERATORS" },
];

const WORDS = { "surge-raised": "max surge was raised", "roll-failed": "a rolling upgrade failed" } as const;

const started = performance.now();
const say = (text: string): void => console.log(`${((performance.now() - started) / 1000).toFixed(1).padStart(5)} s  ${text}`);

await rm(OUT, { recursive: true, force: true });
await mkdir(OUT, { recursive: true });

say("starting ARM, a price list, tables, queues, Teams and the built app, all on this machine");
const world = await startWorld({
  state: sampleEstate(),
  prices: samplePrices(),
  channels: ["platform", "payments", "operators"],
  settings: { ROUTES: JSON.stringify(ROUTES) },
  startsAt: "2026-11-23T01:30:00Z",
  log: (level, name, text) => {
    if (level === "error" || text.startsWith("scan ")) say(`${name}: ${text}`);
  },
});
try {
  say("the night of Monday, 23 November: an estate nobody has looked at yet");
  await world.live("2026-11-23T01:45:00Z", "2026-11-23T07:00:00Z", (moment) => {
    // The cluster that was upgrading when the scan read it rests before it is read again.
    if (moment.toISOString().slice(11, 16) === "02:15") settle(world.state);
  });
  const first = await tell(world, "2026-11-23", 0);

  say("the night of Tuesday, 24 November: things have changed");
  secondNight(world.state);
  await world.live("2026-11-24T01:45:00Z", "2026-11-24T07:00:00Z");
  const second = await tell(world, "2026-11-24", first);

  let cards = second;
  for (const event of DEMO_DAY) {
    say(`${event.at.slice(11, 16)} UTC, Event Grid: ${event.cluster} / ${event.pool}, ${WORDS[event.what]}`);
    await liveEvent(world, event);
    const now = await tell(world, "2026-11-24-urgent", cards);
    if (now === cards) say("  checked; nothing that cannot wait for the digest");
    cards = now;
  }

  const [toAzure, toPrices] = [world.arm.requests.length, world.prices?.requests.length ?? 0];
  say(
    `${cards} cards, ${toAzure} requests to Azure Resource Manager, ${toPrices} to the price list, ${world.host.failures.length} failed invocations`,
  );
  if (world.host.failures.length > 0 || cards === second)
    throw new Error("the demo did not go as it should", { cause: world.host.failures[0]?.error });
} finally {
  await world.close();
}
await drawCards();
say("done");

/** Prints and keeps the cards that Teams took since; answers how many there are now. */
async function tell({ teams }: World, night: string, since: number): Promise<number> {
  for (const [index, { path, body }] of teams.posts.slice(since).entries()) {
    const channel = path.split("/")[2] ?? "unknown";
    const file = `${OUT}/${night}-${channel}-${index + 1}`;
    await writeFile(`${file}.json`, `${JSON.stringify(JSON.parse(body), null, 2)}\n`);
    console.log(`\n── Teams channel ${channel} ${"─".repeat(60)}`);
    console.log(cardText(body));
    console.log("─".repeat(76 + channel.length), "\n");
  }
  return teams.posts.length;
}

async function drawCards(): Promise<void> {
  if (!findChromium()) {
    say(`no Chromium here: the cards are in ${OUT}/ as JSON, not drawn`);
    return;
  }
  const board = await openBoard();
  try {
    for (const file of (await readdir(OUT)).filter((name) => name.endsWith(".json"))) {
      const message = JSON.parse(await readFile(`${OUT}/${file}`, "utf8")) as {
        readonly attachments: readonly [{ readonly content: IAdaptiveCard }];
      };
      const [{ content }] = message.attachments;
      for (const theme of ["light", "dark"] as const) {
        for (const [where, width] of [
          ["phone", 340],
          ["desktop", 720],
        ] as const) {
          const { png } = await board.draw(content, { width, theme });
          await writeFile(`${OUT}/${file.replace(".json", "")}-${where}-${theme}.png`, png);
        }
      }
    }
  } finally {
    await board.close();
  }
  say(`each card is drawn in ${OUT}/, for phone and desktop, light and dark`);
}
