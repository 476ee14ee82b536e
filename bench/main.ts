import { cpus, totalmem } from "node:os";
import { BASELINE, cases, FLEET, FLEET_CLUSTERS } from "./cases.ts";
import { eventToCard } from "./event-to-card.ts";
import { type Measured, measure } from "./measure.ts";

const results = measure(cases(), { rounds: 15, roundMs: 60 });
const baseline = results.find(({ name }) => name === BASELINE);
if (!baseline) throw new Error("the baseline was not measured");

const [cpu] = cpus();
console.log(`Node ${process.versions.node} on ${cpus().length} × ${cpu?.model ?? "unknown CPU"}, ${Math.round(totalmem() / 2 ** 30)} GiB`);
console.log(`${new Date().toISOString().slice(0, 10)}, median of 15 rounds\n`);
console.log("| Operation | a second | one takes | × baseline | spread |");
console.log("| --- | ---: | ---: | ---: | ---: |");
for (const result of results) console.log(row(result));
const fleet = results.find(({ name }) => name === FLEET);
if (fleet) console.log(`\nAll rules judge ${perSecond((FLEET_CLUSTERS * 1e6) / fleet.microseconds)} clusters a second.`);

const { cards, medianMs, slowestMs } = await eventToCard();
console.log(
  `\nFrom an event accepted to its card handed over, without the delay: ${Math.round(medianMs)} ms (median of ${cards}), at most ${Math.round(slowestMs)} ms.`,
);

function row({ name, microseconds, spread }: Measured): string {
  const ratio = microseconds / (baseline?.microseconds ?? Number.NaN);
  const cells = [name, perSecond(1e6 / microseconds), duration(microseconds), rounded(ratio), `${Math.round(spread * 100)} %`];
  return `| ${cells.join(" | ")} |`;
}

function perSecond(value: number): string {
  return Math.round(Number(value.toPrecision(3))).toLocaleString("en");
}

function duration(microseconds: number): string {
  if (microseconds < 1) return `${rounded(microseconds * 1000)} ns`;
  return microseconds < 1000 ? `${rounded(microseconds)} µs` : `${rounded(microseconds / 1000)} ms`;
}

function rounded(value: number): string {
  return String(Number(value.toPrecision(2)));
}
