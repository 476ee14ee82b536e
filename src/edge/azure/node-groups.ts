import type { SubscriptionId } from "../../core/model/names.ts";
import type { NodeGroup } from "../../core/model/node-group.ts";
import { ArmGroupRow, ArmResourceGroup } from "./arm-node-group.ts";
import type { Connection } from "./connection.ts";
import { decodeEach, textAt } from "./decode.ts";
import type { GraphReader } from "./graph.ts";
import { checkNames, checkResourceGroups } from "./names.ts";

const GROUP = "microsoft.resources/subscriptions/resourcegroups";
const PAID = ["microsoft.compute/disks", "microsoft.network/publicipaddresses"];
/** Names of groups have up to 90 characters: so many keep a query far from the longest that is taken. */
const GROUPS_A_QUERY = 100;

/**
 * The disks and public addresses in node resource groups of a subscription, by lower-case name of the group. Resource Graph leaves out
 * what the app may not read, without a word: a group that is not in the map could not be seen, one without disks has none.
 */
export async function readNodeGroups(
  connection: Connection,
  graph: GraphReader,
  subscription: SubscriptionId,
  groups: readonly string[],
): Promise<ReadonlyMap<string, NodeGroup>> {
  const whose = `what stands in the node resource groups of subscription ${subscription}`;
  const what = `read ${whose}`;
  checkNames(what, subscription);
  checkResourceGroups(what, groups);
  const names = [...new Set(groups.map((group) => group.toLowerCase()))];

  const read: NodeGroup[] = [];
  for (let start = 0; start < names.length; start += GROUPS_A_QUERY) {
    const some = names.slice(start, start + GROUPS_A_QUERY);
    const seen = decodeEach(ArmResourceGroup, await graph(what, { query: groupsNamed(some), subscription }), textAt("id"));
    const { good, odd } = decodeEach(ArmGroupRow, await graph(what, { query: paidFor(some), subscription }), textAt("id"));
    connection.tellOdd(whose, [...seen.odd, ...odd]);
    for (const name of seen.good) {
      const rows = good.filter(({ group }) => group === name);
      read.push({ name, disks: rows.flatMap(({ disk }) => disk ?? []), publicIps: rows.flatMap(({ publicIp }) => publicIp ?? []) });
    }
  }
  return new Map(read.map((group) => [group.name, group]));
}

const listed = (texts: readonly string[]): string => texts.map((text) => `'${text}'`).join(", ");

const groupsNamed = (names: readonly string[]): string =>
  `resourcecontainers | where type =~ '${GROUP}' | where name in~ (${listed(names)}) | project id | order by id asc`;

const paidFor = (names: readonly string[]): string =>
  `resources | where type in~ (${listed(PAID)}) | where resourceGroup in~ (${listed(names)}) ` +
  "| project id, type, name, managedBy, sku, properties | order by id asc";
