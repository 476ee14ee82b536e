import { cannotTell } from "../calc/cannot-tell.ts";
import { minorsAhead, minorText, versionText } from "../model/version.ts";
import { updateCluster } from "./command.ts";
import { environmentOf, environmentText, severityIn } from "./environment.ts";
import { defineRule } from "./rule.ts";
import { upgradeFirst } from "./support.ts";
import { upgradeWorth } from "./upgrade-worth.ts";
import { upgradeStep } from "./upkeep.ts";
import { counted } from "./words.ts";

/** Long-term support covers the newest patch of a minor and the one before. */
const SUPPORTED_PATCHES = 2;

export const ltsPatchLag = defineRule(
  {
    id: "lts-patch-lag",
    code: "UPG-042",
    version: 1,
    category: "upgrade",
    summary: "A cluster under long-term support runs a patch that it no longer covers.",
    severities: ["low", "medium"],
    source: "https://learn.microsoft.com/azure/aks/long-term-support",
    needs: ["versions"],
    uses: ["skus", "prices"],
    needsRest: true,
    floor: 1,
    changes: ["channel", "version"],
  },
  function* (view) {
    const { cluster, versions } = view;
    if (cluster.supportPlan !== "lts") {
      yield { notApplicable: "it is not under long-term support" };
      return;
    }
    const { version } = cluster;
    const minor = minorText(version);
    const offered = versions.minors.find((each) => minorsAhead(each.version, version) === 0);
    const [newest] = offered?.patches ?? [];
    if (version.patch === undefined) yield { ...cannotTell("absent", "the patch it runs is not in the answer") };
    else if (!offered && versions.isComplete)
      yield { notApplicable: `the region offers ${minor} no more, which support rules speak about` };
    else if (!newest) yield { ...cannotTell("absent", `the region's list of versions does not say which patches ${minor} has`) };
    if (version.patch === undefined || !offered || !newest) return;

    const own = version.patch;
    const newer = offered.patches.filter(({ version: { patch = 0 } }) => patch > own).length;
    if (newer < SUPPORTED_PATCHES) return;
    const target = versionText(newest.version);
    const environment = environmentOf(cluster);
    yield {
      severity: severityIn(environment, "medium"),
      magnitude: { value: newer, unit: "patch" },
      title: `${counted(newer, "patch", "patches")} behind: long-term support covers the two newest`,
      detail: `It runs ${versionText(version)}, the newest patch of ${minor} in the region is ${target}; fixes are made for the two newest alone.`,
      workings: [
        { label: "version", value: versionText(version) },
        { label: `patches of ${minor}`, value: offered.patches.map((each) => versionText(each.version)).join(", ") },
        { label: "newer than its own", value: `${newer}` },
        { label: "environment", value: environmentText(environment) },
      ],
      first: upgradeFirst(cluster),
      remedy: {
        steps: [
          upgradeStep(cluster, target),
          { text: "Let AKS take patches from now on", command: updateCluster(cluster, "--auto-upgrade-channel", "patch") },
        ],
        bicep: `kubernetesVersion: '${target}' and agentPoolProfiles[].orchestratorVersion: '${target}'`,
        terraform: `azurerm_kubernetes_cluster.kubernetes_version = "${target}" and orchestrator_version of each node pool`,
        restarts: "every node is replaced, pool by pool; the API server restarts",
      },
      notKnown: ["pod disruption budgets that hold up the drain"],
      worth: upgradeWorth(view, 1),
    };
  },
);
