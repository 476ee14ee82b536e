import { Module } from "node:module";

/** A function as `@azure/functions` registers it with the host. */
export interface Registration {
  readonly name: string;
  readonly bindings: Readonly<Record<string, Binding>>;
  readonly retry?: { readonly maxRetryCount?: number };
  readonly callback: (...inputs: unknown[]) => unknown;
}

export interface Binding {
  readonly type: string;
  readonly direction?: string;
  readonly schedule?: string;
  readonly queueName?: string;
  readonly connection?: string;
  readonly route?: string;
  readonly methods?: readonly string[];
  readonly authLevel?: string;
  readonly runOnStartup?: boolean;
}

/** The part of `@azure/functions`' programming model that the host talks to. */
export interface ProgrammingModel {
  getInvocationModel(context: CoreContext): InvocationModel;
}

export interface CoreContext {
  readonly invocationId: string;
  readonly metadata: { readonly name: string; readonly bindings: Readonly<Record<string, Binding>> };
  readonly request: {
    readonly inputData: readonly { readonly name: string; readonly data: WireValue }[];
    readonly triggerMetadata?: Readonly<Record<string, WireValue>>;
  };
  readonly state: string | undefined;
  log(level: string, category: string, text: string): void;
}

export interface InvocationModel {
  getArguments(): Promise<{ readonly context: unknown; readonly inputs: unknown[] }>;
  invokeFunction(context: unknown, inputs: unknown[], callback: Registration["callback"]): Promise<unknown>;
  getResponse(context: unknown, result: unknown): Promise<{ readonly returnValue?: { readonly http?: WireAnswer } | null }>;
}

/** Values as the host sends them. */
export type WireValue =
  | { readonly string: string }
  | { readonly json: string }
  | { readonly int: number }
  | { readonly http: Readonly<Record<string, unknown>> };

export interface WireAnswer {
  readonly statusCode?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: { readonly bytes?: Uint8Array; readonly string?: string };
}

type Hook = (context: Readonly<Record<string, unknown>>) => unknown;

export interface Capture {
  readonly functions: readonly Registration[];
  readonly hooks: ReadonlyMap<string, readonly Hook[]>;
  readonly model: () => ProgrammingModel;
  close(): void;
}

/**
 * Stands in for the host's side of `@azure/functions`: whatever loads it afterwards registers here. One capture a process,
 * because the library remembers its host.
 */
export function captureFunctions(): Capture {
  const functions: Registration[] = [];
  const hooks = new Map<string, Hook[]>();
  let model: ProgrammingModel | undefined;
  let isOpen = true;
  const core = {
    version: "0.3.1",
    hostVersion: "4.1000.0.0",
    registerFunction(
      metadata: Omit<Registration, "callback"> & { readonly retryOptions?: Registration["retry"] },
      callback: Registration["callback"],
    ) {
      if (!isOpen) throw new Error(`${metadata.name}: functions can only be registered during app startup`);
      if (functions.some(({ name }) => name === metadata.name)) throw new Error(`a function named ${metadata.name} is already registered`);
      functions.push({ ...metadata, ...(metadata.retryOptions ? { retry: metadata.retryOptions } : {}), callback });
      return new Disposable();
    },
    registerHook(name: string, hook: Hook) {
      hooks.set(name, [...(hooks.get(name) ?? []), hook]);
      return new Disposable();
    },
    setProgrammingModel(given: ProgrammingModel) {
      model = given;
    },
    getProgrammingModel: () => model,
    log: () => {},
    Disposable,
  };
  const loader = Module as typeof Module & { _load: (request: string, ...rest: unknown[]) => unknown };
  const load = loader._load;
  loader._load = (request, ...rest) => (request === "@azure/functions-core" ? core : load(request, ...rest));
  return {
    functions,
    hooks,
    model() {
      if (!model) throw new Error("nothing that was loaded contains @azure/functions");
      return model;
    },
    close() {
      isOpen = false;
      loader._load = load;
    },
  };
}

class Disposable {
  dispose(): void {}
}
