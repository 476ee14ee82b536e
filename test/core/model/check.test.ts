import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { asked, type CheckMessage, type ClusterCheck, finished, isIdle, overdue, putOff } from "../../../src/core/model/check.ts";
import { clusterRef } from "../../../src/core/model/names.ts";
import { minutesAfter } from "../../support/build.ts";

const REF = clusterRef("/subscriptions/s/resourceGroups/g/providers/Microsoft.ContainerService/managedClusters/c");
if (!REF) throw new Error("no ref");
const DELAY = 2;
const ask = (check: ClusterCheck | undefined, minute: number, by = `e${minute}`) =>
  asked(check, { ref: REF, by, now: minutesAfter(minute), due: minutesAfter(minute + DELAY) });
const message = (minute: number, hops = 0): CheckMessage => ({ cluster: REF, due: minutesAfter(minute), hops });
const finish = (check: ClusterCheck, seen: number, started: number, rest?: number) =>
  finished(check, {
    ...{ seen, startedAt: minutesAfter(started), message: message(started), again: minutesAfter(started + DELAY) },
    ...(rest === undefined ? {} : { rest: minutesAfter(rest) }),
  });

describe("asking for a check", () => {
  it("sends one message for a burst of fifty", () => {
    let check: ClusterCheck | undefined;
    let sent = 0;
    for (let event = 0; event < 50; event++) {
      const next = ask(check, event / 30, `e${event}`);
      check = next.check;
      sent += Number(next.sends);
    }

    expect({ sent, wanted: check?.wanted, due: check?.due }).toEqual({ sent: 1, wanted: 50, due: minutesAfter(DELAY) });
  });

  it("again by the same event sends again: the first may have died before it did", () => {
    const { check } = ask(undefined, 0, "e");

    expect(ask(check, 0.2, "e")).toMatchObject({ sends: true, check: { due: check.due } });
    expect(ask(check, 0.2, "another").sends).toBe(false);
  });

  it("while a check runs sends a message of its own", () => {
    const { check } = ask(undefined, 0);
    const next = ask(check, 3);

    expect(next).toMatchObject({ sends: true, check: { due: minutesAfter(3 + DELAY) } });
    expect(finish(next.check, 1, 2)).toMatchObject({ sends: false, check: { wanted: 2, done: 1 } });
  });

  it("is sooner than a rest, whose message then ends unread", () => {
    const { check } = finish(ask(undefined, 0).check, 1, 2, 32);
    const sooner = ask(check, 10).check;

    expect(sooner.due).toBe(minutesAfter(12));
    const rested = finish(sooner, sooner.wanted, 12, 42).check;
    expect(isIdle(rested, message(32), minutesAfter(32))).toBe(true);
    expect(isIdle(rested, message(42), minutesAfter(42))).toBe(false);
  });
});

describe("a finished check", () => {
  it("goes again where its own message was the only one, although more came", () => {
    // The queue's clock was ahead: the message came before it was due by ours, and the next event took it for on its way.
    const more = ask(ask(undefined, 0).check, 1.9).check;

    expect(finish(more, 1, 2)).toMatchObject({ sends: true, check: { due: minutesAfter(4) } });
  });

  it("rests while the cluster moves, for a day at most", () => {
    const resting = finish(ask(undefined, 0).check, 1, 2, 32);
    const stillResting = finish({ ...resting.check, movingSince: minutesAfter(2 - 24 * 60) }, 2, 2, 62);
    const tired = finish({ ...resting.check, movingSince: minutesAfter(-24 * 60) }, 2, 2, 62);

    expect(resting).toMatchObject({ sends: true, check: { wanted: 2, done: 1, movingSince: minutesAfter(2) } });
    expect(stillResting).toMatchObject({ sends: true, check: { wanted: 3, done: 2 } });
    expect(tired).toMatchObject({ sends: false, check: { wanted: 2, done: 2 } });
    expect(finish(resting.check, 2, 32).check).not.toHaveProperty("movingSince");
  });

  it("never goes back", () => {
    expect(finish({ ...ask(undefined, 0).check, wanted: 7, done: 6 }, 3, 2).check.done).toBe(6);
  });
});

describe("a check that is put off", () => {
  it("comes back then, unless another is on its way", () => {
    const { check } = ask(undefined, 0);

    expect(putOff(check, message(DELAY), minutesAfter(9))).toMatchObject({ sends: true, check: { due: minutesAfter(9) } });
    expect(putOff(ask(check, 3).check, message(DELAY), minutesAfter(9))).toMatchObject({ sends: false, check: { due: minutesAfter(5) } });
  });
});

describe("a check that is behind", () => {
  it.for([
    { minutes: DELAY + 19, what: "wait" },
    { minutes: DELAY + 20, what: "send" },
    { minutes: 24 * 60, what: "send" },
    { minutes: 24 * 60 + 1, what: "leave" },
  ] as const)("after $minutes minutes: $what", ({ minutes, what }) => {
    expect(overdue(ask(undefined, 0).check, minutesAfter(minutes))).toBe(what);
  });

  it("and done since is left alone", () => {
    expect(overdue(finish(ask(undefined, 0).check, 1, 2).check, minutesAfter(999))).toBe("wait");
  });
});

/** A cluster that changes at moments, messages that are delivered late and twice, crashes between any two steps. */
describe("ten thousand events", () => {
  const step = fc.record({
    wait: fc.integer({ min: 0, max: 180 }).map((seconds) => seconds / 60),
    does: fc.constantFrom("event", "event", "event", "repeat", "deliver", "deliver", "twice"),
    crash: fc.constantFrom("none", "none", "none", "unsent", "unfinished"),
    lasts: fc.integer({ min: 0, max: 90 }).map((seconds) => seconds / 60),
    isMoving: fc.boolean(),
  });

  it("end with a check that began after the last of them, and never with more checks than messages", () => {
    let events = 0;
    fc.assert(
      fc.property(fc.array(step, { minLength: 20, maxLength: 40 }), (steps) => {
        const world = new Simulated();
        for (const each of steps) world.live(each);
        world.settle();
        events += world.events;

        expect(world.lastSeen).toBeGreaterThanOrEqual(world.lastChange);
        expect(world.checks).toBeLessThanOrEqual(world.sent);
        expect(world.check && world.check.wanted - world.check.done).toBeFalsy();
      }),
      { numRuns: 800, seed: 11 },
    );
    expect(events).toBeGreaterThan(10_000);
  });
});

interface Step {
  readonly wait: number;
  readonly does: string;
  readonly crash: string;
  readonly lasts: number;
  readonly isMoving: boolean;
}

class Simulated {
  check: ClusterCheck | undefined;
  now = 0;
  events = 0;
  lastChange = 0;
  lastSeen = 0;
  checks = 0;
  sent = 0;
  private last = "";
  private queue: CheckMessage[] = [];

  live({ wait, does, crash, lasts, isMoving }: Step): void {
    this.now += wait;
    if (does === "deliver" || does === "twice") this.deliver(crash, lasts, isMoving, does === "twice");
    else this.event(does === "repeat" && this.last !== "" ? this.last : `e${this.now}-${this.events}`, crash);
  }

  /** Whoever is not told that it was taken sends again; the timer looks at what is left. */
  settle(): void {
    for (let round = 0; round < 60; round++) {
      this.now += 15;
      this.deliver("none", 0, false, false);
      if (this.check && overdue(this.check, minutesAfter(this.now)) === "send") {
        this.check = { ...this.check, due: minutesAfter(this.now) };
        this.send(this.check);
      }
    }
  }

  private event(id: string, crash: string): void {
    if (id !== this.last) {
      this.lastChange = this.now;
      this.events++;
    }
    this.last = id;
    const next = ask(this.check, this.now, id);
    this.check = next.check;
    if (next.sends && crash !== "unsent") this.send(next.check);
  }

  private deliver(crash: string, lasts: number, isMoving: boolean, isTwice: boolean): void {
    const due = this.queue.filter((each) => each.due <= minutesAfter(this.now));
    this.queue = this.queue.filter((each) => each.due > minutesAfter(this.now));
    for (const each of isTwice ? [...due, ...due] : due) {
      if (!this.check || isIdle(this.check, each, minutesAfter(this.now))) continue;
      const { wanted: seen } = this.check;
      const started = this.now;
      this.checks++;
      if (isTwice) this.sent++;
      // Something changes while it runs.
      this.now += lasts;
      if (lasts > 1) this.event(`during-${this.now}`, "none");
      if (crash === "unfinished") {
        this.queue.push({ ...each, due: minutesAfter(this.now + 10) });
        this.sent++;
        continue;
      }
      this.lastSeen = started;
      const rest = isMoving ? { rest: minutesAfter(this.now + 30) } : {};
      const next = finished(this.check, {
        ...{ seen, startedAt: minutesAfter(started), message: each, again: minutesAfter(this.now + DELAY) },
        ...rest,
      });
      this.check = next.check;
      if (next.sends) this.send(next.check);
    }
  }

  private send({ due }: ClusterCheck): void {
    this.sent++;
    this.queue.push({ ...message(0), due });
  }
}
