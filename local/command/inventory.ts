import type { Run } from "../../src/app/compose.ts";
import { askedById, type EarlierRows, type Expected, expectedSubscriptions, type Inventory } from "../../src/app/start-scan.ts";
import { type SubscriptionId, subscriptionId } from "../../src/core/model/names.ts";
import type { Subscription } from "../../src/core/model/scan.ts";
import { meant } from "../../src/core/rules/nearest.ts";
import { AzureRefusal } from "../../src/edge/azure/index.ts";
import { CommandFailure, EXIT } from "./exit.ts";

export interface Scope {
  /** Ids or names. */
  readonly subscription?: readonly string[];
  readonly managementGroup?: readonly string[];
}

/** Which subscriptions are read: those that are named, or all that the login sees or that are remembered. */
export async function inventoryFor(run: Run, scope: Scope, earlier: EarlierRows): Promise<Inventory> {
  const { subscription = [], managementGroup = [] } = scope;
  if (subscription.length + managementGroup.length === 0) return await everything(run, earlier);
  const expected = new Map<SubscriptionId, Expected>();
  for (const each of await namedSubscriptions(run, subscription)) expected.set(each.subscription, each);
  for (const group of managementGroup) {
    for (const { id, name } of await below(run, group)) expected.set(id, { subscription: id, name });
  }
  return { expected: [...expected.values()] };
}

async function everything(run: Run, earlier: EarlierRows): Promise<Inventory> {
  const inventory = await expectedSubscriptions(run, earlier);
  if (inventory.expected.length > 0) return inventory;
  const why = inventory.listRefused ? ` (${inventory.listRefused.why})` : "";
  throw new CommandFailure(
    EXIT.refused,
    [
      `The login sees no subscription${why}. It needs the role Reader on a subscription, or on a management group above:`,
      "  az role assignment create --role Reader --assignee <who> --scope /subscriptions/<id>",
      "Is it the right tenant? az account show",
    ].join("\n"),
  );
}

const GUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

async function namedSubscriptions(run: Run, said: readonly string[]): Promise<readonly Expected[]> {
  const named: Expected[] = [];
  let listed: readonly Subscription[] | undefined;
  for (const each of said) {
    if (GUID.test(each.trim())) {
      const id = subscriptionId(each.trim());
      named.push(await askedById(run, id, id));
      continue;
    }
    listed ??= await run.azure.listSubscriptions();
    named.push(...withName(each, listed));
  }
  return named;
}

function withName(said: string, listed: readonly Subscription[]): readonly Expected[] {
  const found = listed.filter(({ name }) => name.toLowerCase() === said.trim().toLowerCase());
  if (found.length > 0) return found.map(({ id, name }) => ({ subscription: id, name }));
  const near = meant(
    said,
    listed.map(({ name }) => name),
  );
  throw new CommandFailure(EXIT.usage, `The login sees no subscription ${said}${near || "; az account list shows which it sees"}`);
}

async function below(run: Run, group: string): Promise<readonly Subscription[]> {
  try {
    const found = await run.azure.listSubscriptionsBelow(group);
    if (found.length > 0) return found;
  } catch (error) {
    if (!(error instanceof AzureRefusal)) throw error;
    if (error.missing.kind !== "forbidden") throw new CommandFailure(EXIT.usage, error.message, error);
  }
  const hint = 'Say its name, not what is displayed for it: az account management-group list --query "[].name" -o tsv';
  throw new CommandFailure(EXIT.refused, `The login sees no subscription below management group ${group}.\n${hint}`);
}
