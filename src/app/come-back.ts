import type { AzureLater } from "../edge/azure/index.ts";

/** Somebody else is at it: the message is put back, and that is no failed try. */
export class ComeBack extends Error {
  override readonly name = "ComeBack";
  readonly seconds: number;

  constructor(message: string, seconds: number) {
    super(message);
    this.seconds = seconds;
  }
}

/** As long as Azure asked for; where it did not say, longer with each hop, up to five minutes. */
export const secondsToWait = ({ retryAfterSeconds }: AzureLater, hops: number): number =>
  Math.max(1, Math.ceil(retryAfterSeconds ?? Math.min(15 * 2 ** hops, 300)));
