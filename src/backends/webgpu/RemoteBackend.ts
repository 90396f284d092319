import * as tf from '@tensorflow/tfjs';
import { Foreseen, numbersOf, type Inputs, type Outcome } from './Foreseen';
import type { Gpu, Numbered } from './Gpu';

type DataId = tf.TensorInfo['dataId'];
type Shape = tf.TensorInfo['shape'];

/** What is known here of data on the GPU. */
interface Held {
  readonly number: number;
  readonly dtype: tf.DataType;
  refCount: number;
}

type Given = Readonly<Record<string, tf.TensorInfo | undefined>> | readonly tf.TensorInfo[];

/**
 * A tfjs backend whose kernels run on a thread of their own. Everything reads synchronously as on the other engines, what tfjs' own WebGPU
 * backend cannot do in Node. References are counted on both sides: tfjs asks here whether data are gone.
 */
export class RemoteBackend extends tf.KernelBackend {
  private readonly data: tf.DataStorage<Held> = new tf.DataStorage(this, tf.engine());
  private readonly idOfNumber = new Map<number, DataId>();
  private readonly foreseen = new Foreseen();
  private given = 0;

  constructor(private readonly gpu: Gpu) {
    super();
  }

  /** Runs a kernel there. What it computes is there when it is read; errors of shapes and kinds throw at once. */
  run(kernel: string, given: Given, attrs: unknown): tf.TensorInfo | tf.TensorInfo[] {
    const inputs = this.numbered(given);
    const signature = this.foreseen.signatureOf(kernel, inputs, attrs);
    const outcome = this.foreseen.of(signature);
    if (outcome !== undefined) return this.withoutWaiting(outcome, { kernel, inputs, attrs });
    const out = this.gpu.ask('run', { kernel, inputs, attrs });
    this.foreseen.learn(signature, inputs, out);
    return isOne(out) ? this.held(out) : out.map((each) => this.held(each));
  }

  override write(values: tf.BackendValues, shape: Shape, dtype: tf.DataType): DataId {
    const id = {};
    this.move(id, values, shape, dtype, 1);
    return id;
  }

  override move(
    id: DataId,
    values: tf.BackendValues,
    shape: Shape,
    dtype: tf.DataType,
    refCount: number,
  ): void {
    const number = ++this.given;
    const value = dtype === 'float32' ? valueThroughout(values as Float32Array) : undefined;
    if (value === undefined) this.gpu.tell('write', { number, values, shape, dtype, refCount });
    else this.gpu.tell('fill', { number, value, shape, dtype, refCount });
    this.hold(id, { number, dtype, refCount });
  }

  override async read(id: DataId): Promise<tf.BackendValues> {
    return ofThisRealm(await this.gpu.askLater('read', { number: this.data.get(id).number }));
  }

  override readSync(id: DataId): tf.BackendValues {
    return ofThisRealm(this.gpu.ask('read', { number: this.data.get(id).number }));
  }

  override disposeData(id: DataId, force = false): boolean {
    if (!this.data.has(id)) return true;
    const held = this.data.get(id);
    held.refCount = force ? 0 : held.refCount - 1;
    const isGone = held.refCount <= 0;
    this.gpu.tell('dispose', { number: held.number, force, isGone });
    if (!isGone) return false;
    this.data.delete(id);
    this.idOfNumber.delete(held.number);
    return true;
  }

  override refCount(id: DataId): number {
    return this.data.has(id) ? this.data.get(id).refCount : 0;
  }

  override incRef(id: DataId): void {
    const held = this.data.get(id);
    held.refCount++;
    this.gpu.tell('incRef', { number: held.number });
  }

  override numDataIds(): number {
    return this.data.numDataIds();
  }

  override memory(): { unreliable: boolean } {
    return this.gpu.ask('memory', undefined) as { unreliable: boolean };
  }

  override floatPrecision(): 16 | 32 {
    return 32;
  }

  override timerAvailable(): boolean {
    return false;
  }

  override dispose(): void {
    void this.gpu.sendHome();
  }

  private withoutWaiting(
    outcome: Outcome,
    { inputs, ...asked }: { kernel: string; inputs: Inputs; attrs: unknown },
  ): tf.TensorInfo | tf.TensorInfo[] {
    const outs = outcome.outs.map(({ shape, dtype, input }) => ({
      number: input === undefined ? ++this.given : numbersOf(inputs)[input]!,
      shape: [...shape],
      dtype,
    }));
    if (outcome.kind === 'new') this.gpu.tell('runForeseen', { ...asked, inputs, outs });
    else for (const { number } of outs) this.gpu.tell('incRef', { number });
    const held = outs.map((each) => this.held(each));
    return outcome.isOne ? held[0]! : held;
  }

  private hold(id: DataId, held: Held): void {
    this.data.set(id, held);
    this.idOfNumber.set(held.number, id);
  }

  /** A kernel that only gives its input another shape answers with the data of the input: one more reference. */
  private held({ number, shape, dtype }: Numbered): tf.TensorInfo {
    const known = this.idOfNumber.get(number);
    if (known !== undefined) {
      this.data.get(known).refCount++;
      return { dataId: known, shape, dtype };
    }
    const dataId = {};
    this.hold(dataId, { number, dtype, refCount: 1 });
    return { dataId, shape, dtype };
  }

  private numbered(inputs: Given): Inputs {
    const one = (input: tf.TensorInfo | undefined): Numbered | undefined =>
      input && { number: this.data.get(input.dataId).number, shape: input.shape, dtype: input.dtype };
    if (Array.isArray(inputs)) return inputs.map(one);
    return Object.fromEntries(
      Object.entries(inputs).map(([name, input]) => [name, one(input as tf.TensorInfo)]),
    );
  }
}

const isOne = (out: Numbered | readonly Numbered[]): out is Numbered => !Array.isArray(out);

/** Fewer numbers are sent as they are. */
const worthFilling = 1024;

/** That of all numbers, to the bit; undefined where they differ. The gradient of a mean is multiplied by ones of the size of the activations. */
function valueThroughout(values: Float32Array): number | undefined {
  const [value = NaN] = values;
  if (values.length < worthFilling || !isKept(value)) return undefined;
  // Shifted by one number, the bytes are the same bytes.
  const { buffer, byteOffset, byteLength } = values;
  const size = byteLength - values.BYTES_PER_ELEMENT;
  const shifted = Buffer.from(buffer, byteOffset + values.BYTES_PER_ELEMENT, size);
  return shifted.equals(Buffer.from(buffer, byteOffset, size)) ? value : undefined;
}

/** A GPU may take a subnormal number for zero, and one NaN for another. */
const isKept = (value: number): boolean => value === 0 || Math.abs(value) >= 2 ** -126;

/** In Jest, what comes from another thread has the typed arrays of Node's own realm, which are no `Float32Array` to a test. */
function ofThisRealm(values: unknown): tf.BackendValues {
  // The bytes of strings.
  if (Array.isArray(values)) return values as Uint8Array[];
  const { buffer, constructor } = values as Float32Array;
  if (constructor.name === 'Int32Array') return new Int32Array(buffer);
  if (constructor.name === 'Uint8Array') return new Uint8Array(buffer);
  return new Float32Array(buffer);
}
