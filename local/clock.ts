const RealDate = Date;
let standsAtMs: number | undefined;

const nowMs = (): number => standsAtMs ?? RealDate.now();

class StandingDate extends RealDate {
  constructor(...args: readonly unknown[]) {
    if (args.length === 0) super(nowMs());
    else super(...(args as [number]));
  }
  static override now(): number {
    return nowMs();
  }
}

/**
 * Sets `Date` of this whole process to that moment, where it stands still until somebody travels on: the app, the table and queue
 * service and the tokens all go by it, and delayed messages and leases come due by themselves, whatever else the machine does. The app
 * itself has no test clock.
 */
export function travelTo(moment: Date | string): void {
  standsAtMs = new RealDate(moment).getTime();
  globalThis.Date = StandingDate as DateConstructor;
}

export function travelBack(): void {
  standsAtMs = undefined;
  globalThis.Date = RealDate;
}
