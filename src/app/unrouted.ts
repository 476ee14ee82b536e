import { targetRoutes } from "../core/digest/route.ts";
import { byText, counted } from "../core/digest/words.ts";
import { type Target, targetKey } from "../core/model/finding.ts";
import { clusterRef } from "../core/model/names.ts";
import { addDays, dayOf, startOf } from "../core/model/time.ts";
import { allSnapshots } from "./all-snapshots.ts";
import type { Run } from "./compose.ts";
import { fingerprint, freezeNotice, noticePartition } from "./freeze-notice.ts";
import { quietMessage } from "./fresh-message.ts";
import { lastNight } from "./nights.ts";
import { readable, readableEach } from "./readable.ts";

const MOST_NAMES = 5;
const REST_DAYS = 7;

/**
 * Clusters and regions with open findings that no route takes: told when they change, else once a week. Looked at once a scan,
 * because it reads all findings, and only where no route is the default.
 */
export async function noticeOfUnrouted(run: Run): Promise<void> {
  const { store, settings } = run;
  const { routes } = settings.routing;
  if (routes.some(({ match }) => match.kind === "default")) return;
  const scan = await lastNight(run);
  if (!scan) return;
  const partition = noticePartition(run);
  const looked = `unrouted|${scan.id}`;
  if ((await store.outbox.get(partition, looked)) !== undefined) return;

  const unrouted = await unroutedTargets(run);
  const names = [...unrouted.values()].map(({ name }) => name).sort(byText);
  const open = [...unrouted.values()].reduce((sum, each) => sum + each.open, 0);
  if (open > 0) await tell(run, partition, names, open);
  await store.outbox.insert(quietMessage(run, partition, looked));
}

async function tell(run: Run, partition: string, names: readonly string[], open: number): Promise<void> {
  const set = fingerprint(names.join("\n"));
  const since = startOf(addDays(dayOf(run.now), 1 - REST_DAYS));
  const [last] = (await readable(run, run.store.outbox.list(partition)))
    .map(({ value }) => value)
    .filter(({ key, createdAt }) => key.startsWith("notice|unrouted|") && createdAt >= since)
    .sort((a, b) => byText(b.createdAt, a.createdAt));
  if (last?.key.includes(set)) return;
  const shown = names.slice(0, MOST_NAMES).join(", ");
  const more = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : "";
  await freezeNotice(run, `notice|unrouted|${dayOf(run.now)}|${set}`, {
    title: `${counted(names.length, "cluster or region", "clusters or regions")} ${names.length === 1 ? "has" : "have"} no route`,
    lines: [
      `${counted(open, "open finding")} there ${open === 1 ? "is" : "are"} told to nobody: ${shown}${more}.`,
      'Add a route for them to ROUTES, or one that matches "default".',
    ],
  });
}

async function unroutedTargets(run: Run): Promise<ReadonlyMap<string, { readonly name: string; readonly open: number }>> {
  const { store, settings } = run;
  const routeOf = targetRoutes(await allSnapshots(run), settings.routing.routes);
  const found = new Map<string, { readonly name: string; readonly open: number }>();
  for await (const { closed, finding } of readableEach(run, store.findings.all())) {
    if (closed || routeOf(finding.target)) continue;
    const key = targetKey(finding.target);
    found.set(key, { name: nameOf(finding.target), open: (found.get(key)?.open ?? 0) + 1 });
  }
  return found;
}

function nameOf(target: Target): string {
  if (target.kind === "region") return `region ${target.region} of subscription ${target.subscription}`;
  const ref = clusterRef(target.cluster);
  return ref ? `${ref.name} in ${ref.resourceGroup}` : target.cluster;
}
