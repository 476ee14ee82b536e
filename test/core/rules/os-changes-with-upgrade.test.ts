import { describe, expect, it } from "vitest";
import type { NodePool } from "../../../src/core/model/cluster.ts";
import { osChangesWithUpgrade } from "../../../src/core/rules/os-changes-with-upgrade.ts";
import { pool, version, without } from "../../support/build.ts";
import { answersOf, answersOn, commandsOf, onlyFinding, SILENT } from "./judging.ts";

interface Nodes extends Partial<NodePool> {
  readonly image?: string;
}

/** A cluster with one pool on its version, unless the pool has another. */
const judged = (controlPlane: string, { image, ...change }: Nodes = {}) => {
  const bare = without(pool({ version: version(controlPlane), ...change }), "nodeImageVersion");
  const nodes = image === undefined ? bare : { ...bare, nodeImageVersion: image };
  return answersOn(osChangesWithUpgrade, nodes, { of: { version: version(controlPlane) } });
};

const UBUNTU_2204 = "AKSUbuntu-2204gen2containerd-202611.10.0";
const FIPS_2004 = "AKSUbuntu-2004gen2fipscontainerd-202508.20.1";
const WINDOWS = { os: "windows", name: "win" } as const;

describe("os-changes-with-upgrade", () => {
  it.for([
    { what: "Ubuntu from 1.34", runs: "1.34.2", nodes: { osSku: "Ubuntu", image: UBUNTU_2204 }, to: "1.35 brings the nodes Ubuntu 24.04" },
    { what: "Ubuntu by its OS SKU alone", runs: "1.34.2", nodes: { osSku: "Ubuntu" }, to: "1.35 brings the nodes Ubuntu 24.04" },
    {
      what: "a pool behind the control plane, as soon as it catches up",
      runs: "1.35.4",
      nodes: { osSku: "Ubuntu", version: version("1.34.2"), image: UBUNTU_2204 },
      to: "1.35 brings the nodes Ubuntu 24.04",
    },
    {
      what: "a pool behind a control plane whose next minor changes them",
      runs: "1.34.2",
      nodes: { osSku: "Ubuntu", version: version("1.33.4"), image: UBUNTU_2204 },
      to: "1.35 brings the nodes Ubuntu 24.04",
    },
    {
      what: "a pool behind the newest control plane",
      runs: "1.37.1",
      nodes: { osSku: "Ubuntu", version: version("1.34.2") },
      to: "1.37 brings the nodes Ubuntu 24.04",
    },
    {
      what: "Azure Linux from 1.31",
      runs: "1.31.4",
      nodes: { osSku: "AzureLinux", image: "AKSAzureLinux-V2gen2-202508.06.0" },
      to: "1.32 brings the nodes Azure Linux 3.0",
    },
    {
      what: "Ubuntu with FIPS from 1.34",
      runs: "1.34.2",
      nodes: { osSku: "Ubuntu", isFips: true, image: FIPS_2004 },
      to: "1.35 brings the nodes Ubuntu 22.04",
    },
    {
      what: "Ubuntu with FIPS by its OS SKU alone",
      runs: "1.34.2",
      nodes: { osSku: "ubuntu", isFips: true },
      to: "1.35 brings the nodes Ubuntu 22.04",
    },
  ])("finds that nodes change: $what", ({ runs, nodes, to }) => {
    const finding = onlyFinding(judged(runs, nodes));

    expect(finding).toMatchObject({ severity: "medium", magnitude: { value: 1, unit: "pool" } });
    expect(finding.title).toBe(`The upgrade to ${to}`);
  });

  it.for([
    {
      what: "Windows Server 2019 at 1.33",
      runs: "1.32.4",
      nodes: { ...WINDOWS, osSku: "Windows2019" },
      title: "Kubernetes 1.33 refuses Windows Server 2019",
    },
    {
      what: "Windows Server 2022 at 1.37",
      runs: "1.36.1",
      nodes: { ...WINDOWS, osSku: "Windows2022" },
      title: "Kubernetes 1.37 refuses Windows Server 2022",
    },
    { what: "Ubuntu 22.04 at 1.37", runs: "1.36.1", nodes: { osSku: "Ubuntu2204" }, title: "Kubernetes 1.37 refuses Ubuntu 22.04" },
  ])("finds an upgrade that is refused: $what", ({ runs, nodes, title }) => {
    const finding = onlyFinding(judged(runs, nodes));

    expect(finding).toMatchObject({ severity: "high", title });
  });

  it.for([
    { what: "Ubuntu that has changed already", runs: "1.35.4", nodes: { osSku: "Ubuntu" } },
    { what: "Ubuntu that does not change yet", runs: "1.33.4", nodes: { osSku: "Ubuntu", image: UBUNTU_2204 } },
    { what: "Ubuntu with FIPS that has changed already", runs: "1.35.4", nodes: { osSku: "Ubuntu", isFips: true } },
    { what: "a release by name that the next minor takes", runs: "1.35.4", nodes: { osSku: "Ubuntu2204", image: UBUNTU_2204 } },
    { what: "Windows Server 2022 before its last minor", runs: "1.35.4", nodes: { ...WINDOWS, osSku: "Windows2022" } },
    { what: "Windows Server 2025", runs: "1.36.1", nodes: { ...WINDOWS, osSku: "Windows2025" } },
    { what: "nodes with nowhere to go", runs: "1.37.1", nodes: { osSku: "Ubuntu" } },
    { what: "an OS SKU the calendar does not know", runs: "1.34.2", nodes: { osSku: "AzureContainerLinux" } },
  ])("is silent about $what", ({ runs, nodes }) => {
    expect(judged(runs, nodes)).toMatchObject(SILENT);
  });

  it("goes by the node image, not by what the OS SKU should mean: a pool may not have had its image renewed", () => {
    expect(judged("1.35.4", { osSku: "Ubuntu", image: UBUNTU_2204 }).findings).toMatchObject([
      { title: "The upgrade to 1.36 brings the nodes Ubuntu 24.04" },
    ]);
  });

  it("cannot tell about confidential nodes, and about nodes whose system nothing says", () => {
    expect(judged("1.33.4", { osSku: "Ubuntu", image: "AKSUbuntu-2004gen2CVMcontainerd-202508.20.1" })).toMatchObject({
      findings: [],
      unknown: [{ subject: "apps", reason: { kind: "unsupported" } }],
    });
    expect(judged("1.23.4", { osSku: "Ubuntu" })).toMatchObject({
      findings: [],
      unknown: [{ subject: "apps", reason: { kind: "absent" } }],
    });
  });

  it("leaves a pool of unknown version to pool-behind-control-plane", () => {
    expect(answersOn(osChangesWithUpgrade, without(pool(), "version"))).toMatchObject({ findings: [], unknown: [] });
  });

  it("offers to try the new system and to stay on the old one, while a minor still takes that", () => {
    const commands = commandsOf(onlyFinding(judged("1.34.2", { osSku: "Ubuntu", image: UBUNTU_2204 })));
    const late = commandsOf(onlyFinding(judged("1.37.1", { osSku: "Ubuntu", version: version("1.34.2"), image: UBUNTU_2204 })));

    expect(commands).toEqual([
      "az aks nodepool update -g rg-prod --cluster-name prod-weu-1 -n apps --os-sku Ubuntu2404",
      "az aks nodepool update -g rg-prod --cluster-name prod-weu-1 -n apps --os-sku Ubuntu2204",
    ]);
    expect(late.join()).not.toContain("Ubuntu2204");
  });

  it("offers no OS SKU with FIPS, which has one release a minor", () => {
    const { remedy } = onlyFinding(judged("1.34.2", { osSku: "Ubuntu", isFips: true, image: FIPS_2004 }));

    expect(JSON.stringify(remedy)).not.toContain("os-sku");
    expect(remedy).not.toHaveProperty("bicep");
  });

  it("makes a new pool like the old for the next Windows Server, each under a name that is free", () => {
    const nodeImageVersion = "AKSWindows-2022-containerd-20348.4405.261111";
    const windows = (name: string) => pool({ name, os: "windows", osSku: "Windows2022", version: version("1.36.1"), nodeImageVersion });
    const { findings } = answersOf(osChangesWithUpgrade, {
      of: { version: version("1.36.1"), nodePools: [windows("win"), windows("win25")] },
    });

    const commands = findings.flatMap(commandsOf);

    expect(commands.map((command) => / -n (\S+) /.exec(command)?.[1])).toEqual(["win252", "win225"]);
    for (const command of commands) {
      expect(command).toContain("--node-vm-size Standard_D4ds_v5");
      expect(command).toContain("--os-type Windows --os-sku Windows2025");
      expect(command).toContain("--zones 1 2 3");
    }
    // azurerm takes no such OS SKU yet.
    for (const { remedy } of findings) expect(remedy).not.toHaveProperty("terraform");
  });

  it("goes back to the OS SKU that moves where a release by name is refused", () => {
    expect(commandsOf(onlyFinding(judged("1.36.1", { osSku: "Ubuntu2204" })))).toEqual([
      "az aks nodepool update -g rg-prod --cluster-name prod-weu-1 -n apps --os-sku Ubuntu",
    ]);
  });

  it("is milder outside production, waits in motion and does not apply while stopped", () => {
    const of = { version: version("1.34.2"), nodePools: [pool({ version: version("1.34.2"), nodeImageVersion: UBUNTU_2204 })] };

    expect(onlyFinding(answersOf(osChangesWithUpgrade, { of: { ...of, tags: { env: "dev" } } })).severity).toBe("low");
    expect(answersOf(osChangesWithUpgrade, { of: { ...of, provisioningState: "Upgrading" } }).unknown).toHaveLength(1);
    expect(answersOf(osChangesWithUpgrade, { of: { ...of, powerState: "stopped" } })).toMatchObject({ findings: [], notApplicable: [{}] });
  });
});
