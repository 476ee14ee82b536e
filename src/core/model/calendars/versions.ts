import type { Checked, VersionSupport } from "../calendar-data.ts";
import { ending } from "../calendar-ending.ts";
import { day } from "../time.ts";

export const VERSIONS_PAGE = "https://learn.microsoft.com/azure/aks/supported-kubernetes-versions";

const past: Checked = { source: VERSIONS_PAGE, checkedOn: day("2026-11-20"), confidence: "high" };
const announced: Checked = { ...past, confidence: "medium" };
const planned: Checked = { ...past, confidence: "low" };

/** The page names months for most of them. Minors that left long-term support before the first row have none. */
export const versions: readonly VersionSupport[] = [
  {
    ...past,
    minor: "1.29",
    generallyAvailable: ending("2024-03"),
    communityEnd: ending("2025-03"),
    ltsEnd: ending("2026-04"),
    note: "Removing it from all regions took until the end of April 2025 (https://github.com/Azure/AKS/issues/4851). The page's month is followed: support ended with it.",
  },
  {
    ...past,
    minor: "1.30",
    generallyAvailable: ending("2024-07"),
    communityEnd: ending("2025-08-22"),
    ltsEnd: ending("2026-07"),
    note: "The notice (https://github.com/Azure/AKS/issues/5076) said 31 July 2025. The later day is followed: nobody is called unsupported who was not.",
  },
  {
    ...announced,
    minor: "1.31",
    generallyAvailable: ending("2024-11"),
    communityEnd: ending("2025-11-01"),
    ltsEnd: ending("2026-11"),
    note: "The page names November 2025, the notice (https://github.com/Azure/AKS/issues/5266) its first day. The day is followed: it is the more exact statement.",
  },
  {
    ...announced,
    minor: "1.32",
    generallyAvailable: ending("2025-04"),
    communityEnd: ending("2026-03"),
    ltsEnd: ending("2027-03"),
  },
  {
    ...announced,
    minor: "1.33",
    generallyAvailable: ending("2025-06"),
    communityEnd: ending("2026-07"),
    ltsEnd: ending("2027-07"),
  },
  {
    ...announced,
    minor: "1.34",
    generallyAvailable: ending("2025-11"),
    communityEnd: ending("2026-11"),
    ltsEnd: ending("2027-11"),
  },
  {
    ...announced,
    minor: "1.35",
    generallyAvailable: ending("2026-03"),
    communityEnd: ending("2027-03"),
    ltsEnd: ending("2028-03"),
  },
  {
    ...announced,
    minor: "1.36",
    generallyAvailable: ending("2026-06"),
    communityEnd: ending("2027-06"),
    ltsEnd: ending("2028-06"),
  },
  {
    ...planned,
    minor: "1.37",
    generallyAvailable: ending("2026-10"),
    communityEnd: ending("2027-10"),
    ltsEnd: ending("2028-10"),
    note: "Planned for October 2026; the last release notes read (4 September 2026) have it in preview. Both ends are a year and two after the plan.",
  },
];
