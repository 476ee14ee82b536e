import { z } from "zod";
import type { CheckMessage } from "../core/model/check.ts";
import { clusterRef, scanId, subscriptionId } from "../core/model/names.ts";
import type { ScanMessage } from "../core/model/scan.ts";
import { instant } from "../core/model/time.ts";

/** Its id says which it is; group and name are kept as Azure writes them, for people. */
const NamedCluster = z.object({ id: z.string(), resourceGroup: z.string(), name: z.string() }).transform((named, context) => {
  const ref = clusterRef(named.id);
  if (ref) return { ...ref, resourceGroup: named.resourceGroup, name: named.name };
  context.addIssue({ code: "custom", message: "is not the ARM id of a managed cluster" });
  return z.NEVER;
});

const hops = z.int().nonnegative();
const ofScan = { scan: z.iso.date().transform(scanId), subscription: z.guid().transform(subscriptionId), hops };

const ScanMessageBody: z.ZodType<ScanMessage> = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("page"), ...ofScan, page: z.int().nonnegative() }),
  z.strictObject({ kind: z.literal("reread"), ...ofScan, clusters: z.array(NamedCluster).nonempty() }),
]);

const CheckMessageBody: z.ZodType<CheckMessage> = z.strictObject({
  cluster: NamedCluster,
  due: z.iso.datetime().transform(instant),
  hops,
});

type Decoded<M> = { readonly message: M } | { readonly problem: string };

export const decodeScanMessage = (body: unknown): Decoded<ScanMessage> => decode(ScanMessageBody, body);
export const decodeCheckMessage = (body: unknown): Decoded<CheckMessage> => decode(CheckMessageBody, body);

/** The host hands over parsed JSON, or the text where it was none. */
function decode<M>(shape: z.ZodType<M>, body: unknown): Decoded<M> {
  const parsed = shape.safeParse(body);
  if (parsed.success) return { message: parsed.data };
  return { problem: parsed.error.issues.map(({ path, message }) => `${path.join(".") || "message"}: ${message}`).join("; ") };
}
