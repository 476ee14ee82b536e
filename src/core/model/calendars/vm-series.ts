import type { Checked, VmSeriesList } from "../calendar-data.ts";
import { ending } from "../calendar-ending.ts";
import { day } from "../time.ts";

/** Microsoft's page of retired sizes; where it is silent, Azure's list of retirements. */
const PAGE = "https://learn.microsoft.com/azure/virtual-machines/sizes/retirement/retired-sizes-list";
const LIST = "https://github.com/Azure/EOL/blob/main/service_list.json";

const CHECKED = day("2026-11-20");
const past = (source: string): Checked => ({ source, checkedOn: CHECKED, confidence: "high" });
const announced: Checked = { source: PAGE, checkedOn: CHECKED, confidence: "medium" };
const inMay2028 = { ...announced, ends: ending("2028-05-01") };
const inNovember2028 = { ...announced, ends: ending("2028-11-15") };

export const vmSeries: VmSeriesList = {
  ...announced,
  note: "Dv3, Dsv3, Ev3, Esv3 and the v4 and v5 series are called previous generation there, with limited capacity, but no end is announced.",
  series: [
    { ...past(LIST), id: "a", name: "A", sizes: ["Basic_A#", "Standard_A#"], ends: ending("2024-08-31") },
    { ...past(LIST), id: "hb", name: "HB", sizes: ["Standard_HB#rs"], ends: ending("2024-08-31") },
    {
      ...past(PAGE),
      id: "ncv3",
      name: "NCv3",
      sizes: ["Standard_NC#s_v3", "Standard_NC#rs_v3"],
      ends: ending("2025-09-30"),
      note: "The list of retirements has 31 March 2025 for NC24rs_v3, the page 30 September 2025 for all. The page is followed: it is kept by the team that retires them.",
    },
    { ...past(LIST), id: "dcsv2", name: "DCsv2", sizes: ["Standard_DC#s_v2", "Standard_DC#_v2"], ends: ending("2026-06-30") },
    { ...announced, id: "nvv3", name: "NVv3", sizes: ["Standard_NV#s_v3"], ends: ending("2026-09-30") },
    { ...announced, id: "nvv4", name: "NVv4", sizes: ["Standard_NV#as_v4"], ends: ending("2026-09-30") },
    {
      ...announced,
      id: "m192-v2",
      name: "M192 v2",
      sizes: ["Standard_M192idms_v2", "Standard_M192ids_v2", "Standard_M192ims_v2", "Standard_M192is_v2"],
      ends: ending("2027-03-31"),
    },
    { ...inMay2028, id: "d", name: "D", sizes: ["Standard_D#"] },
    { ...inMay2028, id: "ds", name: "DS", sizes: ["Standard_DS#"] },
    { ...inMay2028, id: "dv2", name: "Dv2", sizes: ["Standard_D#_v2", "Standard_D#i_v2"] },
    { ...inMay2028, id: "dsv2", name: "DSv2", sizes: ["Standard_DS#_v2", "Standard_DS#i_v2"] },
    { ...inMay2028, id: "ls", name: "Ls", sizes: ["Standard_L#s"] },
    { ...inNovember2028, id: "av2", name: "Av2 and Amv2", sizes: ["Standard_A#_v2", "Standard_A#m_v2"] },
    { ...inNovember2028, id: "b", name: "B (v1)", sizes: ["Standard_B#s", "Standard_B#ms", "Standard_B#ls"] },
    { ...inNovember2028, id: "f", name: "F", sizes: ["Standard_F#"] },
    { ...inNovember2028, id: "fs", name: "Fs", sizes: ["Standard_F#s"] },
    { ...inNovember2028, id: "fsv2", name: "Fsv2", sizes: ["Standard_F#s_v2"] },
    { ...inNovember2028, id: "lsv2", name: "Lsv2", sizes: ["Standard_L#s_v2"] },
    { ...inNovember2028, id: "g", name: "G", sizes: ["Standard_G#"] },
    { ...inNovember2028, id: "gs", name: "GS", sizes: ["Standard_GS#"] },
  ],
};
