import { expect, inject, it } from "vitest";
import { bootHost } from "../../local/host.ts";

it("a wrong setting stops the start of the built app with one message that names every one", async () => {
  const settings = {
    AzureWebJobsStorage: "UseDevelopmentStorage=true",
    SCAN_SCHEDULE_UTC: "0 2 * *",
    CURRENCY: "EURO",
    IDENTITY_ENDPOINT: "http://127.0.0.1:1",
  };

  const boot = bootHost({ folder: inject("bundle"), connectionString: "UseDevelopmentStorage=true", settings });

  await expect(boot).rejects.toThrow(
    /^3 settings are wrong:\n {2}SCAN_SCHEDULE_UTC .*4 fields.*\n {2}CURRENCY .*did you mean EUR\?\n {2}ROUTES .*\nThe first 2 stop the start. The others are set aside/,
  );
});
