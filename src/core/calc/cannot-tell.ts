import { type Missing, type MissingKind, missing } from "../model/absence.ts";

/** In place of a quantity: something it is made of is not known. */
export interface CannotTell {
  readonly cannotTell: Missing;
}

export const cannotTell = (kind: MissingKind, why: string): CannotTell => ({ cannotTell: missing(kind, why).missing });

/** A VM size that has no SKU in the region: retired, or misspelt in a plan. */
export const notListed = (vmSize: string): CannotTell => cannotTell("absent", `the region lists no VM size ${vmSize}`);

/** In place of a quantity: it was asked for with a number that cannot be, such as a prefix of 33 or half a node. */
export const impossible = (what: string): CannotTell => cannotTell("unreadable", `${what} cannot be`);

/** Nodes, addresses and vCPUs are counted: whole, and never fewer than none. */
export const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;
