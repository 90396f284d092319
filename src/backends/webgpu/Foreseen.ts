import type { Numbered } from './Gpu';

export type Inputs = Readonly<Record<string, Numbered | undefined>> | readonly (Numbered | undefined)[];

interface Described {
  readonly shape: readonly number[];
  readonly dtype: Numbered['dtype'];
  /** Which input's data it is, in their order; undefined where it has data of its own. */
  readonly input: number | undefined;
}

/** What a kernel gives, as it is known before it has run. */
export interface Outcome {
  /** `inputs`: it computes nothing, and gives the data of inputs once more. */
  readonly kind: 'new' | 'inputs';
  readonly isOne: boolean;
  readonly outs: readonly Described[];
}

/** Their outputs have shapes that hang on values. */
const dependsOnValues = /^(NonMaxSuppression|Sparse|Ragged|String|Where$|Unique)/;

/** More are forgotten, all at once: attributes that differ in every call (a seed) are worth no memory. */
const most = 10_000;

/**
 * What kernels gave, by all that the shapes and types of their outputs follow from. Who asks the second time need not wait for the answer.
 */
export class Foreseen {
  private readonly outcomes = new Map<string, Outcome>();

  /** Undefined where only the kernel itself can tell. */
  signatureOf(kernel: string, inputs: Inputs, attrs: unknown): string | undefined {
    const given = Object.entries<Numbered | undefined>(inputs);
    if (dependsOnValues.test(kernel) || given.some(([, input]) => isOdd(input))) return undefined;
    const described = given.map(([name, input]) => `${name} ${input?.dtype} ${input?.shape.join()}`);
    return [kernel, ...described, JSON.stringify(attrs)].join('\n');
  }

  of(signature: string | undefined): Outcome | undefined {
    return signature === undefined ? undefined : this.outcomes.get(signature);
  }

  learn(signature: string | undefined, inputs: Inputs, out: Numbered | readonly Numbered[]): void {
    const outcome = signature === undefined ? undefined : outcomeOf(inputs, out);
    if (outcome === undefined) return;
    if (this.outcomes.size >= most) this.outcomes.clear();
    this.outcomes.set(signature!, outcome);
  }
}

/** Complex numbers are two tensors behind one, which kernels give apart. */
const isOdd = (input: Pick<Numbered, 'dtype'> | undefined): boolean =>
  input?.dtype === 'complex64' || input?.dtype === 'string';

export const numbersOf = (inputs: Inputs): readonly (number | undefined)[] =>
  Object.values<Numbered | undefined>(inputs).map((input) => input?.number);

function outcomeOf(inputs: Inputs, out: Numbered | readonly Numbered[]): Outcome | undefined {
  const numbers = numbersOf(inputs);
  const outs = [out].flat().map(({ number, shape, dtype }) => {
    const input = numbers.indexOf(number);
    return { shape, dtype, input: input < 0 ? undefined : input };
  });
  const isOne = !Array.isArray(out);
  if (outs.some(isOdd)) return undefined;
  if (outs.every(({ input }) => input === undefined)) return { kind: 'new', isOne, outs };
  return outs.every(({ input }) => input !== undefined) ? { kind: 'inputs', isOne, outs } : undefined;
}
