import { describe, expect, it } from "vitest";
import { builtInCalendar, lastDay, newerCalendar, precisionOf } from "../../../src/core/model/calendar.ts";
import { day } from "../../../src/core/model/time.ts";
import { settledCalendar } from "../../support/calendar.ts";

const { versions, osImages, features, vmSeries } = builtInCalendar;

/** The dates a second time, as of 2026-11-20. A date that moves is changed in both places. */
describe("Kubernetes versions in the built-in calendar", () => {
  const table = [
    { minor: "1.29", ga: "2024-03", community: "2025-03-31", lts: "2026-04-30" },
    { minor: "1.30", ga: "2024-07", community: "2025-08-22", lts: "2026-07-31" },
    { minor: "1.31", ga: "2024-11", community: "2025-11-01", lts: "2026-11-30" },
    { minor: "1.32", ga: "2025-04", community: "2026-03-31", lts: "2027-03-31" },
    { minor: "1.33", ga: "2025-06", community: "2026-07-31", lts: "2027-07-31" },
    { minor: "1.34", ga: "2025-11", community: "2026-11-30", lts: "2027-11-30" },
    { minor: "1.35", ga: "2026-03", community: "2027-03-31", lts: "2028-03-31" },
    { minor: "1.36", ga: "2026-06", community: "2027-06-30", lts: "2028-06-30" },
    { minor: "1.37", ga: "2026-10", community: "2027-10-31", lts: "2028-10-31" },
  ];

  it("are those of the table, and no others", () => {
    expect(
      versions.map(({ minor, generallyAvailable, communityEnd, ltsEnd }) => ({
        minor,
        ga: generallyAvailable,
        community: lastDay(communityEnd),
        lts: lastDay(ltsEnd),
      })),
    ).toEqual(table);
  });

  it("are by day only where a day was announced", () => {
    const byDay = versions.filter(({ communityEnd, ltsEnd }) => [communityEnd, ltsEnd].some((each) => precisionOf(each) === "day"));

    expect(byDay.map(({ minor }) => minor)).toEqual(["1.30", "1.31"]);
  });
});

describe("node operating systems in the built-in calendar", () => {
  it("are those of the table, and no others", () => {
    const rows = osImages.map(({ id, ends, imagesGone, refusedFrom }) => [id, ends, imagesGone, refusedFrom].join(" "));

    expect(rows).toEqual([
      "ubuntu-18.04 2025-06-17 2025-07-17 ",
      "ubuntu-20.04 2027-03-17 2027-03-17 ",
      "ubuntu-22.04 2027-06-30 2028-04-30 1.37",
      "ubuntu-24.04   ",
      "azure-linux-2 2025-11-30 2026-03-31 ",
      "azure-linux-3   ",
      "azure-linux-os-guard 2026-12-10 2027-03-10 ",
      "flatcar 2026-06-08 2026-09-08 ",
      "windows-2019 2026-03-01 2027-04-01 1.33",
      "windows-2022 2028-06-30 2029-06-30 1.37",
      "windows-2025   ",
      "windows-annual 2026-05-15 2027-05-15 ",
    ]);
  });

  it("share the Kubernetes minors of each moving OS SKU among them, without gap or overlap", () => {
    const minors = osImages.flatMap(({ defaultFor }) => (defaultFor ? [[defaultFor.osSku, defaultFor.from, defaultFor.to].join(" ")] : []));

    expect(minors).toEqual([
      "Ubuntu 1.25 1.34",
      "Ubuntu 1.35 ",
      "AzureLinux 1.27 1.31",
      "AzureLinux 1.32 ",
      "Windows 1.14 1.24",
      "Windows 1.25 1.36",
      "Windows 1.37 ",
    ]);
  });
});

describe("features in the built-in calendar", () => {
  it("are those of the table, and no others", () => {
    expect(Object.fromEntries(features.map(({ id, ends }) => [id, ends]))).toEqual({
      "http-application-routing": "2025-03-03",
      "wasm-runtime": "2025-05-05",
      teleport: "2025-07-15",
      "skip-gpu-driver-tag": "2025-08-14",
      "basic-load-balancer": "2025-09-30",
      "availability-sets": "2025-09-30",
      "default-outbound-access": "2026-03-31",
      "custom-ca-trust-preview": "2026-09-14",
      "network-policy-manager-windows": "2026-09-30",
      "app-routing-nginx": "2026-11",
      "kubelet-serving-certificate-tag": "2027-04-01",
      "open-service-mesh": "2027-09-30",
      kubenet: "2028-03-31",
      "network-policy-manager-linux": "2028-09-30",
      "aks-on-windows-server-2019": "2026-03",
      "aks-on-windows-server-2022": "2027-03",
    });
  });
});

describe("VM series in the built-in calendar", () => {
  it("are those of the table, and no others", () => {
    const byEnd = Map.groupBy(vmSeries.series, ({ ends }) => ends);

    expect(Object.fromEntries([...byEnd].map(([end, rows]) => [end, rows.map(({ id }) => id).join(" ")]))).toEqual({
      "2024-08-31": "a hb",
      "2025-09-30": "ncv3",
      "2026-06-30": "dcsv2",
      "2026-09-30": "nvv3 nvv4",
      "2027-03-31": "m192-v2",
      "2028-05-01": "d ds dv2 dsv2 ls",
      "2028-11-15": "av2 b f fs fsv2 lsv2 g gs",
    });
  });
});

describe("every entry of the built-in calendar", () => {
  const entries = [...versions, ...osImages, ...features, vmSeries, ...vmSeries.series].map((entry) => ({
    ...entry,
    title: "name" in entry ? entry.name : "no name of its own",
    name: "minor" in entry ? entry.minor : "id" in entry ? entry.id : "the list of VM series",
  }));

  it("about a version ends no day before what it says of the version before", () => {
    const inOrder = versions.toSorted((a, b) => Number(a.minor.slice(2)) - Number(b.minor.slice(2)));
    const days = inOrder.map(({ minor, generallyAvailable, communityEnd, ltsEnd }) => ({
      minor,
      days: [generallyAvailable, communityEnd, ltsEnd].map(lastDay),
    }));

    const early = days.filter(({ days: own }, index) => days[index - 1]?.days.some((before, end) => before > (own[end] ?? before)));
    expect(early).toEqual([]);
  });

  it.for(entries)("$name says who says it, since when, and how surely", ({ title, source, checkedOn, confidence, note }) => {
    expect(title).toMatch(/\w/);
    expect(note ?? "no note").toMatch(/^no note$|\w.*\.$/);
    expect(source).toMatch(/^https:\/\//);
    expect(checkedOn <= builtInCalendar.checkedOn).toBe(true);
    expect(["high", "medium", "low"]).toContain(confidence);
  });

  it("that sources disagree about says which one was followed, and why", () => {
    const noted = entries.flatMap(({ name, note }) => (note === undefined ? [] : [name]));

    expect(noted).toEqual(
      expect.arrayContaining(["1.30", "1.31", "1.37", "azure-linux-2", "flatcar", "ubuntu-22.04", "windows-2022", "windows-2025", "ncv3"]),
    );
    expect(noted).toEqual(expect.arrayContaining(["app-routing-nginx", "default-outbound-access"]));
  });

  it("that names only a month for a feature is of low or medium confidence", () => {
    const vague = features.filter(({ ends }) => precisionOf(ends) === "month").map(({ confidence }) => confidence);

    expect(vague).toEqual(["low", "medium", "medium"]);
  });
});

describe("the newer of two calendars", () => {
  const first = settledCalendar;

  it.for([
    { stored: "2026-11-21", wins: true },
    { stored: "2026-11-20", wins: false },
    { stored: "2026-11-19", wins: false },
  ])("is the second one checked on $stored against 20 November: $wins", ({ stored, wins }) => {
    const second = { ...first, checkedOn: day(stored) };

    expect(newerCalendar(first, second) === second).toBe(wins);
  });
});
