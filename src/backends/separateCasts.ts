import * as tf from '@tensorflow/tfjs';

type Engine = ReturnType<typeof tf.engine>;
type RunKernel = Engine['runKernel'];

const installedKey = Symbol.for('jest-model-regression.separateCasts');

/**
 * Makes a tensor that the `cpu` backend has cast before the engine started the tensor that it says it is.
 *
 * `oneHot(...).toFloat()` on the cpu backend makes no new numbers: the float32 tensor shares those of the int32 one. Moved
 * to another backend, they move as what they were first, and a float kernel reads the integer 1 as 1.4e-45. So before a
 * kernel runs, an input whose numbers are stored as another type gets numbers of its own. Bit for bit nothing changes for
 * all others.
 */
export function separateCasts(): void {
  const engine: Engine & { [installedKey]?: true } = tf.engine();
  if (engine[installedKey] === true) return;
  engine[installedKey] = true;
  const stock = engine.runKernel.bind(engine);
  const separated: RunKernel = (kernelName, inputs, attrs) => {
    if (engine.backendName !== 'cpu') Object.values(inputs).forEach(separate);
    return stock(kernelName, inputs, attrs);
  };
  engine.runKernel = separated;
}

/** Inputs that a kernel can do without, a bias say, are there but undefined. */
function separate(input: tf.Tensor | undefined | null): void {
  if (input == null) return;
  const stored = tf.engine().state.tensorInfo.get(input.dataId);
  if (stored === undefined || stored.dtype === input.dtype) return;
  const values = converted(tf.engine().readSync(input.dataId), input.dtype);
  if (values !== undefined) giveNumbers(input, tf.tensor(values, input.shape, input.dtype));
}

function converted(values: tf.BackendValues, dtype: tf.DataType): tf.TypedArray | undefined {
  const numbers = values as tf.TypedArray;
  if (dtype === 'float32') return Float32Array.from(numbers);
  if (dtype === 'int32') return Int32Array.from(numbers);
  return undefined;
}

/** As `Variable.assign` does it. The tensor stays in the scope that it is in: the present one would dispose it. */
function giveNumbers(tensor: tf.Tensor, source: tf.Tensor): void {
  const engine = tf.engine();
  const { scopeId } = tensor;
  engine.disposeTensor(tensor);
  tensor.dataId = source.dataId;
  engine.incRef(tensor, engine.backend);
  if (!(tensor instanceof tf.Variable)) engine.state.activeScope?.track.pop();
  tensor.scopeId = scopeId;
  source.dispose();
}
