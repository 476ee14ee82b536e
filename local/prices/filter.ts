import type { PriceRow } from "./state.ts";

export type RowTest = (row: PriceRow) => boolean;

/** The API's filter: `eq` and `ne` on texts, `contains(field, 'text')`, `and`, `or` and brackets. @throws SyntaxError where it says 400. */
export function parseFilter(text: string): RowTest {
  const tokens = [...text.matchAll(/'((?:[^']|'')*)'|[(),]|[A-Za-z]+|\S/g)];
  let next = 0;
  const peek = (): string | undefined => tokens[next]?.[0];
  const take = (expected?: string): RegExpExecArray => {
    const token = tokens[next++];
    if (!token || (expected !== undefined && token[0] !== expected)) throw new SyntaxError(`expected ${expected ?? "more"} in ${text}`);
    return token;
  };

  const either = (): RowTest => {
    const tests = [both()];
    while (peek() === "or") {
      take();
      tests.push(both());
    }
    return (row) => tests.some((test) => test(row));
  };
  const both = (): RowTest => {
    const tests = [one()];
    while (peek() === "and") {
      take();
      tests.push(one());
    }
    return (row) => tests.every((test) => test(row));
  };
  const one = (): RowTest => {
    if (peek() === "(") {
      take();
      const inner = either();
      take(")");
      return inner;
    }
    const isContains = peek() === "contains";
    if (isContains) {
      take();
      take("(");
    }
    const field = fieldOf(take()[0]);
    const operator = isContains ? take(",") && "contains" : take()[0];
    const value = textOf(take()[0]);
    if (isContains) take(")");
    if (operator === "contains") return (row) => String(row[field]).includes(value);
    if (operator === "eq") return (row) => row[field] === value;
    if (operator === "ne") return (row) => row[field] !== value;
    throw new SyntaxError(`${operator} is no operator`);
  };

  const test = either();
  if (next < tokens.length) throw new SyntaxError(`${peek()} is left over in ${text}`);
  return test;
}

const FIELDS = [
  "armRegionName",
  "location",
  "meterId",
  "meterName",
  "productId",
  "skuId",
  "productName",
  "skuName",
  "serviceName",
  "serviceId",
  "serviceFamily",
  "armSkuName",
] as const;
type Field = (typeof FIELDS)[number] | "type";

/** What is asked for as `priceType` is answered as `type`. */
export function fieldOf(name: string): Field {
  if (name === "priceType") return "type";
  const field = FIELDS.find((each) => each === name);
  if (!field) throw new SyntaxError(`${name} cannot be filtered by`);
  return field;
}

function textOf(token: string): string {
  const [, value] = /^'(.*)'$/s.exec(token) ?? [];
  if (value === undefined) throw new SyntaxError(`${token} is no text`);
  return value.replaceAll("''", "'");
}
