const text = (value: string): string => `'${value.replaceAll("'", "''")}'`;

/** Conditions of a table query, as OData. Columns a row does not have match nothing. */
export const equal = (column: string, value: string): string => `${column} eq ${text(value)}`;
export const unequal = (column: string, value: string): string => `${column} ne ${text(value)}`;
export const less = (column: string, than: string): string => `${column} lt ${text(than)}`;
export const atLeast = (column: string, value: string): string => `${column} ge ${text(value)}`;
export const atMost = (column: string, value: string): string => `${column} le ${text(value)}`;
export const greater = (column: string, than: string): string => `${column} gt ${text(than)}`;
export const isTrue = (column: string): string => `${column} eq true`;
export const all = (...conditions: readonly string[]): string => conditions.join(" and ");

export const inPartition = (partition: string): string => equal("PartitionKey", partition);
/** Rows whose key has further parts behind these. */
export const beginningWith = (parts: string): string => all(greater("RowKey", `${parts}!`), less("RowKey", `${parts}"`));
