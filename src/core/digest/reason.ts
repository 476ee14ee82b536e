import type { CouldNotCheck, ReasonKey, Told } from "../model/delivery.ts";

const MARK = "reason|";

/** A reason is told once for each subscription and scope; the clusters it holds for may come and go. */
export const reasonKey = ({ reason, scope, subscription }: CouldNotCheck): ReasonKey =>
  `${MARK}${reason.kind}|${scope}|${subscription}` as ReasonKey;

/** Keys of findings begin with an ARM id or a subscription. */
export const isReason = (key: Told["key"]): boolean => key.startsWith(MARK);
