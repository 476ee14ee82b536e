// npm puts the project's own Node 24 first on the PATH of its scripts. With --ignore-scripts that binary is missing and
// scripts would run, half broken, on whatever Node the machine has.
const major = Number(process.versions.node.split(".")[0]);
if (major < 24) {
  console.error(
    `AKS Advisor runs its scripts on Node 24, this is ${process.version}. Run "npm ci" without --ignore-scripts (it brings Node 24 along), then start scripts with "npm run".`,
  );
  process.exit(1);
}
