/** What the exit code says. */
export const EXIT = {
  fine: 0,
  /** Findings at or above `--fail-on`. */
  found: 1,
  /** The command line, a setting or a file is wrong, or what it names is not there. */
  usage: 2,
  /** Not logged in, or the login may read nothing. */
  refused: 3,
  /** Done, but something could not be read, so that no answer is no pass. */
  partly: 4,
  /** The memory is in use or cannot be reached, Azure cannot, or there is a mistake in the program. */
  broken: 5,
  /** Ctrl-C: 128 and the number of SIGINT, as shells have it. */
  stopped: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Ends the command with a message for whoever typed it. */
export class CommandFailure extends Error {
  override readonly name = "CommandFailure";
  readonly exit: ExitCode;

  constructor(exit: ExitCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? {} : { cause });
    this.exit = exit;
  }
}
