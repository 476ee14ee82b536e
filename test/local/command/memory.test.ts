import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { SUBSCRIPTIONS, sampleEstate } from "../../../local/sample/estate.ts";
import { around, passingFolder, typed } from "./running.ts";

const DEV = `-s ${SUBSCRIPTIONS.dev}`;

describe("the memory", () => {
  it("lasts from one process to the next: what was there is no news", async () => {
    const world = await around(sampleEstate());
    await typed(`scan ${DEV}`, world);

    const { out, err } = await typed(`scan ${DEV} --since-last`, world);

    expect(err).toBe("");
    expect(out).toMatch(/^0 findings in \d+ clusters/);
  });

  it("has nothing to compare with at first, and says so", async () => {
    const { out, err } = await typed(`scan ${DEV} --since-last`, await around(sampleEstate()));

    expect(err).toContain("Nothing was scanned before");
    expect(out).toMatch(/^[1-9]\d* findings/);
  });

  it("knows a cluster that is gone from one that is not seen", async () => {
    const state = sampleEstate();
    const world = await around(state);
    await typed(`scan ${DEV}`, world);
    const gone = state.clusters.find(({ id }) => String(id).endsWith("/dev-weu-7"));
    state.clusters = state.clusters.filter((each) => each !== gone);

    const { out } = await typed(`scan ${DEV} --since-last`, world);

    expect(out).toContain("Resolved (gone)");
    expect(out).toContain("dev-weu-7");
  });

  it("lies where it is told to, and nowhere else", async () => {
    const folder = join(await passingFolder(), "mine");
    const world = await around(sampleEstate());

    await typed(`scan ${DEV} --store ${folder}`, world);

    expect(await readdir(folder)).toContain("tables.json");
    expect(await readdir(world.dataFolder ?? "")).toEqual([]);
  });

  it("is one run's at a time", async () => {
    const folder = await passingFolder();
    await writeFile(join(folder, "in-use"), String(process.pid));

    const { exit, err } = await typed(`scan ${DEV} --store ${folder}`, await around(sampleEstate()));

    expect(exit).toBe(5);
    expect(err).toContain(`is in use by process ${process.pid}`);
  });

  it("is free again after a run that was killed", async () => {
    const folder = await passingFolder();
    await writeFile(join(folder, "in-use"), "999999999");

    expect((await typed(`scan ${DEV} --store ${folder}`, await around(sampleEstate()))).exit).toBe(0);
    expect(await readdir(folder)).not.toContain("in-use");
  });

  it.for(["Not A Name", "x"])("refuses %s", async (store) => {
    const { exit, err } = await typed(["scan", "--store", store], await around(sampleEstate()));

    expect(exit).toBe(2);
    expect(err).toContain("--store takes the name of a storage account");
  });
});
