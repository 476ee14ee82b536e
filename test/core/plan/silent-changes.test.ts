import { describe, expect, it } from "vitest";
import { known, missing } from "../../../src/core/model/absence.ts";
import type { NodePool } from "../../../src/core/model/cluster.ts";
import { silentChanges } from "../../../src/core/plan/silent-changes.ts";
import { cluster, count, NOW, percent, pool, sku, skus, version } from "../../support/build.ts";
import { settledCalendar } from "../../support/calendar.ts";

const UBUNTU_22 = "AKSUbuntu-2204gen2containerd-202611.10.0";
const SKUS = known(skus(sku()), NOW);
const changes = (from: string, to: string, change: Partial<NodePool> = {}, facts: Parameters<typeof silentChanges>[4] = SKUS) =>
  silentChanges(
    cluster(),
    [pool({ version: version(from), osSku: "Ubuntu2204", nodeImageVersion: UBUNTU_22, ...change })],
    version(to),
    settledCalendar,
    facts,
  );

describe("silent changes on the way", () => {
  it.for([
    { from: "1.34.2", to: "1.35", sku: "Ubuntu", image: UBUNTU_22, becomes: ["Ubuntu 24.04"] },
    { from: "1.34.2", to: "1.35", sku: "Ubuntu2204", image: UBUNTU_22, becomes: [] },
    { from: "1.35.4", to: "1.36", sku: "Ubuntu", image: "AKSUbuntu-2404gen2containerd-202611.10.0", becomes: [] },
    { from: "1.31.2", to: "1.32", sku: "AzureLinux", image: "AKSAzureLinux-V2gen2-202511.10.0", becomes: ["Azure Linux 3.0"] },
  ])("$sku from $from to $to becomes $becomes", ({ from, to, sku: osSku, image, becomes }) => {
    const os = changes(from, to, { osSku, nodeImageVersion: image }).changes.flatMap((each) => (each.kind === "os" ? [each.to.name] : []));

    expect(os).toEqual(becomes);
  });

  it("FIPS goes from Ubuntu 20.04 to 22.04 at 1.35", () => {
    const fips = changes("1.34.2", "1.35", { osSku: "Ubuntu", isFips: true, nodeImageVersion: "AKSUbuntu-2004fipscontainerd-202611.10.0" });

    expect(fips.changes).toMatchObject([{ kind: "os", from: { name: "Ubuntu 20.04" }, to: { name: "Ubuntu 22.04" } }]);
  });

  it.for([
    { osSku: "Windows2019", to: "1.33", refused: ["Windows Server 2019"] },
    { osSku: "Windows2019", to: "1.32", refused: [] },
    { osSku: "Windows2022", to: "1.37", refused: ["Windows Server 2022"] },
    { osSku: "Windows2022", to: "1.36", refused: [] },
    { osSku: "Ubuntu2204", to: "1.37", refused: ["Ubuntu 22.04"] },
  ])("$osSku is refused at $to: $refused", ({ osSku, to, refused }) => {
    const os = osSku.startsWith("Windows") ? ("windows" as const) : ("linux" as const);
    const nodeImageVersion = os === "windows" ? `AKSWindows-${osSku.slice(-4)}-1` : UBUNTU_22;

    expect(changes("1.31.1", to, { os, osSku, nodeImageVersion }).refused.map(({ image }) => image.name)).toEqual(refused);
  });

  it("memory for pods shifts at 1.29, more or less by max pods", () => {
    const memory = (maxPods: number) => changes("1.28.5", "1.29", { maxPods }).changes.find(({ kind }) => kind === "allocatable-memory");

    // 16 GiB: 16384 − 2662 (25 % of 4, 20 % of 4, 10 % of 8 GiB) − 750 = 12972; 16384 − (20 × 30 + 50) − 100 = 15634
    expect(memory(30)).toMatchObject({ from: 12972, to: 15634 });
    // min(20 × 250 + 50, 4096) = 4096: 16384 − 4096 − 100 = 12188, less than before
    expect(memory(250)).toMatchObject({ from: 12972, to: 12188 });
    expect(changes("1.29.5", "1.30").changes).toEqual([]);
    expect(changes("1.28.5", "1.29", {}, missing("absent", "no")).changes).toEqual([]);
  });

  it("an unset max surge changes its default at 1.32", () => {
    expect(changes("1.31.1", "1.32", { upgrade: {} }).changes).toMatchObject([
      { kind: "default-max-surge", from: count(1), to: percent(10) },
    ]);
    expect(changes("1.31.1", "1.32", { upgrade: { maxSurge: count(1) } }).changes).toEqual([]);
    expect(changes("1.32.1", "1.33", { upgrade: {} }).changes).toEqual([]);
  });

  it("an operating system that nothing names is not known", () => {
    const odd = changes("1.34.2", "1.35", { osSku: "Ubuntu", nodeImageVersion: "AKSOther-1", version: version("1.20") });

    expect(odd.unknown).toMatchObject([{ pool: "apps", why: { cannotTell: { kind: "absent" } } }]);
  });
});
