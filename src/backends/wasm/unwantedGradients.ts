import * as tf from '@tensorflow/tfjs';
import { zeroHeapTensor } from './heapTensor';
import type { WasmBackend } from './wasmInternals';

/** What tfjs' engine notes of an operation, for the backward pass. Those with a gradient of their own have their arguments by number. */
interface TapeNode {
  readonly kernelName: string;
  readonly inputs: Readonly<Record<string, tf.Tensor>>;
  readonly outputs: readonly tf.Tensor[];
  gradient?: (dys: tf.Tensor[]) => unknown;
}

/** The gradient of its first argument is the first that each of these computes, always, and before anybody has asked for it. */
const eager = { fusedConv2d__op: 'convolution', fusedMatMul__op: 'product' } as const;

type Kind = (typeof eager)[keyof typeof eager];

interface Skipped {
  /** What the gradient that is being computed begins with, and nobody wants. */
  next?: { readonly kind: Kind; readonly shape: readonly number[] } | undefined;
}

const key = Symbol.for('tfjs-wasm-training.unwanted');

const skipped = (): Skipped => {
  const engine: object & { [key]?: Skipped } = tf.engine();
  return (engine[key] ??= {});
};

/**
 * Lets a fused convolution or dense layer leave out the gradient of its input where that is not a function of `xs`: that of the images in the first layer, a third
 * of what that layer costs. tfjs computes it, and drops it by the same rule. To be called between the forward and the backward pass.
 */
export function skipUnwantedGradients(tape: readonly object[], xs: readonly tf.Tensor[]): void {
  const wanted = new Set(xs.map(({ id }) => id));
  for (const node of tape as readonly TapeNode[]) {
    if (Object.values(node.inputs).some(({ id }) => wanted.has(id)))
      for (const { id } of node.outputs) wanted.add(id);
    const kind = (eager as Readonly<Record<string, Kind | undefined>>)[node.kernelName];
    const input = node.inputs['0'];
    if (kind !== undefined && input !== undefined && !wanted.has(input.id))
      skipFirstGradient(node, { kind, shape: input.shape });
  }
}

function skipFirstGradient(node: TapeNode, first: NonNullable<Skipped['next']>): void {
  const { gradient } = node;
  if (gradient === undefined) return;
  node.gradient = (dys) => {
    const state = skipped();
    state.next = first;
    try {
      return gradient(dys);
    } finally {
      state.next = undefined;
    }
  };
}

/** Zeros in its place, if the gradient of an input is asked for that nobody wants; undefined if it is to be computed. */
export function inPlaceOfUnwanted(kind: Kind, backend: WasmBackend): tf.Tensor | undefined {
  const state = skipped();
  if (state.next?.kind !== kind) return undefined;
  const { shape } = state.next;
  state.next = undefined;
  return zeroHeapTensor(backend, shape);
}
