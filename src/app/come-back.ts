/** Somebody else is at it: the message is put back, and that is no failed try. */
export class ComeBack extends Error {
  override readonly name = "ComeBack";
  readonly seconds: number;

  constructor(message: string, seconds: number) {
    super(message);
    this.seconds = seconds;
  }
}
