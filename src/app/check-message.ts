import { z } from "zod";
import type { CheckMessage } from "../core/model/check.ts";
import { clusterRef } from "../core/model/names.ts";
import { instant } from "../core/model/time.ts";

const CheckMessageBody = z.strictObject({
  cluster: z.object({ id: z.string(), resourceGroup: z.string(), name: z.string() }).transform((named, context) => {
    const ref = clusterRef(named.id);
    if (ref) return { ...ref, resourceGroup: named.resourceGroup, name: named.name };
    context.addIssue({ code: "custom", message: "is not the ARM id of a managed cluster" });
    return z.NEVER;
  }),
  due: z.iso.datetime().transform(instant),
  hops: z.int().nonnegative(),
});

/** The host hands over parsed JSON, or the text where it was none. */
export function decodeCheckMessage(body: unknown): { readonly message: CheckMessage } | { readonly problem: string } {
  const parsed = CheckMessageBody.safeParse(body);
  if (parsed.success) return { message: parsed.data };
  return { problem: parsed.error.issues.map(({ path, message }) => `${path.join(".") || "message"}: ${message}`).join("; ") };
}
