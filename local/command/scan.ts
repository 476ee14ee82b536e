import type { Run } from "../../src/app/compose.ts";
import { rowsOf } from "../../src/app/start-scan.ts";
import type { Names } from "../../src/core/digest/places.ts";
import { counted } from "../../src/core/digest/words.ts";
import type { MissingKind } from "../../src/core/model/absence.ts";
import { compareSeverity, type Severity } from "../../src/core/model/finding.ts";
import { ruleDirectory } from "../../src/core/rules/index.ts";
import { meant } from "../../src/core/rules/nearest.ts";
import { findRule, ruleNames } from "../../src/core/rules/rule-directory.ts";
import type { Filter } from "../../src/render/filter.ts";
import type { Report } from "../../src/render/report.ts";
import { CommandFailure, EXIT, type ExitCode } from "./exit.ts";
import { findClusters, noCluster } from "./find-cluster.ts";
import { type Format, render } from "./formats.ts";
import { inventoryFor, type Scope } from "./inventory.ts";
import { scanProgress } from "./progress.ts";
import { type EstateScan, lastClosedScan, scanEstate } from "./scan-estate.ts";
import { scanReport } from "./scan-report.ts";
import { scanTable } from "./scan-table.ts";
import { inSession, type Session, type SessionOptions, type Surroundings } from "./session.ts";
import { giveAnswer } from "./terminal.ts";

export interface ScanOptions extends SessionOptions, Scope {
  readonly cluster?: readonly string[];
  readonly rule?: readonly string[];
  readonly severity?: Severity;
  readonly format: Format;
  readonly output?: string;
  readonly sinceLast?: boolean;
  readonly failOn?: Severity;
}

/** Reads, judges, remembers and shows. */
export async function scan(options: ScanOptions, surroundings: Surroundings): Promise<ExitCode> {
  const rules = options.rule?.map(ruleId);
  return await inSession(options, surroundings, async (session) => {
    if (session.sample && options.sinceLast) {
      session.sample.showFirstNight();
      await scanOnce(session, {}, surroundings);
      session.sample.showSecondNight();
    }
    const run = session.run();
    const { scope, clusters } = await narrowed(run, options);
    const filter: Filter = {
      ...(clusters ? { clusters } : {}),
      ...(rules ? { rules } : {}),
      ...(options.severity === undefined ? {} : { severity: options.severity }),
    };
    const before = await lastClosedScan(run);
    const ended = await scanOnce(session, scope, surroundings);
    const since = options.sinceLast ? before?.closedAt : undefined;
    if (options.sinceLast && since === undefined) surroundings.terminal.err("Nothing was scanned before: everything is shown.");
    const report = await scanReport(session.run(), ended, { filter, ...(since === undefined ? {} : { since }) });
    await tell(report, ended, options, surroundings);
    return exitOf(report, ended, options.failOn);
  });
}

async function scanOnce(session: Session, scope: Scope, { terminal }: Surroundings): Promise<EstateScan> {
  const run = session.run();
  const earlier = await rowsOf(run, (await lastClosedScan(run))?.id);
  const inventory = await inventoryFor(run, scope, earlier);
  const progress = scanProgress(terminal);
  try {
    return await scanEstate(session, inventory, earlier, progress);
  } finally {
    progress.stop();
  }
}

/** Where only some clusters are asked about, only their subscriptions are read: whole, because clusters share quota and subnets there. */
async function narrowed(run: Run, options: ScanOptions): Promise<{ readonly scope: Scope; readonly clusters?: readonly string[] }> {
  const { subscription, managementGroup, cluster } = options;
  const scope = { ...(subscription ? { subscription } : {}), ...(managementGroup ? { managementGroup } : {}) };
  if (cluster === undefined) return { scope };
  const found = await Promise.all(
    cluster.map(async (said) => {
      const refs = await findClusters(run, said);
      if (refs.length === 0) throw new CommandFailure(EXIT.usage, noCluster(said));
      return refs;
    }),
  );
  const refs = found.flat();
  const isNamed = subscription !== undefined || managementGroup !== undefined;
  return {
    scope: isNamed ? scope : { subscription: [...new Set(refs.map((ref) => ref.subscription))] },
    clusters: refs.map(({ id }) => id),
  };
}

function ruleId(said: string): string {
  const rule = findRule(ruleDirectory, said);
  if (!rule) throw new CommandFailure(EXIT.usage, `There is no rule ${said}${meant(said, ruleNames(ruleDirectory))}`);
  return rule.meta.id;
}

async function tell(report: Report, { rows }: EstateScan, options: ScanOptions, { terminal }: Surroundings): Promise<void> {
  const names: Names = {
    clusters: new Map(report.clusters.map(({ ref }) => [ref.id, ref])),
    subscriptions: new Map(rows.map(({ subscription, name }) => [subscription, name])),
  };
  const view = {
    terminal,
    isOneByOne: options.cluster !== undefined || options.rule !== undefined,
    sample: options.sample ?? false,
  };
  if (options.format === "table" && report.clusters.length === 0 && rows.every(({ state }) => state === "done")) {
    terminal.out(`No AKS cluster in ${counted(rows.length, "subscription")}.`);
    return;
  }
  const text = options.format === "table" ? scanTable(report, names, view) : render(report, options.format);
  await giveAnswer(text, report.headline.text, options.output, terminal);
}

/** Kinds of reasons that go away once somebody does something, or later: what they stopped counts as not read. */
const NOT_READ: ReadonlySet<MissingKind> = new Set<MissingKind>(["forbidden", "throttled", "not-seen", "unreadable", "unavailable"]);

function exitOf({ findings, couldNotCheck }: Report, { rows }: EstateScan, failOn: Severity | undefined): ExitCode {
  const isFound =
    failOn !== undefined && findings.some(({ record }) => !record.closed && compareSeverity(record.finding.severity, failOn) >= 0);
  if (isFound) return EXIT.found;
  const unread = rows.filter(({ state }) => state !== "done");
  if (unread.length === rows.length && rows.some(({ failure }) => failure?.kind === "forbidden")) return EXIT.refused;
  if (unread.length > 0) return EXIT.partly;
  return failOn !== undefined && couldNotCheck.some(({ reason }) => NOT_READ.has(reason.kind)) ? EXIT.partly : EXIT.fine;
}
