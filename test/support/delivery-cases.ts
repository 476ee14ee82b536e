import { cardText } from "../../local/terminal.ts";
import type { OutboxMessage } from "../../src/core/model/delivery.ts";
import { clusterOf, EVERY_DAY, openWorld, type TestWorld, type TestWorldOptions } from "./world.ts";

/** One route, how its channel behaves on one morning, and what has to come of its digest. */
export interface DeliveryCase {
  /** Name of the route and of its channel; its mails go to `<name>@contoso.com`. */
  readonly name: string;
  /** More keys of the route; `by: "mail"` makes it one by mail, `fallback` gives it its address. */
  readonly by?: "mail";
  readonly fallback?: true;
  readonly more?: Readonly<Record<string, unknown>>;
  readonly ends: "by webhook" | "by mail" | "with the operators";
  /** How many its webhook took, and how many mails were taken for it: 1 for where it ends, 0 elsewhere, unless said. */
  readonly posts?: number;
  readonly mails?: number;
  /** What the operators read about it; nothing when missing. */
  readonly because?: RegExp;
}

/** A Tuesday: no week is summed up. */
export const MORNING = "2026-11-24";
export const DIGEST = `digest|${MORNING}`;

export const addressOf = (name: string): string => `${name}@contoso.com`;

const routeOf = ({ name, by, fallback, more }: DeliveryCase) => ({
  name,
  match: { tag: { team: name } },
  days: EVERY_DAY,
  ...(by === "mail"
    ? { channel: "mail", to: [addressOf(name)] }
    : { target: `TEAMS_WEBHOOK_${name.toUpperCase()}`, ...(fallback ? { fallback: [addressOf(name)] } : {}) }),
  ...more,
});

/** A world in which each case has a cluster with something to say; nothing has been scanned. */
export function openCases(cases: readonly DeliveryCase[], options: Omit<TestWorldOptions, "clusters" | "routes">): Promise<TestWorld> {
  return openWorld({
    ...options,
    clusters: cases.map(({ name }, index) => clusterOf(`estate-${index + 1}`, {}, { tags: { team: name } })),
    routes: [
      ...cases.map(routeOf),
      { name: "rest", match: "default", target: "TEAMS_WEBHOOK_REST", days: EVERY_DAY },
      { name: "operators", match: "operator", target: "TEAMS_WEBHOOK_OPERATORS", days: EVERY_DAY },
    ],
  });
}

/** The scan of the night, and the morning until then. */
export async function liveMorning(world: TestWorld, until: string): Promise<void> {
  await world.live(`${MORNING}T01:45:00Z`, `${MORNING}T02:30:00Z`);
  await world.live(`${MORNING}T06:45:00Z`, `${MORNING}T${until}:00Z`);
}

export interface Ending {
  readonly ends: DeliveryCase["ends"] | "nowhere";
  /** Of its digest: bodies its webhook took. */
  readonly posts: readonly string[];
  /** Whether the route counts as told. */
  readonly isTold: boolean;
  /** The titles and texts about the route that the operators got. */
  readonly heard: readonly string[];
}

/** What came of the digest of one route. */
export async function endingOf(world: TestWorld, { name, by }: DeliveryCase): Promise<Ending> {
  const stateOf = async (route: string, key: string): Promise<OutboxMessage["state"] | undefined> =>
    (await world.store.outbox.get(route, key))?.value.state;
  const bodiesIn = (channel: string) => world.teams.posts.filter(({ path }) => path.includes(`/${channel}/`)).map(({ body }) => body);
  const operators = bodiesIn("operators").map(cardText);
  const own = await stateOf(name, DIGEST);
  const fallback = await stateOf(name, `fallback|${DIGEST}`);
  const key = fallback === undefined ? DIGEST : `fallback|${DIGEST}`;
  const isPassedOn = (await stateOf("operators", `passed-on|${name}|${key}`)) === "handed-over";
  const told = await world.store.told.list(name);
  let ends: Ending["ends"] = "nowhere";
  if (own === "handed-over") ends = by === "mail" ? "by mail" : "by webhook";
  else if (own === "given-up" && fallback === "handed-over") ends = "by mail";
  else if (own === "given-up" && fallback !== "queued" && fallback !== "sending" && isPassedOn) ends = "with the operators";
  return {
    ends,
    posts: bodiesIn(name),
    isTold: told.some(({ state }) => state === "open"),
    heard: operators.filter((text) => text.includes(`oute ${name} `)),
  };
}
