import type { CouldNotCheck, ReasonKey } from "../model/delivery.ts";

/** A reason is told once for each subscription and scope; the clusters it holds for may come and go. */
export const reasonKey = ({ reason, scope, subscription }: CouldNotCheck): ReasonKey =>
  `reason|${reason.kind}|${scope}|${subscription}` as ReasonKey;
