import { type Missing, type MissingKind, missing } from "../model/absence.ts";

/** In place of a quantity: something it is made of is not known. */
export interface CannotTell {
  readonly cannotTell: Missing;
}

export const cannotTell = (kind: MissingKind, why: string): CannotTell => ({ cannotTell: missing(kind, why).missing });
