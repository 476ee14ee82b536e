import { describe, expect, it } from "vitest";
import {
  type Calendar,
  type FeatureId,
  featureStanding,
  osImageStanding,
  versionStanding,
  vmSizeStanding,
} from "../../../src/core/model/calendar.ts";
import { vmSize } from "../../../src/core/model/names.ts";
import { day } from "../../../src/core/model/time.ts";
import { version } from "../../support/build.ts";
import { settledCalendar } from "../../support/calendar.ts";

const TODAY = day("2026-11-20");
const changed = (change: Partial<Calendar>): Calendar => ({ ...settledCalendar, ...change });

describe("support of a Kubernetes version", () => {
  /** The last column of the reference's table (calculations 7). */
  it.for([
    { minor: "1.29", plan: "lts", stands: { kind: "ended", on: "2026-04", daysPast: 204 } },
    { minor: "1.30", plan: "lts", stands: { kind: "ended", on: "2026-07", daysPast: 112 } },
    { minor: "1.31", plan: "community", stands: { kind: "ended", on: "2025-11-01", daysPast: 384 } },
    { minor: "1.31", plan: "lts", stands: { kind: "ends", on: "2026-11", daysLeft: 10 } },
    { minor: "1.32", plan: "community", stands: { kind: "ended", on: "2026-03", daysPast: 234 } },
    { minor: "1.32", plan: "lts", stands: { kind: "ends", on: "2027-03", daysLeft: 131 } },
    { minor: "1.33", plan: "community", stands: { kind: "ended", on: "2026-07", daysPast: 112 } },
    { minor: "1.33", plan: "platform", stands: { kind: "ended", on: "2026-10", daysPast: 20 } },
    { minor: "1.34", plan: "community", stands: { kind: "ends", on: "2026-11", daysLeft: 10 } },
    { minor: "1.37", plan: "community", stands: { kind: "ends", on: "2027-10", daysLeft: 345 } },
  ] as const)("$minor under $plan: $stands.kind", ({ minor, plan, stands }) => {
    expect(versionStanding(settledCalendar, { version: version(minor), plan }, TODAY)).toMatchObject(stands);
  });

  it.for([
    { today: "2026-11-29", stands: { kind: "ends", daysLeft: 1 } },
    { today: "2026-11-30", stands: { kind: "ends", daysLeft: 0 } },
    { today: "2026-12-01", stands: { kind: "ended", daysPast: 1 } },
  ])("of 1.34.2 that ends with November, on $today: $stands", ({ today, stands }) => {
    expect(versionStanding(settledCalendar, { version: version("1.34.2"), plan: "community" }, day(today))).toMatchObject(stands);
  });

  it.for([
    { minor: "1.28", plan: "community", daysPast: 599, on: "2025-03" },
    { minor: "1.24", plan: "lts", daysPast: 204, on: "2026-04" },
    { minor: "1.24", plan: "platform", daysPast: 964, on: "2024-03" },
  ] as const)("of $minor, older than the calendar, under $plan ended at least $daysPast days ago", ({ minor, plan, daysPast, on }) => {
    expect(versionStanding(settledCalendar, { version: version(minor), plan }, TODAY)).toMatchObject({
      kind: "ended",
      on,
      daysPast,
      isAtLeast: true,
    });
  });

  it("of a minor older than a calendar whose first row still holds ended at least zero days ago", () => {
    const young = changed({ versions: settledCalendar.versions.filter(({ minor }) => minor >= "1.35") });

    expect(versionStanding(young, { version: version("1.34"), plan: "community" }, TODAY)).toMatchObject({
      kind: "ended",
      daysPast: 0,
      isAtLeast: true,
    });
  });

  it("does not depend on the order of the rows", () => {
    const backwards = changed({ versions: settledCalendar.versions.toReversed() });

    expect(versionStanding(backwards, { version: version("1.28"), plan: "lts" }, TODAY)).toMatchObject({ on: "2026-04", isAtLeast: true });
    expect(versionStanding(backwards, { version: version("1.38"), plan: "lts" }, TODAY).kind).toBe("unknown");
  });

  it("by the platform of a minor older than the calendar ended when the fourth after it came", () => {
    const standing = versionStanding(settledCalendar, { version: version("1.28"), plan: "platform" }, TODAY);

    expect(standing).toMatchObject({ kind: "ended", on: "2025-04" });
    expect(standing).not.toHaveProperty("isAtLeast");
  });

  it.for([
    { minor: "1.38", plan: "community", why: "the calendar of 2026-11-20 has no row for Kubernetes 1.38" },
    { minor: "1.34", plan: "platform", why: "the calendar of 2026-11-20 has no row for Kubernetes 1.38" },
  ] as const)("of $minor under $plan, newer than the calendar, is unknown", ({ minor, plan, why }) => {
    expect(versionStanding(settledCalendar, { version: version(minor), plan }, TODAY)).toEqual({
      kind: "unknown",
      reason: { kind: "absent", why },
    });
  });

  it("of a minor that is left out between others is unknown", () => {
    const holed = changed({ versions: settledCalendar.versions.filter(({ minor }) => minor !== "1.35") });

    expect(versionStanding(holed, { version: version("1.36"), plan: "lts" }, TODAY).kind).toBe("ends");
    expect(versionStanding(holed, { version: version("1.35"), plan: "lts" }, TODAY).kind).toBe("unknown");
  });
});

describe("a date", () => {
  const on = (today: string) => featureStanding(settledCalendar, "kubenet", day(today));

  it("is said as it is for 90 days after it was checked", () => {
    expect(on("2027-02-18")).not.toHaveProperty("doubt");
  });

  it("is said with a doubt from the 91st day on, ended or not", () => {
    const doubt = "last checked on 2026-11-20, 91 days ago: re-check (https://github.com/Azure/AKS/issues/4859)";

    expect(on("2027-02-19")).toMatchObject({ kind: "ends", doubt });
    expect(on("2028-04-01")).toMatchObject({ kind: "ended", doubt: expect.stringContaining("498 days ago") });
  });

  it("that is not there is doubted too", () => {
    expect(vmSizeStanding(settledCalendar, { vmSize: vmSize("Standard_D4s_v5") }, day("2027-02-19"))).toMatchObject({
      kind: "supported",
      doubt: expect.stringContaining("91 days ago"),
    });
  });

  it("carries its entry with source, confidence and the choice that was made", () => {
    expect(featureStanding(settledCalendar, "app-routing-nginx", TODAY)).toMatchObject({
      kind: "ends",
      on: "2026-11",
      daysLeft: 10,
      entry: { confidence: "low", note: expect.stringContaining("November 2026"), source: expect.stringContaining("5516") },
    });
  });
});

describe("a node operating system", () => {
  it.for([
    {
      nodeImageVersion: "AKSCBLMariner-V2gen2-202402.26.0",
      support: { kind: "ended", daysPast: 355 },
      scaling: { kind: "ended", daysPast: 234 },
    },
    {
      nodeImageVersion: "AKSWindows-2019-17763.1554.201021",
      support: { kind: "ended", daysPast: 264 },
      scaling: { kind: "ends", daysLeft: 132 },
    },
    {
      nodeImageVersion: "AKSUbuntu-2204gen2containerd-202510.03.0",
      support: { kind: "ends", daysLeft: 222 },
      scaling: { kind: "ends", daysLeft: 527 },
    },
    { nodeImageVersion: "AKSUbuntu-2404gen2containerd-202611.10.0", support: { kind: "supported" }, scaling: { kind: "supported" } },
  ])("with image $nodeImageVersion: support $support.kind, scaling $scaling.kind", ({ nodeImageVersion, support, scaling }) => {
    expect(osImageStanding(settledCalendar, { nodeImageVersion }, TODAY)).toMatchObject({ support, scaling });
  });

  it("whose images have no last day can scale for an unknown time", () => {
    const osImages = settledCalendar.osImages.map(({ imagesGone, ...image }) => image);

    expect(osImageStanding(changed({ osImages }), { osSku: "Windows2022" }, TODAY)).toMatchObject({
      support: { kind: "ends" },
      scaling: { kind: "unknown", reason: { why: "no day is known on which the node images of Windows Server 2022 go" } },
    });
  });

  it.for([
    { pool: { osSku: "Ubuntu" }, says: "no node image and Ubuntu" },
    { pool: {}, says: "no node image and no OS SKU" },
    { pool: { osSku: "Ubuntu", nodeImageVersion: "AKSUbuntu-1604-2020.10.28" }, says: "AKSUbuntu-1604-2020.10.28 and Ubuntu" },
  ])("of $says is unknown", ({ pool, says }) => {
    const { support, scaling } = osImageStanding(settledCalendar, pool, TODAY);

    expect(support).toMatchObject({ kind: "unknown", reason: { why: expect.stringContaining(says) } });
    expect(scaling).toEqual(support);
  });
});

describe("a feature", () => {
  it.for([
    { id: "availability-sets", stands: { kind: "ended", daysPast: 416 } },
    { id: "network-policy-manager-windows", stands: { kind: "ended", daysPast: 51 } },
    { id: "kubenet", stands: { kind: "ends", daysLeft: 497 } },
  ] as const)("$id: $stands", ({ id, stands }) => {
    expect(featureStanding(settledCalendar, id, TODAY)).toMatchObject(stands);
  });

  it("that a stored calendar lacks is unknown", () => {
    const id: FeatureId = "kubenet";

    expect(featureStanding(changed({ features: [] }), id, TODAY)).toMatchObject({
      kind: "unknown",
      reason: { kind: "absent", why: "the calendar of 2026-11-20 has no row for kubenet" },
    });
  });
});

describe("a VM size", () => {
  it.for([
    { size: "Standard_NC6s_v3", stands: { kind: "ended", daysPast: 416, entry: { id: "ncv3" } } },
    { size: "Standard_DS2_v2", stands: { kind: "ends", daysLeft: 528, entry: { id: "dsv2" } } },
    { size: "Standard_D4s_v5", stands: { kind: "supported", entry: { source: settledCalendar.vmSeries.source } } },
  ])("$size: $stands.kind", ({ size, stands }) => {
    expect(vmSizeStanding(settledCalendar, { vmSize: vmSize(size) }, TODAY)).toMatchObject(stands);
  });

  it("goes by the day of Azure's own record where there is one", () => {
    const listed = vmSizeStanding(settledCalendar, { vmSize: vmSize("Standard_DS2_v2"), retiresOn: day("2027-01-01") }, TODAY);
    const unlisted = vmSizeStanding(settledCalendar, { vmSize: vmSize("Standard_NV6"), retiresOn: day("2023-09-01") }, TODAY);

    expect(listed).toMatchObject({ kind: "ends", on: "2027-01-01", daysLeft: 42, entry: { id: "dsv2" } });
    expect(unlisted).toMatchObject({ kind: "ended", on: "2023-09-01" });
  });
});
