const RealDate = Date;
let offsetMs = 0;

class ShiftedDate extends RealDate {
  constructor(...args: readonly unknown[]) {
    if (args.length === 0) super(RealDate.now() + offsetMs);
    else super(...(args as [number]));
  }
  static override now(): number {
    return RealDate.now() + offsetMs;
  }
}

export const shiftedNow = (): number => RealDate.now() + offsetMs;

/**
 * Shifts `Date` of this whole process, so that it is now that moment: the app, the table and queue service and the tokens
 * all go by it, and delayed messages and leases come due by themselves. The app itself has no test clock.
 */
export function travelTo(moment: Date | string): void {
  offsetMs = new RealDate(moment).getTime() - RealDate.now();
  globalThis.Date = ShiftedDate as DateConstructor;
}

export function travelBack(): void {
  offsetMs = 0;
  globalThis.Date = RealDate;
}
