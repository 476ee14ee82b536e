import { isBehind, overdue } from "../core/model/check.ts";
import { changeCheck } from "./check-rows.ts";
import type { Run } from "./compose.ts";
import { readable } from "./readable.ts";

/** Sends again for checks whose message is long overdue: it was lost, or failed five times. */
export async function tendChecks(run: Run): Promise<void> {
  const { store, now, log } = run;
  for (const { ref } of await readable(run, store.checks.behind())) {
    await changeCheck(run, ref, (check) => {
      if (!check) return undefined;
      switch (overdue(check, now)) {
        case "send":
          log.warn(`the check of ${ref.name} is overdue since ${check.due}; sent again`);
          return { check: { ...check, due: now, askedBy: "overdue" }, sends: true };
        case "leave":
          log.error(`the check of ${ref.name} was not done within a day; the nightly scan has seen the cluster since`);
          return isBehind(check) ? { check: { ...check, done: check.wanted }, sends: false } : undefined;
        default:
          return undefined;
      }
    });
  }
}
