import type { ArmBody } from "./arm/state.ts";
import { travelTo } from "./clock.ts";
import { armEvent, rollingEvent } from "./events.ts";
import type { World } from "./world.ts";

/** What a day between two nights brings, as the cloud and Event Grid tell it. */
export interface DayEvent {
  readonly at: string;
  readonly cluster: string;
  readonly pool: string;
  readonly what: "surge-raised" | "roll-failed";
}

/** Max surge raised beyond the quota, which can wait for the digest; and a rolling upgrade that failed for the same reason, which cannot. */
export const DEMO_DAY: readonly DayEvent[] = [
  { at: "2026-11-24T09:10:00Z", cluster: "prod-sdc-1", pool: "apps", what: "surge-raised" },
  { at: "2026-11-24T13:40:00Z", cluster: "prod-weu-1", pool: "apps", what: "roll-failed" },
];

const CHECKED_WITHIN_MINUTES = 4;

/** Changes the cloud, sends the event, and lives through the minutes until its check is done. @throws when there is no such pool */
export async function liveEvent({ state, host }: World, { at, cluster, pool, what }: DayEvent): Promise<void> {
  travelTo(at);
  const body = state.clusters.find(({ id }) => String(id).endsWith(`/${cluster}`));
  const profile = body && profilesOf(body).find(({ name }) => name === pool);
  if (!body || !profile) throw new Error(`${cluster} has no pool ${pool}`);
  const of = { cluster: String(body.id), pool, at };
  if (what === "surge-raised") profile.upgradeSettings = { ...asBody(profile.upgradeSettings), maxSurge: "100%" };
  else fail(profile);
  await host.deliverEvents("cluster-changed", what === "surge-raised" ? armEvent(of) : rollingEvent({ ...of, step: "Failed" }));
  for (let minute = 0; minute <= CHECKED_WITHIN_MINUTES; minute++) {
    travelTo(new Date(Date.parse(at) + minute * 60_000 + 500));
    await host.drainQueues();
  }
}

const profilesOf = (body: ArmBody): ArmBody[] => asBody(body.properties).agentPoolProfiles as ArmBody[];
const asBody = (value: unknown): ArmBody => (typeof value === "object" && value !== null ? (value as ArmBody) : {});

function fail(profile: ArmBody): void {
  profile.provisioningState = "Failed";
  profile.status = {
    provisioningError: {
      code: "ErrCode_InsufficientVCPUQuota",
      message: "Insufficient regional vcpu quota left for the surge nodes of the upgrade.",
    },
  };
}
