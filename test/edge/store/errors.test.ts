import { RestError } from "@azure/data-tables";
import { describe, expect, it } from "vitest";
import { isConflict, isRowMissing, readableRows, StoreFailure, UnreadableRows } from "../../../src/edge/store/errors.ts";

/** As the client gives it for one row, and for a transaction. */
const single = (statusCode: number, code: string) =>
  Object.assign(new RestError("{…}", { statusCode }), { details: { odataError: { code } } });
const batch = (statusCode: number, code: string) => new RestError(`3:${code}`, { statusCode, code });

describe("an answer of table storage", () => {
  it.for([
    { error: single(412, "UpdateConditionNotSatisfied"), conflict: true, missing: false },
    { error: batch(412, "UpdateConditionNotSatisfied"), conflict: true, missing: false },
    { error: single(409, "EntityAlreadyExists"), conflict: true, missing: false },
    { error: batch(409, "EntityAlreadyExists"), conflict: true, missing: false },
    { error: single(404, "ResourceNotFound"), conflict: true, missing: true },
    { error: single(404, "TableNotFound"), conflict: false, missing: false },
    { error: batch(404, "TableNotFound"), conflict: false, missing: false },
    { error: single(409, "TableBeingDeleted"), conflict: false, missing: false },
    { error: new RestError("<html>", { statusCode: 404 }), conflict: false, missing: false },
    { error: single(503, "ServerBusy"), conflict: false, missing: false },
    { error: new Error("ECONNRESET"), conflict: false, missing: false },
    { error: "412", conflict: false, missing: false },
  ])("$error.statusCode $error.message is a conflict: $conflict, a missing row: $missing", ({ error, conflict, missing }) => {
    expect({ conflict: isConflict(error), missing: isRowMissing(error) }).toEqual({ conflict, missing });
  });

  it.for([
    { cause: single(503, "ServerBusy"), says: "Read it: storage answered 503 ServerBusy" },
    { cause: batch(403, "AuthorizationFailure"), says: "Read it: storage answered 403 AuthorizationFailure" },
    { cause: new RestError("<html>", { statusCode: 502 }), says: "Read it: storage answered 502" },
    { cause: new Error("connect ECONNREFUSED"), says: "Read it: connect ECONNREFUSED" },
    { cause: "odd", says: "Read it: odd" },
  ])("fails as: $says", ({ cause, says }) => {
    const failure = new StoreFailure("Read it", cause);

    expect(failure).toMatchObject({ message: says, cause });
  });
});

describe("unreadable rows", () => {
  it.for([
    { count: 1, lines: 1, last: "Cannot read row r0 in partition p of table t: broken" },
    { count: 20, lines: 20, last: "Cannot read row r19 in partition p of table t: broken" },
    { count: 2000, lines: 21, last: "and 1980 more rows" },
  ])("of $count are named in $lines lines", ({ count, lines, last }) => {
    const broken = Array.from({ length: count }, (_, index) => ({ table: "t", partition: "p", row: `r${index}`, problem: "broken" }));
    const error = new UnreadableRows(broken, []);

    expect(error.message.split("\n")).toHaveLength(lines);
    expect(error.message.split("\n").at(-1)).toBe(last);
    expect(error.broken).toEqual(broken);
  });
});

describe("readable rows", () => {
  it("let every other error pass", async () => {
    await expect(readableRows(Promise.reject(new Error("down")))).rejects.toThrow("down");
    await expect(readableRows(Promise.resolve([1]))).resolves.toEqual({ rows: [1], broken: [] });
  });
});
