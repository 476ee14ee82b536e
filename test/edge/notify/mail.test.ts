import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mailHeaders, mailId, oneLine } from "../../../src/edge/notify/mail.ts";
import { mailOf } from "./mail-example.ts";

describe("a mail's id", () => {
  it("is a UUID of version 5, the same for the same mail", () => {
    expect(mailId(mailOf())).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(mailId(mailOf())).toBe(mailId(mailOf()));
  });

  it.for<readonly [string, Parameters<typeof mailOf>[0]]>([
    ["route", { route: "shop" }],
    ["key", { key: "digest|2026-11-24" }],
    ["recipients", { to: ["ana@contoso.com"] }],
    ["subject", { subject: "3 new" }],
    ["text", { form: { html: "<p>2 new – über alles</p>", text: "3 new" } }],
  ])("is another for another %s", ([, change]) => {
    expect(mailId(mailOf(change))).not.toBe(mailId(mailOf()));
  });
});

describe("a mail's headers", () => {
  it("say which list it is of, how to leave it, and that no machine should answer", () => {
    expect(mailHeaders(mailOf())).toEqual({
      "List-Id": "AKS Advisor payments <payments.aks-advisor.contoso.com>",
      "List-Unsubscribe": "<mailto:platform@contoso.com?subject=Unsubscribe%20payments>",
      "Auto-Submitted": "auto-generated",
      "X-Auto-Response-Suppress": "All",
    });
  });

  it("offer no way to leave where nobody reads replies", () => {
    const { replyTo: _, ...mail } = mailOf();

    expect(Object.keys(mailHeaders(mail))).not.toContain("List-Unsubscribe");
  });
});

it("a subject is one line, whatever names it holds", () => {
  expect(oneLine("1 new\r\nBcc: eve@evil.example")).toBe("1 new Bcc: eve@evil.example");
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      for (const breaking of ["\r", "\n", "\u0000", "\u0085", "\u2028", "\u2029"]) expect(oneLine(text)).not.toContain(breaking);
    }),
  );
});
