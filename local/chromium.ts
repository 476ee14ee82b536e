import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const QUIET = ["--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

/** Nothing where no Chromium is installed. */
export const findChromium = (): string | undefined =>
  [process.env.CHROMIUM_PATH, ...PLACES].find((path) => path !== undefined && path !== "" && existsSync(path));

/** The installed browser, asking nobody anything by itself. @throws Error when there is no Chromium */
export async function launchChromium(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error("no Chromium is installed; CHROMIUM_PATH may name one");
  return await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu", ...QUIET] });
}
