import type { TableEntity, TransactionAction } from "@azure/data-tables";
import { describe, expect, it } from "vitest";
import { StoreRefusal } from "../../../src/edge/store/errors.ts";
import { batches, checkRow } from "../../../src/edge/store/limits.ts";

const row = (properties: Readonly<Record<string, unknown>> = {}, rowKey = "row"): TableEntity => ({
  partitionKey: "part",
  rowKey,
  ...properties,
});
const properties = (count: number, value: unknown) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`p${index}`, value]));

describe("the limits of a row", () => {
  it.for([
    { what: "252 properties", given: row(properties(252, 1)) },
    { what: "64 KiB of text", given: row({ text: "x".repeat(32_768) }) },
    { what: "64 KiB of bytes", given: row({ bytes: Buffer.alloc(65_536) }) },
    { what: "a key of 512 characters", given: row({}, "x".repeat(512)) },
    { what: "almost 1 MiB", given: row(properties(15, Buffer.alloc(65_536))) },
    { what: "a column that is left out", given: row({ ...properties(252, 1), none: undefined }) },
  ])("let $what pass", ({ given }) => {
    expect(() => checkRow("findings", given)).not.toThrow();
  });

  it.for([
    { what: "253 properties", given: row(properties(253, 1)), problem: "253 properties" },
    { what: "a character too many", given: row({ text: "x".repeat(32_769) }), problem: "text has 65538 bytes" },
    { what: "a byte too many", given: row({ bytes: Buffer.alloc(65_537) }), problem: "bytes has 65537 bytes" },
    { what: "a key of 513 characters", given: row({}, "x".repeat(513)), problem: "1026 bytes" },
    {
      what: "1 MiB of UTF-16 that is half as much in UTF-8",
      given: row(properties(16, "x".repeat(32_768))),
      problem: "1048576 are allowed",
    },
    {
      what: "1 MiB of bytes and the properties that hold them",
      given: row(properties(16, Buffer.alloc(65_536))),
      problem: "1048576 are allowed",
    },
    ...["/", "\\", "#", "?", "\u0000", "\u001f", "\u007f", "\u009f", "\t"].map((character) => ({
      what: `${JSON.stringify(character)} in a key`,
      given: row({}, `a${character}b`),
      problem: "a character that keys may not hold",
    })),
  ])("refuse $what, naming the row", ({ given, problem }) => {
    const check = () => checkRow("findings", given);

    expect(check).toThrow(StoreRefusal);
    expect(check).toThrow(problem);
    expect(check).toThrow(`row ${given.rowKey} in partition part of table findings`);
  });
});

describe("batches", () => {
  const change = (index: number, value: unknown = "x", partitionKey = "part"): TransactionAction => [
    "upsert",
    { partitionKey, rowKey: String(index), value },
  ];
  const sizes = (changes: readonly TransactionAction[]) => batches(changes).map((batch) => batch.length);

  it.for([
    { count: 0, sizes: [] },
    { count: 1, sizes: [1] },
    { count: 100, sizes: [100] },
    { count: 101, sizes: [100, 1] },
    { count: 250, sizes: [100, 100, 50] },
  ])("of $count small rows hold $sizes", ({ count, sizes: expected }) => {
    expect(sizes(Array.from({ length: count }, (_, index) => change(index)))).toEqual(expected);
  });

  it("hold one partition each", () => {
    expect(sizes([change(1, "x", "a"), change(2, "x", "b"), change(3, "x", "a")])).toEqual([2, 1]);
  });

  it("stay under 4 MiB as sent, where 60,000 bytes are 80,000 characters of base64", () => {
    const all = batches(Array.from({ length: 100 }, (_, index) => change(index, Buffer.alloc(60_000))));

    expect(all.map((batch) => batch.length)).toEqual([50, 50]);
  });

  it("keep every change, once and in order", () => {
    const changes = Array.from({ length: 333 }, (_, index) => change(index, "y".repeat(30_000)));

    expect(batches(changes).flat()).toEqual(changes);
  });
});
