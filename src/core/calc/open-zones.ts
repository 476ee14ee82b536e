import { type VmSize, vmSizeKey } from "../model/names.ts";
import type { Restrictions } from "../model/region.ts";

/** In which zones of a pool new nodes of a size may still be made; `reason` is Azure's code, `why` a clause with it. */
export type OpenZones =
  | { readonly kind: "open"; readonly zones: readonly string[]; readonly closed: readonly string[] }
  | { readonly kind: "nowhere"; readonly reason: string; readonly why: string };

/** A pool without zones is only hindered by a restriction of the whole region. */
export function openZones(size: VmSize, zones: readonly string[], { byKey }: Restrictions): OpenZones {
  const restriction = byKey.get(vmSizeKey(size));
  if (!restriction) return { kind: "open", zones, closed: [] };
  const closed = zones.filter((zone) => restriction.zones.includes(zone));
  if (restriction.zones.length === 0 || (zones.length > 0 && closed.length === zones.length)) {
    const { reason } = restriction;
    return { kind: "nowhere", reason, why: `${size} may not be made here (${reason})` };
  }
  return { kind: "open", zones: zones.filter((zone) => !closed.includes(zone)), closed };
}
