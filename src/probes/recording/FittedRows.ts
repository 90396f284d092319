import * as tf from '@tensorflow/tfjs';
import type { LayersModel, Tensor } from '@tensorflow/tfjs';
import { inPlace } from '../../backends/inPlace';

/** What was in the batches of an epoch: sums of prints of rows, so that their order does not count. */
interface Epoch {
  rows: number;
  inputs: number;
  targets: number;
  /** Of the inputs of each batch. */
  readonly batches: number[];
}

const empty = (): Epoch => ({ rows: 0, inputs: 0, targets: 0, batches: [] });

/**
 * Tells whether a fit trained on the same rows in every epoch. A print takes a few operations a number, next to nothing beside
 * the training on it.
 */
export class FittedRows {
  private epoch = empty();
  private readonly epochs: Epoch[] = [];

  constructor(private readonly model: LayersModel) {}

  startEpoch(): void {
    this.epoch = empty();
    this.epochs.push(this.epoch);
    // What is compared is the first, and the last two.
    if (this.epochs.length > 3) this.epochs.splice(1, 1);
  }

  readonly see = (tensors: readonly Tensor[]): void => {
    const inputs = this.model.inputs.length;
    const outputs = this.model.outputs.length;
    const rows = tensors[0]!.shape[0];
    const print = printOf(tensors.slice(0, inputs), rows);
    this.epoch.rows += rows;
    this.epoch.batches.push(print);
    this.epoch.inputs = (this.epoch.inputs + print) >>> 0;
    this.epoch.targets = (this.epoch.targets + printOf(tensors.slice(inputs, inputs + outputs), rows)) >>> 0;
  };

  /** Of the inputs of the batch before; undefined where it was not seen. */
  get lastPrint(): number | undefined {
    return this.epoch.batches.at(-1);
  }

  /** Whether batches held the same inputs in every epoch that is compared; undefined where nobody can tell, as of one epoch or one batch. */
  get inSameBatches(): boolean | undefined {
    const [first, ...others] = this.epochs;
    if (first === undefined || first.batches.length < 2 || others.length === 0) return undefined;
    return others.every(({ batches }) => batches.every((print, at) => print === first.batches[at]));
  }

  /** Undefined where nothing was seen, or one epoch only. */
  get changes(): { readonly inputs: boolean; readonly targets: boolean } | undefined {
    const [first, ...others] = this.epochs;
    if (first === undefined || first.rows === 0 || others.length === 0) return undefined;
    return {
      inputs: others.some(({ inputs }) => inputs !== first.inputs),
      targets: others.some(({ targets }) => targets !== first.targets),
    };
  }
}

/** Numbers of a row that its print is made of at most, evenly spaced: augmentation changes most of them. */
const looked = 256;

/** The sum over rows of a 32-bit print of each (FNV-1a over its float32 numbers), the same on every engine. */
function printOf(side: readonly Tensor[], rows: number): number {
  const columns = side.map((tensor) => bitsOf(tensor, rows));
  let sum = 0;
  for (let row = 0; row < rows; row++) {
    let print = 0x811c9dc5;
    for (const { bits, size, step } of columns)
      for (let i = row * size; i < (row + 1) * size; i += step)
        print = Math.imul(print ^ bits[i]!, 0x01000193);
    sum = (sum + print) >>> 0;
  }
  return sum;
}

/** Numbers of rows that lie `size` apart, of which every so many are looked at. */
interface Bits {
  readonly bits: Uint32Array;
  readonly size: number;
  readonly step: number;
}

function bitsOf(tensor: Tensor, rows: number): Bits {
  const size = tensor.size / rows;
  const step = Math.ceil(size / looked);
  const held = inPlace(tensor);
  if (held !== undefined) return { bits: bits(held), size, step };
  // From memory that is far away, as that of a GPU is, only what is looked at is fetched.
  const values = tf.tidy(() => {
    // Before it is thinned: on WASM, what tfjs takes of integers claims to be floats.
    const all = tf.reshape(tf.cast(tensor, 'float32'), [rows, size]);
    return (step === 1 ? all : tf.stridedSlice(all, [0, 0], [rows, size], [1, step])).dataSync();
  });
  const floats = values instanceof Float32Array ? values : Float32Array.from(values);
  return { bits: bits(floats), size: Math.ceil(size / step), step: 1 };
}

const bits = ({ buffer, byteOffset, length }: Float32Array): Uint32Array =>
  new Uint32Array(buffer, byteOffset, length);
