import type { Calendar } from "../calendar-data.ts";
import { day } from "../time.ts";
import { features } from "./features.ts";
import { osImages } from "./os-images.ts";
import { VERSIONS_PAGE, versions } from "./versions.ts";
import { vmSeries } from "./vm-series.ts";

/** The calendar the app is deployed with. A newer one in the store replaces it as a whole. */
export const builtInCalendar: Calendar = { checkedOn: day("2026-11-20"), source: VERSIONS_PAGE, versions, osImages, features, vmSeries };
