import { nextMinor, releasedMinors } from "../calc/released-minors.ts";
import { allowedSkew } from "../calc/upgrade-hops.ts";
import type { Calendar } from "../model/calendar.ts";
import type { Cluster, NodePool } from "../model/cluster.ts";
import type { Day } from "../model/time.ts";
import { type KubernetesVersion, minorsAhead } from "../model/version.ts";

/**
 * The minor that the control plane cannot go to before this pool is upgraded: there is one, and the nodes, fine today, would be too
 * far behind it. A pool that is too far behind already is a matter of its own.
 */
export function blockedHop(
  { version: controlPlane }: Pick<Cluster, "version">,
  { version }: Pick<NodePool, "version">,
  calendar: Pick<Calendar, "versions">,
  today: Day,
): KubernetesVersion | undefined {
  if (!version || minorsAhead(controlPlane, version) > allowedSkew(controlPlane)) return undefined;
  const next = nextMinor(controlPlane);
  const isBlocked = minorsAhead(next, version) > allowedSkew(next);
  const isReleased = releasedMinors(calendar, today).some((minor) => minorsAhead(minor, next) >= 0);
  return isBlocked && isReleased ? next : undefined;
}
