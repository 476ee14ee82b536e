import type { VmSize } from "../model/names.ts";
import { vmSizeKey } from "../model/names.ts";
import type { Restrictions } from "../model/region.ts";

/** Where new nodes of a size may still be made; `nowhere` with Azure's reason. */
export type OpenZones =
  | { readonly kind: "open"; readonly zones: readonly string[]; readonly closed: readonly string[] }
  | { readonly kind: "nowhere"; readonly why: string };

/** A pool without zones is only hindered by a restriction of the whole region. */
export function openZones(size: VmSize, zones: readonly string[], { byKey }: Restrictions): OpenZones {
  const restriction = byKey.get(vmSizeKey(size));
  if (!restriction) return { kind: "open", zones, closed: [] };
  const closed = zones.filter((zone) => restriction.zones.includes(zone));
  if (restriction.zones.length === 0 || (zones.length > 0 && closed.length === zones.length)) {
    return { kind: "nowhere", why: `${size} may not be made here (${restriction.reason})` };
  }
  return { kind: "open", zones: zones.filter((zone) => !closed.includes(zone)), closed };
}
