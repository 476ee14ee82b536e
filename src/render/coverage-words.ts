import type { EventSource } from "../core/model/event.ts";
import type { CoverageGroup } from "./coverage.ts";

/** The quicker first. */
const EVENT_SOURCES: readonly EventSource[] = ["event-grid", "change-feed"];

const SOURCE_WORDS: Readonly<Record<EventSource, string>> = {
  "event-grid": "Event Grid, minutes after a change (something came in the last 7 days)",
  "change-feed": "the change feed, read every few minutes",
};

/** `by the nightly scan alone` */
export const coverageText = ({ by }: Pick<CoverageGroup, "by">): string =>
  by.length === 0
    ? "by the nightly scan alone"
    : `by ${EVENT_SOURCES.filter((source) => by.includes(source))
        .map((source) => SOURCE_WORDS[source])
        .join(", and ")}`;
