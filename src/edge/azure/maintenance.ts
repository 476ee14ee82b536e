import type { MaintenanceSchedule } from "../../core/model/maintenance.ts";
import type { ClusterRef } from "../../core/model/names.ts";
import { ArmMaintenanceConfiguration, ArmMaintenanceName } from "./arm-maintenance.ts";
import type { Connection } from "./connection.ts";
import type { ContainerServiceClients } from "./container-service.ts";
import { decodeEach, textAt } from "./decode.ts";
import { checkNames } from "./names.ts";
import { readAllPages } from "./pages.ts";

/**
 * The planned maintenance of a cluster. A schedule that does not fit is told, and stays in the answer as one of unknown times: a
 * cluster that has it must not look as if it had none. Costs two calls of AKS's smallest bucket (arm.md 2.2).
 */
export async function readMaintenance(
  connection: Connection,
  containerService: ContainerServiceClients,
  { subscription, resourceGroup, name }: ClusterRef,
): Promise<readonly MaintenanceSchedule[]> {
  const whose = `the planned maintenance of cluster ${resourceGroup}/${name} of subscription ${subscription}`;
  const what = `read ${whose}`;
  checkNames(what, subscription, resourceGroup, name);
  const client = await containerService(subscription);
  const list = () => client.maintenanceConfigurations.listByManagedCluster(resourceGroup, name);
  const rows = await readAllPages(connection, what, list);

  connection.tellOdd(whose, decodeEach(ArmMaintenanceConfiguration, rows, textAt("name")).odd);
  return rows.flatMap((row): readonly MaintenanceSchedule[] => {
    const fitting = ArmMaintenanceConfiguration.safeParse(row);
    if (fitting.success) return [fitting.data];
    const named = ArmMaintenanceName.safeParse(row);
    return named.success ? [{ purpose: named.data.name, times: { kind: "unknown" } }] : [];
  });
}
