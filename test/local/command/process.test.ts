import { spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { describe, expect, it } from "vitest";
import { startIdentity } from "../../../local/identity.ts";
import { sampleEstate } from "../../../local/sample/estate.ts";
import { around, passingFolder } from "./running.ts";

const BIN = join(import.meta.dirname, "../../../local/command/bin.mjs");

interface Ended {
  readonly exit: number | null;
  readonly out: string;
  readonly err: string;
}

async function bin(words: readonly string[], env: Readonly<Record<string, string>> = {}, interrupt?: () => Promise<void>): Promise<Ended> {
  const child = spawn(process.execPath, [BIN, ...words], { env: { PATH: process.env.PATH ?? "", HOME: await passingFolder(), ...env } });
  void interrupt?.().then(() => child.kill("SIGINT"));
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { exit: await ended, out, err };
}

describe("the program", () => {
  it("says nothing but its answer where it is piped, without colours, and ends by itself", async () => {
    const { exit, out, err } = await bin(["scan", "--sample", "--severity", "critical"]);

    expect([exit, err]).toEqual([0, ""]);
    expect(out).toMatch(/^\d+ findings/);
    expect(out).not.toContain("\u001b");
    expect(Math.max(...out.split("\n").map((line) => line.length))).toBeLessThanOrEqual(120);
  });

  it("colours as the environment says", async () => {
    const { out } = await bin(["explain", "UPG-007"], { FORCE_COLOR: "1" });

    expect(out).toContain("\u001b");
  });

  it("ends with 130 at Ctrl-C, though Azure does not answer", async () => {
    const { arm, env } = await around(Object.assign(sampleEstate(), { faults: [{ match: /./, delayMs: 60_000 }] }));
    const identity = await startIdentity();
    const trusted = join(await passingFolder(), "stand-in.pem");
    await writeFile(trusted, arm.pem);
    const login = { ...identity.settings, AZURE_TOKEN_CREDENTIALS: "ManagedIdentityCredential", NODE_EXTRA_CA_CERTS: trusted };

    const { exit, err, out } = await bin(["scan"], { ...env, ...login }, () => expect.poll(() => arm.requests).not.toEqual([]));
    await identity.close();

    expect([exit, out]).toEqual([130, ""]);
    expect(err).toContain("Stopped.");
  });

  it("ends with 3 and the ways to log in where nobody is", async () => {
    const { exit, err } = await bin(["scan"], { AZURE_TOKEN_CREDENTIALS: "AzureCliCredential" });

    expect(exit).toBe(3);
    expect(err).toContain("az login");
    expect(err).not.toContain("at async");
  });
});
