/** The adapter as it calls itself. Any of the names may be empty. */
export interface Adapter {
  readonly vendor: string;
  readonly architecture: string;
  readonly device: string;
  readonly description: string;
  /** Whether it computes on the CPU. */
  readonly isFallback: boolean;
}

export interface Started {
  /** Undefined where there is none. */
  readonly adapter?: Adapter;
  /** Of tfjs-core, as the thread has it. */
  readonly version?: string;
  readonly kernels?: readonly string[];
}

/** A tensor there, by the number of its data. */
export interface Numbered {
  readonly number: number;
  readonly shape: number[];
  readonly dtype: 'float32' | 'int32' | 'bool' | 'complex64' | 'string';
}

/** What can be asked of the engine, and what it answers. */
export interface Deeds {
  start: { given: undefined; value: Started };
  write: { given: Numbered & { readonly values: unknown; readonly refCount: number }; value: undefined };
  /** Data of one value throughout: they need not travel. */
  fill: { given: Numbered & { readonly value: number; readonly refCount: number }; value: undefined };
  incRef: { given: { readonly number: number }; value: undefined };
  dispose: {
    given: {
      readonly number: number;
      readonly force: boolean;
      /** Whether nobody here knows the number any more. */
      readonly isGone: boolean;
    };
    value: undefined;
  };
  run: {
    given: { readonly kernel: string; readonly inputs: object; readonly attrs: unknown };
    value: Numbered | readonly Numbered[];
  };
  /** A kernel whose outputs are known before it has run, but for their values. */
  runForeseen: {
    given: {
      readonly kernel: string;
      readonly inputs: object;
      readonly attrs: unknown;
      readonly outs: readonly Numbered[];
    };
    value: undefined;
  };
  read: { given: { readonly number: number }; value: unknown };
  memory: { given: undefined; value: object };
  /** Disposes of all data. */
  clear: { given: undefined; value: undefined };
  /** Gives the device back, and its memory. */
  letGo: { given: undefined; value: undefined };
}

/** A WebGPU engine that runs elsewhere. */
export interface Gpu {
  /** Sleeps until the answer is there. */
  ask<D extends keyof Deeds>(deed: D, given: Deeds[D]['given']): Deeds[D]['value'];
  /** Keeps the process alive until the answer is there. */
  askLater<D extends keyof Deeds>(deed: D, given: Deeds[D]['given']): Promise<Deeds[D]['value']>;
  /** Done before anything that is asked or told from now on; what fails in it is the answer to the next question. */
  tell<D extends keyof Deeds>(deed: D, given: Deeds[D]['given']): void;
  /** Nothing more is asked. */
  sendHome(): Promise<void>;
}

/** The main files of the packages that the engine is made of. */
export interface GpuPackages {
  readonly webgpuPath: string;
  readonly backendPath: string;
}
