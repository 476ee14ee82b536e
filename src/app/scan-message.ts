import { z } from "zod";
import { clusterRef, scanId, subscriptionId } from "../core/model/names.ts";
import type { ScanMessage } from "../core/model/scan.ts";

const shared = {
  scan: z.iso.date().transform(scanId),
  subscription: z.guid().transform(subscriptionId),
  hops: z.int().nonnegative(),
};

const NamedCluster = z
  .object({ id: z.string(), subscription: z.guid().transform(subscriptionId), resourceGroup: z.string(), name: z.string() })
  .transform((named, context) => {
    const ref = clusterRef(named.id);
    if (!ref) {
      context.addIssue({ code: "custom", message: "is not the ARM id of a managed cluster" });
      return z.NEVER;
    }
    return { ...ref, resourceGroup: named.resourceGroup, name: named.name };
  });

const ScanMessageBody = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("page"), ...shared, page: z.int().nonnegative() }),
  z.strictObject({ kind: z.literal("reread"), ...shared, clusters: z.array(NamedCluster).nonempty() }),
]);

/** The host hands over parsed JSON, or the text where it was none. */
export function decodeScanMessage(body: unknown): { readonly message: ScanMessage } | { readonly problem: string } {
  const parsed = ScanMessageBody.safeParse(body);
  if (parsed.success) return { message: parsed.data };
  return { problem: parsed.error.issues.map(({ path, message }) => `${path.join(".") || "message"}: ${message}`).join("; ") };
}
