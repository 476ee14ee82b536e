import { figures, moneyText } from "../calc/bill.ts";
import type { Working, Worth } from "../model/finding.ts";
import { HOURS_A_MONTH } from "../model/money.ts";
import { dayOf } from "../model/time.ts";
import { minorText } from "../model/version.ts";
import { defineRule, WORSE_BY_SEVERITY_ALONE } from "./rule.ts";
import { calendarDoubt, supportOf } from "./support.ts";
import { leavePremium, NO_DOWNTIME, tierWorth, withLongTermSupport } from "./tier-worth.ts";
import { daysText, fullDayText } from "./words.ts";

export const ltsBeforeItIsNeeded = defineRule(
  {
    id: "lts-before-it-is-needed",
    code: "COST-032",
    version: 1,
    category: "cost",
    summary: "A cluster pays for long-term support while community support still covers its version.",
    severities: ["low", "low"],
    source: "https://learn.microsoft.com/azure/aks/long-term-support",
    needs: [],
    uses: ["prices"],
    needsRest: true,
    floor: WORSE_BY_SEVERITY_ALONE,
    changes: ["tier"],
    thresholds: {
      leastDays: { standard: 91, min: 91, max: 730, unit: "days", says: "community support lasts long enough to do without the other" },
    },
  },
  function* (view) {
    const { at, cluster, calendar, thresholds } = view;
    if (cluster.isAutomatic) {
      yield { notApplicable: "AKS Automatic has fees of its own" };
      return;
    }
    if (cluster.tier !== "premium") return;
    // Not silence: the fee stays as long as the tier does.
    if (cluster.supportPlan !== "lts") {
      yield { notApplicable: "long-term support is off, and the Premium tier has a finding of its own" };
      return;
    }
    const today = dayOf(at);
    const support = supportOf({ version: cluster.version, supportPlan: "community" }, calendar, today);
    if (support.kind === "unknown") yield { cannotTell: support.reason };
    if (support.kind === "out") yield { notApplicable: "community support of its version has ended: that is what it is for" };
    if (support.kind !== "in") return;
    const { ends, daysLeft } = support;
    if (daysLeft < thresholds.leastDays) {
      yield { notApplicable: `community support ends in ${daysText(daysLeft)}, too soon for a change and back` };
      return;
    }
    const minor = minorText(cluster.version);
    const worth = tierWorth(view, "standard");
    yield {
      severity: "low",
      magnitude: { value: daysLeft, unit: "day" },
      title: `Long-term support is paid while community support covers ${minor}`,
      detail: `Community support of ${minor} lasts until ${fullDayText(ends)}, ${daysText(daysLeft)} from now. Long-term support can be switched on again when it ends.`,
      workings: [
        { label: "version", value: minor },
        { label: "left", formula: `${fullDayText(ends)} − ${fullDayText(today)}`, value: daysText(daysLeft) },
        ...untilThen(worth, daysLeft),
      ],
      first: [
        `By ${fullDayText(ends)} somebody upgrades, or switches it on again: without either the version is out of support`,
        "No rule of the company asks for the support plan itself",
      ],
      remedy: {
        steps: [
          { text: "Move to the Standard tier and community support", command: leavePremium(cluster) },
          { text: `Back to it by ${fullDayText(ends)}, if ${minor} is to stay longer`, command: withLongTermSupport(cluster) },
        ],
        bicep: "sku.tier: 'Standard', properties.supportPlan: 'KubernetesOfficial'",
        terraform: 'azurerm_kubernetes_cluster.sku_tier = "Standard", support_plan = "KubernetesOfficial"',
        restarts: NO_DOWNTIME,
      },
      notKnown: calendarDoubt(calendar, cluster, today),
      worth,
    };
  },
);

function untilThen(worth: Worth, days: number): Working[] {
  if (worth.kind !== "monthly") return [];
  const { amount, currency } = worth.monthly;
  const months = (days * 24) / HOURS_A_MONTH;
  return [{ label: "until then", formula: `${figures(amount)} × ${figures(months)} months`, value: moneyText(amount * months, currency) }];
}
