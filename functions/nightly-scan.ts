import { app, type Timer } from "@azure/functions";
import { startRun } from "../src/app/compose.ts";
import { scheduledTime } from "../src/app/schedule.ts";
import { startScan } from "../src/app/start-scan.ts";

app.timer("nightly-scan", {
  schedule: "%SCAN_SCHEDULE_UTC%",
  retry: { strategy: "fixedDelay", delayInterval: { minutes: 1 }, maxRetryCount: 5 },
  handler: async (timer: Timer, context) => {
    const run = await startRun(context);
    await startScan(run, scheduledTime(timer.scheduleStatus?.next, run.now));
  },
});
