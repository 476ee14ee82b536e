#!/usr/bin/env node
// Whoever calls this by npx has some Node; the project brings the one it runs on.
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("./main.ts", import.meta.url));
const words = process.argv.slice(2);

if (Number(process.versions.node.split(".")[0]) >= 24) {
  await import(main);
} else {
  const node = ownNode();
  // Ctrl-C goes to both: the other one ends by itself, with its own exit code.
  process.on("SIGINT", () => undefined);
  spawn(node, [main, ...words], { stdio: "inherit" }).on("exit", (code) => {
    process.exitCode = code ?? 130;
  });
}

function ownNode() {
  try {
    const package_ = createRequire(import.meta.url).resolve("node/package.json");
    return join(dirname(package_), "bin", process.platform === "win32" ? "node.exe" : "node");
  } catch {
    console.error(
      `AKS Advisor runs on Node 24, this is ${process.version}. Run "npm ci" without --ignore-scripts: it brings Node 24 along.`,
    );
    process.exit(5);
  }
}
