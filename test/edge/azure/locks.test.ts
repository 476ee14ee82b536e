import { expect, it } from "vitest";
import type { ArmBody } from "../../../local/arm/index.ts";
import { locksOver } from "../../../src/core/model/locks.ts";
import { thrownBy } from "../../support/thrown-by.ts";
import { armClusterId, azureOn, SUB } from "./stand-in.ts";

const SUBSCRIPTION = `/subscriptions/${SUB}`;
const lock = (scope: string, level: unknown, name = "keep"): ArmBody => ({
  id: `${scope}/providers/Microsoft.Authorization/locks/${name}`,
  type: "Microsoft.Authorization/locks",
  name,
  properties: { level, notes: "asked for by ada@example.com" },
});

it("reads the locks of subscription, groups and resources, each with what it is put on", async () => {
  const locks = [
    lock(SUBSCRIPTION, "CanNotDelete", "all"),
    lock(`${SUBSCRIPTION}/resourceGroups/MC_Shop`, "ReadOnly"),
    lock(armClusterId("prod"), "CanNotDelete"),
    lock("/subscriptions/22222222-2222-2222-2222-222222222222", "ReadOnly"),
  ];
  const { arm, azure, odd } = await azureOn({ locks });

  expect(await azure.readLocks(SUB)).toEqual([
    { name: "all", level: "cannot-delete", scope: SUBSCRIPTION },
    { name: "keep", level: "read-only", scope: `${SUBSCRIPTION}/resourcegroups/mc_shop` },
    { name: "keep", level: "cannot-delete", scope: armClusterId("prod").toLowerCase() },
  ]);
  expect(odd).toEqual([]);
  expect(arm.requests.map(({ path }) => path)).toEqual([`${SUBSCRIPTION}/providers/Microsoft.Authorization/locks?api-version=2020-05-01`]);
});

it("follows the pages of the list", async () => {
  const { arm, state, azure } = await azureOn({ locks: [lock(SUBSCRIPTION, "ReadOnly", "second")] });
  const nextLink = `${arm.url}${SUBSCRIPTION}/providers/Microsoft.Authorization/locks?api-version=2020-05-01&$skiptoken=2`;
  state.faults.push({ match: /locks/, times: 1, body: { value: [lock(SUBSCRIPTION, "ReadOnly", "first")], nextLink } });

  expect((await azure.readLocks(SUB)).map(({ name }) => name)).toEqual(["first", "second"]);
});

it.for([
  [lock(SUBSCRIPTION, "NotSpecified"), "properties.level: NotSpecified is not a word we know"],
  [{ ...lock(SUBSCRIPTION, "ReadOnly"), id: `${SUBSCRIPTION}/locks/keep` }, "id: expected the id of a lock"],
] as const)("tells of %j", async ([row, problem]) => {
  const { azure, odd } = await azureOn({ locks: [row, lock(SUBSCRIPTION, "ReadOnly")] });

  expect(await azure.readLocks(SUB)).toHaveLength(1);
  expect(odd).toEqual([{ id: `${row.id} of the locks of subscription ${SUB}`, problem }]);
});

it("says that it may not read them, and where", async () => {
  const { state, azure } = await azureOn();
  state.faults.push({ match: /locks/, status: 403, body: { error: { code: "AuthorizationFailed" } } });

  expect(await thrownBy(azure.readLocks(SUB))).toMatchObject({ name: "AzureRefusal", missing: { kind: "forbidden", scope: SUBSCRIPTION } });
});

const GROUP = `${SUBSCRIPTION}/resourcegroups/mc_shop`;
const on = (scope: string) => ({ name: "keep", level: "read-only", scope }) as const;

it.for([
  ["the subscription", SUBSCRIPTION, true],
  ["the group itself", GROUP, true],
  ["a group whose name only begins alike", `${SUBSCRIPTION}/resourcegroups/mc_sho`, false],
  ["another group", `${SUBSCRIPTION}/resourcegroups/mc_shop2`, false],
  ["something in the group", `${GROUP}/providers/microsoft.compute/disks/data`, false],
] as const)("a lock on %s holds for a group or does not", ([, scope, holds]) => {
  expect(locksOver([on(scope)], `${SUBSCRIPTION}/resourceGroups/MC_Shop`)).toHaveLength(holds ? 1 : 0);
});
