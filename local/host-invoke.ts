import { randomUUID } from "node:crypto";
import type { Capture, Registration, WireAnswer, WireValue } from "./functions-core.ts";

export interface Failure {
  readonly name: string;
  readonly error: unknown;
}

/** Runs one function once. @throws what the function throws */
export type Invoke = (
  entry: Registration,
  value: WireValue,
  triggerMetadata?: Readonly<Record<string, WireValue>>,
) => Promise<WireAnswer | undefined>;

/** One line of a function's log. */
export type LogLine = (level: string, functionName: string, text: string) => void;

/** Hands functions their input, and takes their answer, as the host's own wire values. What fails is put down in `failures` too. */
export function invoker({ model }: Capture, failures: Failure[], log: LogLine): Invoke {
  return async (entry, value, triggerMetadata) => {
    const { name, bindings, callback } = entry;
    const invocation = model().getInvocationModel({
      invocationId: randomUUID(),
      metadata: { name, bindings },
      request: { inputData: [{ name: triggerOf(entry), data: value }], ...(triggerMetadata ? { triggerMetadata } : {}) },
      state: undefined,
      log: (level, _category, text) => log(level, name, text),
    });
    const { context, inputs } = await invocation.getArguments();
    try {
      const result = await invocation.invokeFunction(context, inputs, callback);
      return (await invocation.getResponse(context, result)).returnValue?.http;
    } catch (error) {
      failures.push({ name, error });
      throw error;
    }
  };
}

const triggerOf = ({ bindings }: Registration): string =>
  Object.entries(bindings).find(([, { direction, type }]) => direction === "in" && type.toLowerCase().endsWith("trigger"))?.[0] ?? "";
