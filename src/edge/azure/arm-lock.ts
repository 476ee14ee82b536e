import { z } from "zod";
import type { Lock } from "../../core/model/locks.ts";
import { word } from "./decode.ts";

const LOCK_ID = /^(\/subscriptions\/[^/]+(?:\/.+)?)\/providers\/microsoft\.authorization\/locks\/[^/]+$/;

/** The id of a lock is that of what it is put on, and its own behind. */
const ArmScope = z.string().transform((id, context): string => {
  const [, scope] = LOCK_ID.exec(id.toLowerCase()) ?? [];
  if (scope !== undefined) return scope;
  context.addIssue({ code: "custom", message: "expected the id of a lock" });
  return z.NEVER;
});

export const ArmLock = z
  .object({
    id: ArmScope,
    name: z.string().min(1),
    properties: z.object({ level: word<Lock["level"]>({ CanNotDelete: "cannot-delete", ReadOnly: "read-only" }) }),
  })
  .transform(({ id, name, properties }): Lock => ({ name, level: properties.level, scope: id }));
