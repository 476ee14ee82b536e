export { type ReadEvent, readEvents } from "./read-events.ts";
