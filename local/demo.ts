import { DEMO_DAY, liveEvent } from "./demo-events.ts";
import { openOut } from "./demo-out.ts";
import { sampleEstate, secondNight, settle } from "./sample/estate.ts";
import { samplePrices } from "./sample/prices.ts";
import { EXPORTS, savePages } from "./save-pages.ts";
import { startWorld, type World } from "./world.ts";

const OUT = "out";
const BERLIN = { timeZone: "Europe/Berlin", sendAt: "07:30" };
const ROUTES = [
  { name: "platform", match: "default", target: "TEAMS_WEBHOOK_PLATFORM", ...BERLIN },
  { name: "payments", match: { tag: { team: "payments" } }, target: "TEAMS_WEBHOOK_PAYMENTS", ...BERLIN },
  { name: "data", match: { tag: { team: "data" } }, channel: "mail", to: ["data-team@contoso.example"], ...BERLIN },
  { name: "operators", match: "operator", target: "TEAMS_WEBHOOK_OPERATORS" },
];

/** Whose reports are kept; each sees its own clusters. */
const READERS = ["payments", "platform"];

const WORDS = { "surge-raised": "max surge was raised", "roll-failed": "a rolling upgrade failed" } as const;

const started = performance.now();
const say = (text: string): void => console.log(`${((performance.now() - started) / 1000).toFixed(1).padStart(5)} s  ${text}`);

const out = await openOut(OUT);

say("starting ARM, a price list, tables, queues, Teams, a mail relay and the built app, all on this machine");
const world = await startWorld({
  state: sampleEstate(),
  prices: samplePrices(),
  channels: ["platform", "payments", "operators"],
  mail: "smtp",
  settings: {
    ROUTES: JSON.stringify(ROUTES),
    REPORT_ACCESS: "link",
    REPORT_URL: "https://advisor.contoso.example",
    LINK_KEY: "a key that signs nothing but the links of this demo",
  },
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
  const first = await keep(world, "2026-11-23", { cards: 0, mails: 0 });

  say("the night of Tuesday, 24 November: things have changed");
  secondNight(world.state);
  await world.live("2026-11-24T01:45:00Z", "2026-11-24T07:00:00Z");
  const second = await keep(world, "2026-11-24", first);

  let sent = second;
  for (const event of DEMO_DAY) {
    say(`${event.at.slice(11, 16)} UTC, Event Grid: ${event.cluster} / ${event.pool}, ${WORDS[event.what]}`);
    await liveEvent(world, event);
    const now = await keep(world, "2026-11-24-urgent", sent);
    if (now.cards === sent.cards) say("  checked; nothing that cannot wait for the digest");
    sent = now;
  }
  for (const team of READERS) await keepReport(world, team);

  const [toAzure, toPrices] = [world.arm.requests.length, world.prices?.requests.length ?? 0];
  say(
    `${sent.cards} cards, ${sent.mails} mails, ${toAzure} requests to Azure Resource Manager, ${toPrices} to the price list, ${world.host.failures.length} failed invocations`,
  );
  if (world.host.failures.length > 0 || sent.cards === second.cards || sent.mails === 0)
    throw new Error("the demo did not go as it should", { cause: world.host.failures[0]?.error });
} finally {
  await world.close();
}
say("drawing what people see, where a Chromium is installed");
const isDrawn = await out.draw();
say(`done. Look at
         ${OUT}/cards/    what Teams got: JSON${isDrawn ? ", and pictures for phone and desktop, light and dark" : "; pictures where a Chromium is installed"}
         ${OUT}/mails/    what went by mail: as sent, and both of its parts
         ${OUT}/report/   the report, as ${READERS.join(" and ")} read it: open ${READERS[0]}/index.html; findings.json, .csv, .sarif and .md hold the same`);

interface Sent {
  readonly cards: number;
  readonly mails: number;
}

/** Prints and keeps what was sent since; answers how much there is now. */
async function keep({ teams, smtp }: World, night: string, since: Sent): Promise<Sent> {
  const mails = smtp?.mails ?? [];
  for (const post of teams.posts.slice(since.cards)) await out.card(night, post);
  for (const mail of mails.slice(since.mails)) await out.mail(night, mail);
  return { cards: teams.posts.length, mails: mails.length };
}

/** As the readers of a route see it, by the newest link to the report that its cards give them. */
async function keepReport({ teams, host }: World, team: string): Promise<void> {
  const cards = teams.posts.filter(({ path }) => path.includes(`/${team}/`));
  const link = cards.flatMap(({ body }) => /"(https:\/\/advisor\.contoso\.example\/api\/report\?link=[^"]+)"/.exec(body)?.[1] ?? []).at(-1);
  if (link === undefined) throw new Error(`no card of ${team} leads to the report`);
  const pages = await savePages(host, link);
  for (const page of pages) await out.page(team, page);
  for (const [format, file] of Object.entries(EXPORTS)) {
    const url = new URL(link);
    url.pathname = "/api/findings";
    url.searchParams.set("format", format);
    const { status, body } = await host.request("GET", `${url.pathname}${url.search}`);
    if (status !== 200) throw new Error(`${file} answered ${status}`);
    await out.file(team, file, body);
  }
  say(`the report of ${team}: ${pages.length} pages and ${Object.keys(EXPORTS).length} exports`);
}
