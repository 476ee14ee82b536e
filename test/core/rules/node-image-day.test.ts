import { describe, expect, it } from "vitest";
import { nodeImageDay } from "../../../src/core/rules/node-image-day.ts";

describe("the day of a node image", () => {
  // Versions of recorded answers, and of the page on node OS channels.
  it.for([
    { version: "AKSUbuntu-2404gen2containerd-202611.10.0", made: "2026-11-10" },
    { version: "AKSUbuntu-2204gen2arm64containerd-202507.02.0", made: "2025-07-02" },
    { version: "AKSUbuntu-2204gen2containerd-202410.27.0-2024.12.01", made: "2024-10-27" },
    { version: "AKSUbuntu-2004gen2fipscontainerd-202508.20.1", made: "2025-08-20" },
    { version: "AKSAzureLinux-V3katagen2-202510.03.1", made: "2025-10-03" },
    { version: "AKSFlatcar-flatcargen2-202509.11.0", made: "2025-09-11" },
    { version: "AKSUbuntu-1804gen2containerd-2021.07.17", made: "2021-07-17" },
    { version: "AKSUbuntu:1604:2020.03.11", made: "2020-03-11" },
    { version: "AKSWindows-2022-containerd-20348.1787.230614", made: "2023-06-14" },
    { version: "AKSWindows-2019-17763.1554.201021", made: "2020-10-21" },
  ])("stands in $version", ({ version, made }) => {
    expect(nodeImageDay(version)).toBe(made);
  });

  it.for(["", "AKSUbuntu-2404gen2containerd", "AKSUbuntu-2404gen2containerd-202613.40.0", "AKSWindows-2022-20348.1787.239999"])(
    "does not stand in %j",
    (version) => {
      expect(nodeImageDay(version)).toBeUndefined();
    },
  );
});
