import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pack, unpack } from "../../../src/edge/store/packed.ts";

const noise = (bytes: number) => randomBytes(bytes).toString("base64");

describe("a packed value", () => {
  it("comes back as it was, whatever JSON it is", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: "binary" }), fc.jsonValue({ noUnicodeString: false })), (value) => {
        expect(unpack(pack(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it.for([
    { text: "‮abc⁦def⁩", what: "bidi marks" },
    { text: "\u0080\u0091\u0092€’œ", what: "Windows-1252 punctuation and the control characters it is mistaken for" },
    { text: "\ud800 and \udfff", what: "halves of surrogate pairs" },
    { text: "\u0000\u001f\ufeff\ufffe\uffff\u2028", what: "characters that formats dislike" },
    { text: "مرحبا 東京 😀", what: "other scripts" },
  ])("keeps $what, plain and gzip'd", ({ text }) => {
    const long = text.repeat(10_000);

    expect(unpack(pack({ text }))).toEqual({ text });
    expect(unpack(pack({ long }))).toEqual({ long });
  });

  it.for([
    { characters: 32_000, form: ["json"] },
    { characters: 32_001, form: ["parts", "gzip0"] },
  ])("of $characters characters of JSON stands in $form", ({ characters, form }) => {
    const value = { text: "x".repeat(characters - '{"text":""}'.length) };

    expect(Object.keys(pack(value))).toEqual(form);
    expect(unpack(pack(value))).toEqual(value);
  });

  it("is split over properties of at most 64 KiB, each with only its own bytes", () => {
    const value = { text: noise(300_000) };
    const packed = pack(value);
    const { parts, ...bytes } = "parts" in packed ? packed : { parts: 0 };

    expect(Object.keys(bytes)).toEqual(["gzip0", "gzip1", "gzip2", "gzip3", "gzip4"].slice(0, parts));
    expect(Object.values(bytes).map((part) => part.length <= 65_536)).toEqual(Array.from({ length: parts }, () => true));
    expect(unpack(packed)).toEqual(value);
  });

  it.for([
    { value: { quota: new Map([["a", 1]]) }, problem: "quota is a Map" },
    { value: { zones: new Set(["1"]) }, problem: "zones is a Set" },
    { value: { at: new Date(0) }, problem: "at is a Date" },
    { value: { deep: [{ value: Number.NaN }] }, problem: "value is NaN" },
    { value: { value: Number.POSITIVE_INFINITY }, problem: "value is Infinity" },
    { value: { value: 1n }, problem: "value is a BigInt" },
  ])("is refused when JSON would change it: $problem", ({ value, problem }) => {
    expect(() => pack(value)).toThrow(problem);
  });

  it.for([
    { row: { json: '{"a":' }, problem: /JSON/ },
    { row: {}, problem: /holds no value/ },
    { row: { parts: 2, gzip0: Buffer.from("x") }, problem: /part 2 of 2 is missing/ },
    { row: { parts: 1, gzip0: Buffer.from("not gzip") }, problem: /header/ },
  ])("that was spoilt says what is wrong: $problem", ({ row, problem }) => {
    expect(() => unpack(row)).toThrow(problem);
  });
});
