import fc from "fast-check";
import { it } from "vitest";

type Any<Ts> = { [K in keyof Ts]: fc.Arbitrary<Ts[K]> };

const lawWith =
  (options: { readonly numRuns?: number }) =>
  <Ts extends [unknown, ...unknown[]]>(name: string, any: Any<Ts>, holds: (...of: Ts) => void): void => {
    it(name, () => {
      fc.assert(fc.property<Ts>(...any, holds), options);
    });
  };

/** A test of what is so whatever these are. */
export const law = lawWith({});
/** The same, tried more often or more seldom than a hundred times. */
export const lawTried = (numRuns: number): typeof law => lawWith({ numRuns });
