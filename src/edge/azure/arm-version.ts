import { z } from "zod";
import { type KubernetesVersion, kubernetesVersion } from "../../core/model/version.ts";
import type { OfferedMinor, OfferedPatch } from "../../core/model/version-catalogue.ts";

const asVersion =
  (isPatched: boolean) =>
  (text: string, context: z.RefinementCtx): KubernetesVersion => {
    const version = kubernetesVersion(text);
    if (version && (version.patch !== undefined) === isPatched) return version;
    context.addIssue({ code: "custom", message: isPatched ? "expected a version such as 1.34.2" : "expected a version such as 1.34" });
    return z.NEVER;
  };
const ArmMinor = z.string().transform(asVersion(false));
const ArmPatch = z.string().transform(asVersion(true));

const PLANS: ReadonlyMap<string, "community" | "lts"> = new Map([
  ["kubernetesofficial", "community"],
  ["akslongtermsupport", "lts"],
]);
/** A plan we do not know is passed over: it takes nothing away from the others. */
const ArmPlans = z
  .array(z.string())
  .nullish()
  .transform((words) => (words ?? []).flatMap((plan) => PLANS.get(plan.toLowerCase()) ?? []));

const ArmPatches = z
  .record(z.string(), z.object({ upgrades: z.array(ArmPatch).nullish() }).nullable())
  .nullish()
  .transform((patches, context): readonly OfferedPatch[] =>
    Object.entries(patches ?? {})
      .map(([text, patch]) => ({ version: asVersion(true)(text, context), upgrades: (patch?.upgrades ?? []).toSorted(newestFirst) }))
      .toSorted((a, b) => newestFirst(a.version, b.version)),
  );

/** A minor of `managedClusters.listKubernetesVersions`. */
export const ArmKubernetesVersion = z
  .object({
    version: ArmMinor,
    capabilities: z.object({ supportPlan: ArmPlans }).nullish(),
    isDefault: z.boolean().nullish(),
    isPreview: z.boolean().nullish(),
    patchVersions: ArmPatches,
  })
  .transform(
    ({ version, capabilities, isDefault, isPreview, patchVersions }): OfferedMinor => ({
      version,
      plans: capabilities?.supportPlan ?? [],
      isDefault: isDefault ?? false,
      isPreview: isPreview ?? false,
      patches: patchVersions,
    }),
  );

export const newestFirst = (a: KubernetesVersion, b: KubernetesVersion): number =>
  b.major - a.major || b.minor - a.minor || (b.patch ?? 0) - (a.patch ?? 0);
