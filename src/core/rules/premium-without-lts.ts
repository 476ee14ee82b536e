import { dayOf } from "../model/time.ts";
import { minorText } from "../model/version.ts";
import { defineRule } from "./rule.ts";
import { calendarDoubt, supportOf } from "./support.ts";
import { leavePremium, NO_DOWNTIME, tierWorth, withLongTermSupport } from "./tier-worth.ts";
import { fullDayText } from "./words.ts";

export const premiumWithoutLts = defineRule(
  {
    id: "premium-without-lts",
    code: "COST-031",
    version: 1,
    category: "cost",
    summary: "A cluster pays for the Premium tier without the long-term support that it is for.",
    severities: ["high", "high"],
    source: "https://learn.microsoft.com/azure/aks/free-standard-pricing-tiers",
    needs: [],
    uses: ["prices"],
    needsRest: true,
    floor: 1,
    changes: ["tier"],
  },
  function* (view) {
    const { at, cluster, calendar } = view;
    if (cluster.isAutomatic) {
      yield { notApplicable: "AKS Automatic has fees of its own" };
      return;
    }
    if (cluster.tier !== "premium") return;
    // Not silence: who turns it on pays the same as before, and has saved nothing.
    if (cluster.supportPlan === "lts") {
      yield { notApplicable: "long-term support is on" };
      return;
    }
    const today = dayOf(at);
    const support = supportOf(cluster, calendar, today);
    const minor = minorText(cluster.version);
    yield {
      severity: "high",
      magnitude: { value: 1, unit: "pool" },
      title: "Premium tier without long-term support",
      detail:
        "Premium has nothing over Standard but long-term support, and the cluster is under community support: that part of the fee buys nothing.",
      workings: [
        { label: "tier", value: "premium" },
        { label: "support plan", value: "KubernetesOfficial" },
        ...(support.kind === "in" ? [{ label: `community support of ${minor} ends`, value: fullDayText(support.ends) }] : []),
      ],
      first: ["Nobody is about to switch long-term support on"],
      remedy: {
        steps: [
          { text: "Move to the Standard tier", command: leavePremium(cluster) },
          { text: "Or switch on the long-term support that is paid for already", command: withLongTermSupport(cluster) },
        ],
        bicep: "sku.tier: 'Standard', properties.supportPlan: 'KubernetesOfficial'",
        terraform: 'azurerm_kubernetes_cluster.sku_tier = "Standard", support_plan = "KubernetesOfficial"',
        restarts: NO_DOWNTIME,
      },
      notKnown: calendarDoubt(calendar, cluster, today),
      worth: tierWorth(view, "standard"),
    };
  },
);
