import { app } from "@azure/functions";
import { processSettings } from "../src/app/config.ts";

/** A wrong setting stops the app before it takes a message: checked later it would burn five tries of each. */
app.hook.appStart(() => {
  processSettings();
});
