import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { subnetArmId } from "../../local/sample/subscriptions.ts";
import type { FindingRecord } from "../../src/core/model/record.ts";
import { asKnown, findingsOf, scanRow, waitingIn } from "../support/rows.ts";
import { clusterOf, HEALTHY, openWorld, show, subscriptionOf, type TestWorld, under, usages } from "../support/world.ts";

const SHARED = subnetArmId(subscriptionOf("move"), "vnet", "snet-shared");
const NETWORK = SHARED.slice(0, SHARED.indexOf("/subnets/")).toLowerCase();
const onShared = { network: "node-subnet", subnet: SHARED } as const;

const mover = (state: "Succeeded" | "Upgrading") => clusterOf("move-1", { ...HEALTHY, maxSurge: "50%", state }, { ...onShared, state });
/** By what each of them shares with the cluster that moves: it surges by 3 nodes, 24 vCPUs and 93 addresses. */
const NEIGHBOURS = [
  clusterOf("move-2", HEALTHY), // the family: 8 vCPUs
  clusterOf("move-3", { ...HEALTHY, size: "E8ds_v5", ephemeralGiB: 150 }), // the region: 8 vCPUs
  clusterOf("move-4", { ...HEALTHY, size: "F8s_v2", ephemeralGiB: 100 }, onShared), // the subnet: 31 addresses a pool
  clusterOf("move-5", { ...HEALTHY, maxSurge: "100%" }), // the family: 48 vCPUs
];
const FAR = clusterOf("move-6", HEALTHY, { region: "northeurope" });
const ALL = [...NEIGHBOURS, FAR];

interface Free {
  /** vCPUs of the family that moves, of the region, and addresses of the shared subnet. */
  readonly family: number;
  readonly region: number;
  readonly subnet: number;
}
const ROOMY: Free = { family: 200, region: 200, subnet: 300 };

let world: TestWorld;

/** What nodes leave of quota and subnet. */
function leave({ family, region, subnet }: Free): void {
  const { usages: rows, subnetUsages } = world.state;
  rows[`${subscriptionOf("move")}/westeurope`] = usages({
    ...{ cores: [1000 - region, 1000], standardDDSv5Family: [500 - family, 500] },
    ...{ standardEDSv5Family: [48, 500], standardFSv2Family: [48, 500] },
  });
  subnetUsages[NETWORK] = [{ id: SHARED, limit: 1019, currentValue: 1019 - subnet, unit: "Count", name: { value: "SubnetSpace" } }];
}
function leaveFar(family: number): void {
  world.state.usages[`${subscriptionOf("move")}/northeurope`] = usages({ standardDDSv5Family: [500 - family, 500] });
}

const shortages = async (): Promise<readonly FindingRecord[]> =>
  (await findingsOf(world, "move")).filter(({ stamp, finding }) => stamp.rule.startsWith("surge-") && !isAtMost(finding.title));
/** What has room tonight and not when the autoscaler has added all it may: no word about what moves. */
const isAtMost = (title: string): boolean => title.includes("at maximum");
const texts = (records: readonly FindingRecord[]): readonly string[] =>
  records
    .filter(({ closed }) => !closed)
    .map(({ finding, stamp }) => {
      const where = finding.target.kind === "cluster" ? finding.target.cluster.split("/").at(-1) : finding.target.region;
      return `${where} ${finding.subject}: ${stamp.rule} ${finding.magnitude.value}`;
    });
const isAt = (moment: Date, clock: string): boolean => moment.toISOString().slice(11, 16) === clock;
const readById = (since: number) =>
  world.arm.requests.slice(since).filter(({ path }) => under("move", "managedClusters/move-1\\?").test(path));

beforeAll(async () => {
  world = await openWorld({ clusters: [mover("Succeeded"), ...ALL], settings: { SCAN_DEADLINE_MINUTES: "90" } });
  leave({ ...ROOMY, family: 30 });
  leaveFar(100);
  await world.night("2026-11-23");
});
afterAll(() => world.close());

describe("a cluster that is upgrading while the scan reads it", () => {
  let before: readonly FindingRecord[];
  let meanwhile: readonly FindingRecord[];
  let requests: number;

  beforeAll(async () => {
    before = await shortages();
    show(world.state, [mover("Upgrading"), ...ALL]);
    leave({ family: 0, region: 4, subnet: 10 });
    leaveFar(4);
    requests = world.arm.requests.length;
    await world.night("2026-11-24", {
      at: async (moment) => {
        if (!isAt(moment, "02:15")) return;
        meanwhile = await shortages();
        show(world.state, [mover("Succeeded"), ...ALL]);
        leave({ family: 20, region: 200, subnet: 25 });
      },
    });
  });

  it("makes no shortage, there or at neighbours that share family, region or subnet with it", () => {
    expect(texts(before)).toEqual(["move-5 apps: surge-family-quota 18"]);
    expect(texts(meanwhile)).toEqual(["move-5 apps: surge-family-quota 18", "move-6 apps: surge-family-quota 4"]);
  });

  it("leaves what was found before as it was, and says why nobody can tell", () => {
    const [kept] = meanwhile;

    expect(kept && asKnown(kept)).toEqual(before[0]);
    expect(kept?.unknown?.reason.kind).toBe("in-motion");
  });

  it("holds up neither its subscription nor the scan", async () => {
    expect((await scanRow(world, "2026-11-24", "move")).state).toBe("done");
    expect((await world.store.scans.list())[0]?.closedAt).toMatch(/^2026-11-24T02:00/);
  });

  it("is read again after half an hour, once, and then judged with its neighbours", async () => {
    expect(readById(requests)).toHaveLength(1);
    expect(world.logged.join("\n")).toMatch(/scan 2026-11-24: 1 clusters of \S+ read again, 0 still in motion/);
    expect(texts(await shortages())).toEqual([
      "move-1 apps: surge-family-quota 4",
      "move-1 apps: surge-subnet-addresses 68",
      "move-1 system: surge-subnet-addresses 6",
      "move-4 apps: surge-subnet-addresses 6",
      "move-4 system: surge-subnet-addresses 6",
      "move-5 apps: surge-family-quota 28",
      "move-6 apps: surge-family-quota 4",
    ]);
    for (const { unknown, round } of await shortages()) expect([unknown, round]).toEqual([undefined, "2026-11-24"]);
  });
});

describe("a cluster that moves where there is room", () => {
  let meanwhile: readonly FindingRecord[];

  beforeAll(async () => {
    show(world.state, [mover("Upgrading"), ...ALL]);
    leave({ ...ROOMY, region: 4 });
    await world.night("2026-11-25", {
      at: async (moment) => {
        if (!isAt(moment, "02:15")) return;
        meanwhile = await shortages();
        show(world.state, [mover("Succeeded"), ...ALL]);
        leave(ROOMY);
      },
    });
  });

  it("does not hide it: room, as read, ends the shortages of its neighbours at once, and its own once it rests", async () => {
    expect(texts(meanwhile)).toEqual([
      "move-1 apps: surge-family-quota 4",
      "move-1 apps: surge-subnet-addresses 68",
      "move-1 system: surge-subnet-addresses 6",
      "move-6 apps: surge-family-quota 4",
    ]);
    expect(texts(await shortages())).toEqual(["move-6 apps: surge-family-quota 4"]);
    for (const { closed } of (await shortages()).slice(0, -1)) expect(closed?.reason).toBe("fixed");
  });
});

describe("a cluster that is still in motion at the deadline", () => {
  it("is asked for every half hour until then, and not for ever", async () => {
    show(world.state, [mover("Upgrading"), ...ALL]);
    const requests = world.arm.requests.length;

    await world.live("2026-11-26T01:45:00Z", "2026-11-26T06:00:00Z");

    expect(readById(requests)).toHaveLength(2);
    expect(await waitingIn(world, "scan-subscription")).toBe(0);
    expect(world.logged.join("\n")).toMatch(/scan 2026-11-26: 1 clusters of \S+ read again, 1 still in motion/);
    expect(world.host.failures).toEqual([]);
  });

  it("is named in the next digest as something that could not be checked", async () => {
    await world.morning("2026-11-26");

    expect(world.cards("platform").at(-1)).toMatch(/it is being changed; it is read again when it rests/);
  });
});

describe("a whole fleet in motion", () => {
  it("comes back in messages that a queue takes, and is judged when it rests", async () => {
    const resourceGroup = `rg-${"platform-".repeat(8)}fleet`;
    const fleet = (state: "Succeeded" | "Upgrading") =>
      Array.from({ length: 180 }, (_, index) => clusterOf(`fleet-${index + 1}`, {}, { state, resourceGroup }));
    show(world.state, [...ALL, ...fleet("Upgrading")]);
    const [requests, failures] = [world.arm.requests.length, world.host.failures.length];

    await world.night("2026-11-27", {
      at: (moment) => {
        if (isAt(moment, "02:15")) show(world.state, [...ALL, ...fleet("Succeeded")]);
      },
    });

    expect(world.host.failures.slice(failures)).toEqual([]);
    expect((await world.store.scans.list())[0]?.closedAt).toMatch(/^2026-11-27T02:00/);
    expect(
      world.arm.requests.slice(requests).filter(({ path }) => under("fleet", "managedClusters/fleet-[0-9]+\\?").test(path)),
    ).toHaveLength(180);
    expect(await findingsOf(world, "fleet")).toHaveLength(180);
  });
});
