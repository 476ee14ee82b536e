import type { ClusterId } from "./names.ts";
import type { Instant } from "./time.ts";

/** A rolling upgrade of a node pool that succeeded, and how its nodes were replaced. */
export interface Roll {
  readonly cluster: ClusterId;
  readonly pool: string;
  readonly startedAt: Instant;
  readonly endedAt: Instant;
  readonly nodes: number;
  readonly waves: number;
  /** Minutes a wave, without soak. */
  readonly waveMinutes: number;
}
