import pLimit from "p-limit";
import type { Snapshot } from "../core/model/snapshot.ts";
import { all } from "../edge/wire/all.ts";
import type { Run } from "./compose.ts";
import { readable } from "./readable.ts";

const TOGETHER = 8;

/** What was last known of every cluster, those that are gone included. */
export async function allSnapshots(run: Run): Promise<readonly Snapshot[]> {
  const limit = pLimit(TOGETHER);
  const { snapshots } = run.store;
  const lists = await all((await snapshots.subscriptions()).map((each) => limit(() => readable(run, snapshots.list(each)))));
  return lists.flatMap((list) => list.map(({ value }) => value));
}
