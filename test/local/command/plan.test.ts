import { describe, expect, it } from "vitest";
import { sampleEstate } from "../../../local/sample/estate.ts";
import { around, tooLong, typed } from "./running.ts";

describe("plan", () => {
  it.for([80, 120])("keeps within %s columns", async (columns) => {
    const { out, exit } = await typed("plan --sample --cluster prod-weu-1", { columns });

    expect(exit).toBe(0);
    expect(tooLong(out, columns)).toEqual([]);
  });

  it("says what the surge of the next upgrade is short of, and what has room", async () => {
    const { out } = await typed("plan --sample --cluster prod-weu-1 --to 1.35");

    expect(out).toContain("prod-weu-1 · westeurope · 1.34.2 → 1.35 · 1 hop");
    expect(out).toMatch(/vCPUs of DDSv5 +40, short 12 +44, short 16 +28 of 200/);
    expect(out).toMatch(/addresses of vnet-prod-weu\/snet-prod-weu-1 +155, short 37 +186, short 68 +118 of 1019/);
    expect(out).toContain("With apps at 10%: room in any order of pools");
    expect(out).toContain("az aks nodepool update -g rg-prod --cluster-name prod-weu-1 -n apps --max-surge 10%");
  });

  it.for([
    ["--max-surge 10%", "it has room as it is set, in any order of pools", "max surge of apps is 10% (set: 25%)"],
    ["--what-if quota:ddsv5=400 --what-if nodes:apps=10", "has room", "the quota of ddsv5 is 400 vCPUs (read: 200)"],
    ["--what-if surge:apps=2", "it has room as it is set", "max surge of apps is 2 (set: 25%)"],
    ["--max-surge nosuch=1", "less max surge", "nosuch: passed over, the cluster has no pool of that name"],
  ] as const)("works out what if: %s", async ([words, verdict, assumption]) => {
    const { out } = await typed(`plan --sample --cluster prod-weu-1 --to 1.35 ${words}`, { columns: 200 });

    expect(out).toContain(verdict);
    expect(out).toContain(assumption);
  });

  it("ends with 1 only where --check asks whether it goes as things are set", async () => {
    expect((await typed("plan --sample --cluster prod-weu-1 --to 1.35 --check")).exit).toBe(1);
    expect((await typed("plan --sample --cluster prod-weu-1 --to 1.35 --max-surge 10% --check")).exit).toBe(0);
  });

  it("is a playbook as Markdown: checks before and after each hop, and the way back", async () => {
    const { out } = await typed("plan --sample --cluster prod-weu-1 --to 1.36 --format markdown");

    for (const heading of ["### Before", "### Upgrade", "### After", "### The way back"]) expect(out.split(heading)).toHaveLength(3);
    expect(out).toContain("- [ ] ");
    expect(out).toContain("within 7 days");
  });

  it("is data as JSON", async () => {
    const { out } = await typed("plan --sample --cluster prod-weu-1 --to 1.35 --format json");

    expect(JSON.parse(out)).toMatchObject({
      name: "prod-weu-1",
      verdict: { kind: "less-surge", hop: 0 },
      hops: [{ instead: { shares: { apps: { kind: "percent", percent: 10 } } } }],
    });
  });

  it("takes a cluster by name, by resource group and name, and by id", async () => {
    const byId = sampleEstate().clusters.find(({ id }) => String(id).endsWith("/prod-weu-1"))?.id;
    const heads = await Promise.resolve()
      .then(async () => [
        await typed("plan --sample -c PROD-WEU-1 --to 1.35"),
        await typed("plan --sample -c rg-prod/prod-weu-1 --to 1.35"),
        await typed(`plan --sample -c ${String(byId)} --to 1.35`),
      ])
      .then((all) => all.map(({ out }) => out));

    expect(new Set(heads).size).toBe(1);
  });

  it.for([
    ["plan --sample", 2, "required option '-c, --cluster <name>' not specified"],
    ["plan --sample -c nowhere", 2, "No cluster named nowhere can be seen"],
    ["plan --sample -c prod-weu-1 --to soon", 2, '--to takes a version such as 1.36 or 1.36.2, not "soon"'],
    ["plan --sample -c prod-weu-1 --max-surge lots", 2, '--max-surge takes a number of nodes or a percentage such as 33%, not "lots"'],
    ["plan --sample -c prod-weu-1 --what-if more", 2, "--what-if takes quota:DDSv5=400"],
    ["plan --sample -c lab-weu-1", 5, "properties.agentPoolProfiles.1.count: expected number, received string"],
  ] as const)("refuses %s with %s", async ([line, exit, words]) => {
    const ran = await typed(line);

    expect(ran.exit).toBe(exit);
    expect(ran.err).toContain(words);
  });

  it("cannot tell what it may not read, and says which", async () => {
    const refused = { status: 403, body: { error: { code: "AuthorizationFailed", message: "no" } } };
    const world = await around(Object.assign(sampleEstate(), { faults: [{ match: /\/usages/i, ...refused }] }));

    const { out, exit } = await typed("plan -c prod-weu-1 --to 1.35 --check", world);

    expect(exit).toBe(4);
    expect(out).toContain("hop 1 cannot be told");
    expect(out).toContain("whether surge nodes have room (system, apps): the app may not read it (403");
    expect(out).not.toContain("has room");
    expect(out).not.toContain("Most with room");
  });
});
