import type { Ending } from "./calendar-ending.ts";
import type { Day, Instant } from "./time.ts";

/** High: past, or confirmed twice. Medium: announced, not confirmed again since. Low: the source itself is vague. */
export type Confidence = "high" | "medium" | "low";

/** Where a statement comes from, and how far it can be trusted. */
export interface Checked {
  /** The page that says so. */
  readonly source: string;
  readonly checkedOn: Day;
  readonly confidence: Confidence;
  /** Where sources disagree: which of them was followed, and why. */
  readonly note?: string;
}

/** When AKS supports a Kubernetes minor. The last day itself is still in support. */
export interface VersionSupport extends Checked {
  /** `1.34` */
  readonly minor: string;
  /** The month in which AKS offered it for production everywhere. */
  readonly generallyAvailable: Ending;
  readonly communityEnd: Ending;
  /** Premium tier, support plan AKSLongTermSupport. */
  readonly ltsEnd: Ending;
  /** Set where Azure itself told a cluster the end under this plan, and what the list has for it. Never in a file. */
  readonly told?: { readonly plan: "community" | "lts"; readonly at: Instant; readonly listed: Ending };
}

/** A node operating system. */
export interface OsImage extends Checked {
  readonly id: string;
  readonly name: string;
  /** OS SKUs that always mean this system, compared without case. `Ubuntu`, `AzureLinux` and `Windows` move: see `defaultFor`. */
  readonly osSkus: readonly string[];
  /** How the versions of its node images begin, compared without case. */
  readonly nodeImages: readonly string[];
  /** Missing while no end is announced. */
  readonly ends?: Ending;
  /** From then on its node images are gone: pools can neither scale nor repair nodes. */
  readonly imagesGone?: Ending;
  /** The first Kubernetes minor that refuses it. */
  readonly refusedFrom?: string;
  /** The Kubernetes minors for which the moving OS SKU means this system; without `to` it is so until another takes over. */
  readonly defaultFor?: { readonly osSku: string; readonly from: string; readonly to?: string };
}

/** A feature of AKS, or of Azure under it, that goes away. */
export interface Feature extends Checked {
  readonly id: string;
  readonly name: string;
  readonly ends: Ending;
}

/** VM sizes that are deallocated on the day they end. */
export interface VmSeries extends Checked {
  readonly id: string;
  readonly name: string;
  /** Whole names of VM sizes; `#` stands for the number of vCPUs, constrained (`8-2`) or not. */
  readonly sizes: readonly string[];
  readonly ends: Ending;
}

/** Not being on this list says something too, so the list itself is checked. */
export interface VmSeriesList extends Checked {
  readonly series: readonly VmSeries[];
}

/** Every date the app knows, and the form of a calendar as a JSON file. Data with a date: it ages. */
export interface Calendar {
  /** The last time anybody went through all of it. */
  readonly checkedOn: Day;
  /** The page of the Kubernetes versions. */
  readonly source: string;
  readonly versions: readonly VersionSupport[];
  readonly osImages: readonly OsImage[];
  readonly features: readonly Feature[];
  readonly vmSeries: VmSeriesList;
}
