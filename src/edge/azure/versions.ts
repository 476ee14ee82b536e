import { z } from "zod";
import type { Region, SubscriptionId } from "../../core/model/names.ts";
import type { VersionCatalogue } from "../../core/model/version-catalogue.ts";
import { problemOf } from "../wire/decode.ts";
import { ArmKubernetesVersion, newestFirst } from "./arm-version.ts";
import type { Connection } from "./connection.ts";
import type { ContainerServiceClients } from "./container-service.ts";
import { decodeEach, textAt } from "./decode.ts";
import { unreadable } from "./errors.ts";
import { checkNames, checkRegion } from "./names.ts";

/** `values`, not `value`, and no pages. */
const ArmVersionList = z.object({ values: z.array(z.unknown()) });

export async function readVersions(
  connection: Connection,
  containerService: ContainerServiceClients,
  subscription: SubscriptionId,
  of: Region,
): Promise<VersionCatalogue> {
  const whose = `the Kubernetes versions of ${of} for subscription ${subscription}`;
  const what = `list ${whose}`;
  checkNames(what, subscription);
  checkRegion(what, of);
  const client = await containerService(subscription);
  const list = ArmVersionList.safeParse(await connection.ask(what, () => client.managedClusters.listKubernetesVersions(of)));
  if (!list.success) throw unreadable(what, problemOf(list.error));

  const { good, odd } = decodeEach(ArmKubernetesVersion, list.data.values, textAt("version"));
  connection.tellOdd(whose, odd);
  const minors = good.toSorted((a, b) => newestFirst(a.version, b.version));
  return { region: of, minors, isComplete: odd.length === 0 };
}
