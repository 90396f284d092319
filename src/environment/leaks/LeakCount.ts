import { forgottenIn } from '../disposeForgottenOf';

/** What a test file leaves in TensorFlow.js. */
export interface Left {
  readonly tensors: number;
  /** Among the tensors. */
  readonly variables: number;
  readonly bytes: number;
  /** Tests after which there were more tensors than before, in their order, and by how many. */
  readonly byTest: readonly (readonly [test: string, tensors: number])[];
}

/** The part of tfjs' engine that is read, of whichever copy the file has: it stands in the file's globals. */
interface EngineState {
  readonly numTensors: number;
  readonly numBytes: number;
  readonly registeredVariables: object;
}

const stateIn = (globals: object): EngineState | undefined =>
  (globals as { readonly _tfengine?: { readonly state?: EngineState } })._tfengine?.state;

/** Counts from test to test what a file leaves. A file that never loads TensorFlow.js leaves nothing. */
export class LeakCount {
  private readonly byTest: (readonly [string, number])[] = [];
  private before = { tensors: 0, forgotten: 0 };

  constructor(private readonly globals: object) {}

  testStarts(): void {
    this.before = this.now();
  }

  testEnds(name: string): void {
    const { tensors, forgotten } = this.now();
    // What we have made is freed without a word, and how much of the difference that is cannot be told.
    if (tensors > this.before.tensors && forgotten === this.before.forgotten)
      this.byTest.push([name, tensors - this.before.tensors]);
  }

  left(): Left {
    const state = stateIn(this.globals);
    return {
      tensors: this.tensors(),
      variables: Object.keys(state?.registeredVariables ?? {}).length,
      bytes: state?.numBytes ?? 0,
      byTest: this.byTest,
    };
  }

  private now(): { readonly tensors: number; readonly forgotten: number } {
    return { tensors: this.tensors(), forgotten: forgottenIn(this.globals) };
  }

  private tensors(): number {
    return stateIn(this.globals)?.numTensors ?? 0;
  }
}
