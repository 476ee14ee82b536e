import { readFile } from "node:fs/promises";
import { counted } from "../../src/core/digest/words.ts";
import { builtInCalendar, type Calendar, newerCalendar } from "../../src/core/model/calendar.ts";
import { dayOf, type Instant, instant } from "../../src/core/model/time.ts";
import { readCalendar } from "../../src/edge/store/calendar-file.ts";
import { CommandFailure, EXIT, type ExitCode } from "./exit.ts";
import { inMemory, type SessionOptions, type Surroundings } from "./session.ts";

export interface CalendarOptions extends Pick<SessionOptions, "store" | "cloud"> {
  readonly check?: boolean;
  readonly print?: boolean;
}

/** Checks a calendar of support dates, and stores it where everything that judges by that memory finds it. */
export async function calendar(file: string | undefined, options: CalendarOptions, surroundings: Surroundings): Promise<ExitCode> {
  const { terminal } = surroundings;
  if (options.print) {
    terminal.out(JSON.stringify(builtInCalendar, undefined, 2));
    return EXIT.fine;
  }
  if (file === undefined) throw new CommandFailure(EXIT.usage, "Which file? --print writes the built-in calendar, to begin with.");
  const content = await readJson(file);
  const read = checked(file, content, instant(Date.now()));
  terminal.out(`${file} fits: ${summary(read)}`);
  if (newerCalendar(builtInCalendar, read) === builtInCalendar) {
    terminal.out(`The built-in calendar of ${builtInCalendar.checkedOn} is as new or newer, and goes on to count.`);
  }
  if (options.check) return EXIT.fine;
  return await inMemory(options, surroundings, async (memory) => {
    await memory.store.calendars.put(content, instant(Date.now()));
    terminal.out(`Stored in ${memory.where}.`);
    return EXIT.fine;
  });
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, "utf8"));
  } catch (error) {
    const why =
      error instanceof SyntaxError
        ? `is not JSON: ${error.message}`
        : `cannot be read: ${error instanceof Error ? error.message : String(error)}`;
    throw new CommandFailure(EXIT.usage, `${file} ${why}`, error);
  }
}

function checked(file: string, content: unknown, at: Instant): Calendar {
  const read = readCalendar(content, dayOf(at));
  if ("calendar" in read) return read.calendar;
  const problems = read.problem.split("; ").map((problem) => `  ${problem}`);
  throw new CommandFailure(EXIT.usage, [`${file} does not fit; nothing was stored:`, ...problems].join("\n"));
}

const summary = ({ checkedOn, versions, osImages, features, vmSeries }: Calendar): string =>
  [
    `checked on ${checkedOn}`,
    counted(versions.length, "Kubernetes version"),
    counted(osImages.length, "OS image"),
    counted(features.length, "feature"),
    counted(vmSeries.series.length, "VM series", "VM series"),
  ].join(", ");
