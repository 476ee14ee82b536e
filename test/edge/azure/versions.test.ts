import { expect, it } from "vitest";
import type { ArmBody } from "../../../local/arm/index.ts";
import { kubernetesVersion } from "../../../src/core/model/version.ts";
import { thrownBy } from "../../support/thrown-by.ts";
import { azureOn, SUB, WEU } from "./stand-in.ts";

const WHOSE = `the Kubernetes versions of westeurope for subscription ${SUB}`;
const minor = (version: unknown, patchVersions: unknown, change: ArmBody = {}): ArmBody => ({
  version,
  capabilities: { supportPlan: ["KubernetesOfficial"] },
  patchVersions,
  ...change,
});
const version = (text: string) => kubernetesVersion(text);

async function read(...values: readonly ArmBody[]) {
  const { azure, odd } = await azureOn({ versions: { westeurope: [...values] } });
  return { catalogue: await azure.readVersions(SUB, WEU), odd };
}

it("reads minors, patches and where each may go, the newest first", async () => {
  const { catalogue, odd } = await read(
    minor("1.9", {}),
    minor("1.33", { "1.33.2": { upgrades: ["1.33.10", "1.34.1"] }, "1.33.10": { upgrades: ["1.34.1"] } }, { isDefault: true }),
    minor("1.34", { "1.34.1": { upgrades: [] } }, { isPreview: true }),
  );

  expect(catalogue).toEqual({
    region: WEU,
    isComplete: true,
    minors: [
      {
        version: version("1.34"),
        plans: ["community"],
        isDefault: false,
        isPreview: true,
        patches: [{ version: version("1.34.1"), upgrades: [] }],
      },
      {
        version: version("1.33"),
        plans: ["community"],
        isDefault: true,
        isPreview: false,
        patches: [
          { version: version("1.33.10"), upgrades: [version("1.34.1")] },
          { version: version("1.33.2"), upgrades: [version("1.34.1"), version("1.33.10")] },
        ],
      },
      { version: version("1.9"), plans: ["community"], isDefault: false, isPreview: false, patches: [] },
    ],
  });
  expect(odd).toEqual([]);
});

it.for([
  [
    ["KubernetesOfficial", "AKSLongTermSupport"],
    ["community", "lts"],
  ],
  [["akslongtermsupport"], ["lts"]],
  [["SomethingNew", "KubernetesOfficial"], ["community"]],
  [null, []],
] as const)("reads the support plans %j", async ([supportPlan, plans]) => {
  const { catalogue } = await read(minor("1.33", {}, { capabilities: { supportPlan } }));

  expect(catalogue.minors.map((one) => one.plans)).toEqual([plans]);
});

it("knows no plan where the answer has none", async () => {
  const { catalogue } = await read(minor("1.33", null, { capabilities: null }));

  expect(catalogue).toMatchObject({ isComplete: true, minors: [{ plans: [], patches: [] }] });
});

it.for([
  ["a minor that is none", minor("stable", {}), "stable", "version: expected a version such as 1.34"],
  ["a minor with a patch", minor("1.33.2", {}), "1.33.2", "version: expected a version such as 1.34"],
  ["a patch that is none", minor("1.33", { "1.33": {} }), "1.33", "patchVersions: expected a version such as 1.34.2"],
  [
    "a target that is none",
    minor("1.33", { "1.33.2": { upgrades: ["newest"] } }),
    "1.33",
    "patchVersions.1.33.2.upgrades.0: expected a version such as 1.34.2",
  ],
] as const)("tells of %s, and that the catalogue is not all there is", async ([, row, name, problem]) => {
  const { catalogue, odd } = await read(row, minor("1.34", {}));

  expect(catalogue.isComplete).toBe(false);
  expect(catalogue.minors.map((one) => one.version)).toEqual([version("1.34")]);
  expect(odd).toEqual([{ id: `${name} of ${WHOSE}`, problem }]);
});

it("refuses an answer under another key", async () => {
  const { state, azure } = await azureOn();
  state.faults.push({ match: /kubernetesVersions/, body: { value: [] } });

  expect(await thrownBy(azure.readVersions(SUB, WEU))).toMatchObject({
    name: "AzureRefusal",
    missing: { kind: "unreadable", why: "the answer does not fit: values: expected array, received undefined" },
  });
});
