/** A line of arithmetic. */
export interface Working {
  readonly label: string;
  /** `ceil(25 × 20 / 100)`; absent for a value that was read. */
  readonly formula?: string;
  readonly value: string;
}
