import { describe, expect, it } from "vitest";
import { SUBSCRIPTIONS, sampleEstate } from "../../../local/sample/estate.ts";
import { around, tooLong, typed } from "./running.ts";

const estate = (...faults: ReturnType<typeof sampleEstate>["faults"]) => Object.assign(sampleEstate(), { faults });
const of = (...names: readonly (keyof typeof SUBSCRIPTIONS)[]): string => names.map((name) => `-s ${SUBSCRIPTIONS[name]}`).join(" ");
const REFUSED = { status: 403, body: { error: { code: "AuthorizationFailed", message: "no" } } };

describe("a subscription that may not be read", () => {
  it("is named with the way out; the others are read, and the exit code says so", async () => {
    const world = await around(estate({ match: new RegExp(`/subscriptions/${SUBSCRIPTIONS.shop}/`, "i"), ...REFUSED }));

    const { exit, out } = await typed("scan", world);

    expect(exit).toBe(4);
    expect(out).toMatch(/^\d\d findings in \d\d clusters/);
    expect(out).toContain("subscription shop: the app may not read it (403 AuthorizationFailed)");
    expect(out).toContain(`--scope /subscriptions/${SUBSCRIPTIONS.shop}`);
    expect(tooLong(out, 100)).toEqual([]);
  });

  it("is what all of them are: the exit code says that nothing may be read", async () => {
    const world = await around(estate({ match: /managedClusters/i, ...REFUSED }));

    expect((await typed("scan", world)).exit).toBe(3);
  });

  it("is no excuse to forget what was found there", async () => {
    const state = estate();
    const world = await around(state);
    const scan = `scan ${of("dev", "platform-dev")} -r COST-014`;
    const before = await typed(scan, world);
    state.faults.push({ match: new RegExp(`/subscriptions/${SUBSCRIPTIONS.dev}/`, "i"), ...REFUSED });

    const after = await typed(scan, world);
    const news = await typed(`${scan} --since-last`, world);

    expect(before.out).toMatch(/^[1-9]/);
    expect(after.out.split("\n")[0]).toBe(before.out.split("\n")[0]);
    expect(news.out).toMatch(/^0 findings/);
  });
});

describe("Azure that asks to wait", () => {
  it("is waited for, as long as it says", async () => {
    const throttled = {
      status: 429,
      headers: { "retry-after": "1" },
      times: 2,
      body: { error: { code: "TooManyRequests", message: "wait" } },
    };
    const world = await around(estate({ match: /managedClusters\?/i, ...throttled }));
    const started = performance.now();

    const { exit } = await typed(`scan -s ${SUBSCRIPTIONS.dev}`, world);

    expect(exit).toBe(0);
    expect(performance.now() - started).toBeGreaterThan(1900);
  });

  it("for ever is given up after --wait, and what it kept back is said", async () => {
    const storm = { status: 429, headers: { "retry-after": "1" }, body: { error: { code: "TooManyRequests", message: "wait" } } };
    const world = await around(estate({ match: /\/(usages|skus)/i, ...storm }));

    const { exit, out } = await typed(`scan -s ${SUBSCRIPTIONS.dev} --wait 2`, world);

    expect(exit).toBe(0);
    expect(out).toContain("Azure asks to wait (429 TooManyRequests)");
    expect((await typed(`scan -s ${SUBSCRIPTIONS.dev} --wait 0 --fail-on critical`, world)).exit).toBe(4);
  });

  it("for every list ends the scan with what there is, and the exit code says so", async () => {
    const storm = { status: 429, headers: { "retry-after": "600" }, body: { error: { code: "TooManyRequests", message: "wait" } } };
    const world = await around(estate({ match: /managedClusters/i, ...storm }));

    const { exit, out } = await typed("scan --wait 5", world);

    expect(exit).toBe(4);
    expect(out).toMatch(/^0 findings in 0 clusters/);
    expect(out).toMatch(/Azure asked to\s+wait for longer than the scan lasts/);
  });
});

describe("a login", () => {
  it("that there is not is explained, with the ways to have one", async () => {
    const credential = { getToken: () => Promise.reject(new Error("CredentialUnavailableError")) };

    const { exit, err, out } = await typed("scan", { ...(await around(estate())), credential });

    expect([exit, out]).toEqual([3, ""]);
    expect(err).toContain("az login");
    expect(err).toContain("--sample");
  });

  it("that sees no subscription is told so", async () => {
    const { exit, err } = await typed("scan", await around(Object.assign(estate(), { subscriptions: [] })));

    expect(exit).toBe(3);
    expect(err).toContain("The login sees no subscription.");
  });

  it("that sees no cluster is done, with nothing found", async () => {
    const { exit, out } = await typed("scan", await around(Object.assign(estate(), { clusters: [] })));

    expect(exit).toBe(0);
    expect(out).toContain("No AKS cluster in 6 subscriptions.");
  });

  it("reads what is below a management group", async () => {
    const state = Object.assign(estate(), { managementGroups: { corp: [SUBSCRIPTIONS.dev] } });
    const world = await around(state);

    const { exit, out } = await typed("scan -g corp --format json", world);
    const unknown = await typed("scan -g nowhere", world);

    expect(exit).toBe(0);
    expect(
      new Set(JSON.parse(out).clusters.map(({ subscriptionName }: { readonly subscriptionName: string }) => subscriptionName)),
    ).toEqual(new Set(["dev"]));
    expect(unknown).toMatchObject({ exit: 3, err: expect.stringContaining("no subscription below management group nowhere") });
  });
});

describe("Ctrl-C", () => {
  const SCAN = `scan ${of("dev", "shop")}`;

  it("leaves nothing half written: what was done counts, and the next scan goes on from there", async () => {
    const clustersOfShop = new RegExp(`/subscriptions/${SUBSCRIPTIONS.shop}/.*managedClusters`, "i");
    const stop = new AbortController();
    const world = await around(estate({ match: clustersOfShop, delayMs: 60_000, times: 1 }));

    const stopping = typed(SCAN, { ...world, signal: stop.signal });
    await expect.poll(() => world.arm.requests.filter(({ path }) => clustersOfShop.test(path))).toHaveLength(1);
    stop.abort();
    const stopped = await stopping;
    const next = await typed(SCAN, world);

    expect(stopped).toMatchObject({ exit: 130, out: "", err: expect.stringContaining("Stopped.") });
    expect(next.exit).toBe(0);
    expect(next.out).toContain("shop-neu-1");
  });

  it("keeps no news back: what ended in the scan that was stopped is told by the next", async () => {
    const state = estate();
    const world = await around(state);
    await typed(SCAN, world);
    state.clusters = state.clusters.filter(({ id }) => !String(id).endsWith("/dev-weu-3"));
    state.faults.push({ match: new RegExp(`/subscriptions/${SUBSCRIPTIONS.shop}/.*managedClusters`, "i"), delayMs: 60_000, times: 1 });
    const stop = new AbortController();

    const stopping = typed(SCAN, { ...world, signal: stop.signal });
    let asked = 0;
    const isAtRest = (): boolean => {
      const before = asked;
      asked = world.arm.requests.length;
      return asked === before;
    };
    await expect.poll(isAtRest, { interval: 1500 }).toBe(true);
    stop.abort();
    await stopping;

    expect((await typed(`${SCAN} --since-last`, world)).out).toMatch(/dev-weu-3 .*Resolved/);
  });
});
