import type { Missing } from "../core/model/absence.ts";
import type { ReportRooms } from "./report-room.ts";

export const roomsOf = ({ rows, unknown }: ReportRooms) => ({
  quotas: rows.map(({ subscription, subscriptionName, region, family, quota, needs, verdict }) => ({
    subscription,
    subscriptionName,
    region,
    family,
    quota: "missing" in quota ? reasonOf(quota.missing) : { ...quota, free: quota.limit - quota.used },
    needs,
    room: verdict.kind === "cannot-tell" ? { kind: verdict.kind, ...reasonOf(verdict.reason) } : verdict,
  })),
  unknown: unknown.map(({ reason, ...place }) => ({ ...place, ...reasonOf(reason) })),
});

const reasonOf = ({ kind, why }: Missing) => ({ missing: kind, why });
