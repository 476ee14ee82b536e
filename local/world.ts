import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stage } from "../build.ts";
import { type Arm, startArm } from "./arm/index.ts";
import type { ArmState } from "./arm/state.ts";
import { type Azurite, startAzurite } from "./azurite.ts";
import { travelBack, travelTo } from "./clock.ts";
import { bootHost, type Host, type HostOptions } from "./host.ts";
import { startIdentity } from "./identity.ts";
import { type MailServiceStandIn, startMailService } from "./mail-service.ts";
import { type PricesStandIn, type PricesState, startPrices } from "./prices/index.ts";
import { type SmtpReceiver, startSmtp } from "./smtp.ts";
import { startTeams, type TeamsReceiver } from "./teams.ts";

export interface WorldOptions {
  readonly state: ArmState;
  /** What the price list shows; without it the app is told that there is none. */
  readonly prices?: PricesState;
  /** App settings beside the ones the world itself gives: storage, identity, endpoint and the webhooks. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Channels the Teams receiver answers for: each becomes the setting TEAMS_WEBHOOK_<NAME>. */
  readonly channels: readonly string[];
  /** Those of the channels whose flow asks for a token: their URL carries no signature. */
  readonly tokenChannels?: readonly string[];
  /** Mails go to a relay or to Azure Communication Services on this machine; without it the app has no mail settings. */
  readonly mail?: "smtp" | "acs";
  readonly log?: HostOptions["log"];
  readonly startsAt: string;
  /** The deployable folder, where it is built already. A world gets a copy, so that Node loads it anew. */
  readonly bundle?: string;
  /** The connection string the app is given for the account's own: that of something in between. */
  readonly storage?: (connectionString: string) => string;
  readonly retrySeconds?: number;
  /** Where messages have to meet: see the host's own option. */
  readonly sideBySide?: boolean;
}

export interface World {
  readonly state: ArmState;
  /** The deployable folder it runs. */
  readonly folder: string;
  readonly arm: Arm;
  /** Missing where the app is told that there is no price list. */
  readonly prices?: PricesStandIn;
  readonly azurite: Azurite;
  readonly teams: TeamsReceiver;
  /** Missing where no mails go there. */
  readonly smtp?: SmtpReceiver;
  readonly mailService?: MailServiceStandIn;
  readonly host: Host;
  /**
   * Lives through the time from one moment to another: fires the timers that fall due, in order, and works the queues empty
   * between them, so that messages put off come back in their time. `at` is called with every quarter of an hour, before anything happens.
   */
  readonly live: (from: string, to: string, at?: (moment: Date) => unknown) => Promise<void>;
  close(): Promise<void>;
}

/** Everything the app needs, on this machine: ARM and a price list over https, tables and queues, tokens, Teams, mail, and the built bundle. */
export async function startWorld({ state, settings = {}, channels, startsAt, ...options }: WorldOptions): Promise<World> {
  const {
    storage = (connectionString) => connectionString,
    bundle,
    log,
    retrySeconds,
    sideBySide = false,
    prices: list,
    mail,
    tokenChannels = [],
  } = options;
  const folder = await mkdtemp(join(tmpdir(), "advisor-stage-"));
  const closers: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })];
  const opened = <T extends { close(): Promise<unknown> }>(part: T): T => {
    closers.unshift(() => part.close());
    return part;
  };
  const close = async () => {
    for (const each of closers) await each();
    travelBack();
  };
  try {
    travelTo(startsAt);
    await (bundle === undefined ? stage(folder) : cp(bundle, folder, { recursive: true }));
    const [arm, azurite, identity, teams] = [
      opened(await startArm(state)),
      opened(await startAzurite()),
      opened(await startIdentity()),
      opened(await startTeams()),
    ];
    const prices = list && opened(await startPrices(list));
    const smtp = mail === "smtp" ? opened(await startSmtp()) : undefined;
    const mailService = mail === "acs" ? opened(await startMailService()) : undefined;
    const host = await bootHost({
      folder,
      connectionString: azurite.connectionString,
      settings: {
        AzureWebJobsStorage: storage(azurite.connectionString),
        AZURE_RESOURCE_MANAGER_ENDPOINT: arm.url,
        RETAIL_PRICES_ENDPOINT: prices?.url ?? "none",
        SCAN_SCHEDULE_UTC: "0 0 2 * * *",
        CURRENCY: "EUR",
        RETRY_DELAY_MS: "20",
        ...identity.settings,
        ...Object.fromEntries(
          channels.map((name) => [
            `TEAMS_WEBHOOK_${name.toUpperCase()}`,
            teams.webhook(name, tokenChannels.includes(name) ? "entra" : "url"),
          ]),
        ),
        ...(mail ? { MAIL_FROM, MAIL_REPLY_TO } : {}),
        ...(smtp ? { SMTP_URL: smtp.url } : {}),
        ...(mailService ? { MAIL_ENDPOINT: mailService.url } : {}),
        ...settings,
      },
      ...(log ? { log } : {}),
      ...(retrySeconds === undefined ? {} : { retrySeconds }),
      sideBySide,
    });
    const standIns = { ...(prices ? { prices } : {}), ...(smtp ? { smtp } : {}), ...(mailService ? { mailService } : {}) };
    const parts = { folder, arm, azurite, teams, host, ...standIns };
    return { state, ...parts, live: (from, to, at) => live(host, from, to, at), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Who sends in a world with mail, and who gets the replies. */
const MAIL_FROM = "advisor@contoso.com";
const MAIL_REPLY_TO = "platform@contoso.com";

const QUARTER_MS = 15 * 60_000;
/** A second after a timer is due, as on a real host. */
const FIRED_LATE_MS = 1000;

async function live(host: Host, from: string, to: string, at?: (moment: Date) => unknown): Promise<void> {
  const end = Date.parse(to);
  for (let moment = Math.ceil(Date.parse(from) / QUARTER_MS) * QUARTER_MS; moment < end; moment += QUARTER_MS) {
    const due = new Date(moment);
    travelTo(new Date(moment + FIRED_LATE_MS));
    await at?.(due);
    if (due.toISOString().slice(11, 16) === "02:00") await fire(host, "nightly-scan", due);
    // Retries and hops come back within minutes: the queues are looked at every minute, and deliver fires on the quarter.
    await host.drainQueues();
    await fire(host, "deliver", due);
    // Only what works on the queues sends to them: where they are empty, nothing comes back.
    let isWaiting = await host.hasMessages();
    for (let minute = 1; minute < 15; minute++) {
      travelTo(new Date(moment + minute * 60_000));
      if (isWaiting && (await host.drainQueues()) > 0) isWaiting = await host.hasMessages();
    }
  }
}

/** A failed run stands in `host.failures`; time goes on. */
const fire = (host: Host, name: string, due: Date): Promise<void> => host.fireTimer(name, due).catch(() => undefined);
