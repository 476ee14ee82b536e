import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { SUBSCRIPTIONS, sampleEstate } from "../../../local/sample/estate.ts";
import { builtInCalendar } from "../../../src/core/model/calendar.ts";
import { addDays, type Day, day, dayOf, instant } from "../../../src/core/model/time.ts";
import { around, passingFolder, typed } from "./running.ts";

async function fileWith(content: unknown): Promise<string> {
  const file = join(await passingFolder(), "dates.json");
  await writeFile(file, typeof content === "string" ? content : JSON.stringify(content));
  return file;
}

describe("calendar", () => {
  it("checks a file without a login, and stores nothing", async () => {
    const { exit, out } = await typed(["calendar", await fileWith(builtInCalendar), "--check"], {
      credential: { getToken: () => Promise.reject(new Error("asked for a login")) },
    });

    expect(exit).toBe(0);
    expect(out).toContain("fits: checked on");
    expect(out).not.toContain("Stored");
  });

  it("stores a file where the rules of the next scan find it", async () => {
    const world = await around(sampleEstate());
    // A day ahead, which a file may be: the built-in calendar may have been checked today.
    const today = addDays(dayOf(instant(Date.now())), 1);
    const versions = builtInCalendar.versions.map((row) => (row.minor === "1.36" ? { ...row, communityEnd: today } : row));
    const file = await fileWith({ ...builtInCalendar, checkedOn: today, versions });

    const stored = await typed(["calendar", file], world);
    const { out } = await typed(`scan -s ${SUBSCRIPTIONS.stores} -r UPG-002`, world);

    expect(stored).toMatchObject({ exit: 0, out: expect.stringContaining("Stored in ") });
    expect(out).toContain("Kubernetes 1.36 leaves community support");
  });

  it.for([
    ["{", "is not JSON"],
    [{ ...builtInCalendar, version: [] }, "Unrecognized key"],
    [{ ...builtInCalendar, checkedOn: "soon" }, 'checkedOn: "soon" is not a day, as in 2027-06-30'],
  ] as const)("says what is wrong with %j", async ([content, words]) => {
    const { exit, err } = await typed(["calendar", await fileWith(content), "--check"]);

    expect(exit).toBe(2);
    expect(err).toContain(words);
  });

  it("says so where there is no such file", async () => {
    expect(await typed("calendar /nowhere.json")).toMatchObject({ exit: 2, err: expect.stringContaining("/nowhere.json cannot be read") });
  });
});

describe("the end of support that Azure told a cluster", () => {
  const dayIn = (days: number) => addDays(dayOf(instant(Date.now())), days);
  /** A stand-in of Azure with a notice for a cluster of 1.34, at the second time of asking. */
  function told(ends: Day) {
    const state = sampleEstate();
    const id = String(state.clusters.find((body) => body.name === "prod-weu-1")?.id);
    const eventDetails = JSON.stringify({ kubernetesVersion: "1.34.2", eolDate: `${ends}T00:00:00Z`, supportType: "Community" });
    const properties = { eventSource: "EOLNotification", lastUpdateTime: "2026-11-20T05:00:00Z", eventDetails };
    state.notices.push({ id: `${id}/scheduledEvents/1`, type: "microsoft.containerservice/managedclusters/scheduledevents", properties });
    return { state, id };
  }

  it("is what a plan goes by", async () => {
    const { out } = await typed("plan --cluster prod-weu-1 --to 1.35", { ...(await around(told(day("2099-12-06")).state)), columns: 200 });

    expect(out).toContain("1.34: community support ends 6 Dec 2099, long-term support ends 30 Nov 2027");
  });

  it("is what explain goes by, also where Resource Graph asks to wait first", async () => {
    const { state, id } = told(dayIn(20));
    state.faults.push({ match: /ResourceGraph/i, status: 429, headers: { "retry-after": "1" }, times: 1 });

    const { out } = await typed(["explain", "UPG-002", id], { ...(await around(state)), columns: 200 });

    expect(out).toContain("Azure's own notice of 20 Nov 2026; the calendar says 30 Nov 2026");
  });

  it("is what a scan shows of the cluster that was told", async () => {
    const { out } = await typed("scan --cluster prod-weu-1 -f json", { ...(await around(told(dayIn(20)).state)), columns: 200 });

    expect(JSON.parse(out)).toMatchObject({ support: [{ minor: "1.34", lastDay: dayIn(20), toldByAzure: true }] });
  });
});
