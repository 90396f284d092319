import * as tf from '@tensorflow/tfjs';
import { heapPlace, heapTensor } from './heapTensor';
import { ownKernels } from './own/startOwnKernels';
import type { WasmBackend } from './wasmInternals';

/** dy where low <= x <= high, and `outside` times dy elsewhere. */
interface Gate {
  readonly low: number;
  readonly high: number;
  readonly outside: number;
}

/** The smallest float32 above 0: from here on is the same as greater than 0. */
const aboveZero = 2 ** -149;

interface GatedOperation {
  readonly kernelName: string;
  readonly gate: (attrs: tf.NamedAttrMap) => Gate;
  /** Whether the result tells as much as the input: then the input need not be kept for the backward pass. */
  readonly byResult?: true;
}

const operations: readonly GatedOperation[] = [
  { kernelName: 'Relu', gate: () => ({ low: aboveZero, high: Infinity, outside: 0 }), byResult: true },
  { kernelName: 'Relu6', gate: () => ({ low: aboveZero, high: 6, outside: 0 }) },
  {
    kernelName: 'LeakyRelu',
    gate: ({ alpha }) => ({ low: aboveZero, high: Infinity, outside: alpha as number }),
  },
  {
    kernelName: 'ClipByValue',
    gate: ({ clipValueMin, clipValueMax }) => ({
      low: clipValueMin as number,
      high: clipValueMax as number,
      outside: 0,
    }),
  },
];

/**
 * Computes the gradients of ReLU and its kin in one pass. tfjs makes masks of them, of which `where` and `logicalAnd` take ten times as long
 * as all the rest. The shipped gradients remain for other engines, and for gradients of gradients, which need operations that have some.
 */
export function installGatedGradients(depth: () => number): void {
  for (const operation of operations) {
    const stock = tf.getGradient(operation.kernelName);
    if (stock !== undefined) replaceGradient(stock, operation, depth);
  }
}

function replaceGradient(
  stock: tf.GradConfig,
  { kernelName, gate, byResult }: GatedOperation,
  depth: () => number,
): void {
  tf.unregisterGradient(kernelName);
  tf.registerGradient({
    ...stock,
    // A ReLU of its own result is the result: the shipped gradient may be given it as well.
    ...(byResult === true ? { inputsToSave: [], outputsToSave: [true] } : {}),
    gradFunc: (dy, saved, attrs) => {
      const [x] = saved;
      const ofOne = dy as tf.Tensor;
      if (depth() !== 1 || x === undefined || !canGate(x, ofOne)) return stock.gradFunc(dy, saved, attrs);
      return { x: () => gated(x, ofOne, gate(attrs)) };
    },
  });
}

const canGate = (x: tf.Tensor, dy: tf.Tensor): boolean =>
  tf.getBackend() === 'wasm' &&
  ownKernels(tf.backend()) !== undefined &&
  [x, dy].every(({ dtype, size }) => dtype === 'float32' && size === x.size);

function gated(x: tf.Tensor, dy: tf.Tensor, { low, high, outside }: Gate): tf.Tensor {
  const backend = tf.backend() as unknown as WasmBackend;
  const dx = heapTensor(backend, x.shape);
  const [xAt, dyAt, dxAt] = [x, dy, dx].map((tensor) => heapPlace(backend, tensor)) as [
    number,
    number,
    number,
  ];
  ownKernels(backend)?.gatedGradient(x.size, xAt, dyAt, dxAt, low, high, outside);
  return dx;
}
