import { gunzipSync, gzipSync } from "node:zlib";

/** A property holds 32,768 UTF-16 characters or 64 KiB of bytes. */
const PLAIN_CHARACTERS = 32_000;
const PART_BYTES = 65_536;

/** What a value becomes in a row: JSON as it is, or gzip'd and split over as many properties as it takes. */
export type Packed = { readonly json: string } | { readonly parts: number; readonly [part: `gzip${number}`]: Buffer };

/** @throws TypeError when JSON would change the value: maps, sets, dates, numbers that are not finite. */
export function pack(value: object): Packed {
  const json = JSON.stringify(value, refuseWhatJsonChanges);
  if (json.length <= PLAIN_CHARACTERS) return { json };

  const bytes = gzipSync(json);
  const parts = Math.ceil(bytes.length / PART_BYTES);
  const part = (index: number) => [`gzip${index}`, bytes.subarray(index * PART_BYTES, (index + 1) * PART_BYTES)];
  return { parts, ...Object.fromEntries(Array.from({ length: parts }, (_, index) => part(index))) };
}

/** @throws Error that says what is wrong with the row. */
export function unpack(row: Readonly<Record<string, unknown>>): unknown {
  if (typeof row.json === "string") return JSON.parse(row.json);
  if (typeof row.parts !== "number") throw new Error("it holds no value");

  const parts = Array.from({ length: row.parts }, (_, index) => {
    const part = row[`gzip${index}`];
    if (!(part instanceof Uint8Array)) throw new Error(`part ${index + 1} of ${row.parts} is missing`);
    return part;
  });
  return JSON.parse(gunzipSync(Buffer.concat(parts)).toString("utf8"));
}

/** A replacer sees dates already as text, so it looks at the holder. */
function refuseWhatJsonChanges(this: unknown, name: string, value: unknown): unknown {
  const given: unknown = typeof this === "object" && this !== null ? Reflect.get(this, name) : value;
  if (given instanceof Map || given instanceof Set || given instanceof Date || typeof given === "bigint") {
    throw new TypeError(`${name} is a ${given.constructor.name}, which JSON does not keep`);
  }
  if (typeof given === "number" && !Number.isFinite(given)) throw new TypeError(`${name} is ${given}, which JSON does not keep`);
  return value;
}
