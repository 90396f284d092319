import * as fc from 'fast-check';
import type { Numbers, NumberType } from '../../src/snapshot/Numbers';
import type { OutputNumbers, Prediction } from '../../src/snapshot/PredictionSnapshot';

export const environment: Prediction['environment'] = {
  engine: 'wasm',
  device: 'a CPU (2 cores)',
  tfjs: '4.22.0',
  backend: '4.22.0',
  node: '20.20.2',
  project: 'irises@1.2.0',
  weights: 'fixed',
};

/** A prediction of one float32 output named `y`, of rows of numbers. */
export function predictionOf(
  rows: readonly (readonly number[])[],
  more: Partial<OutputNumbers> = {},
): Prediction {
  const values = Float32Array.from(rows.flat());
  const shape = [rows.length, rows[0]!.length];
  const output = { name: 'y', dtype: 'float32', shape, decision: 'none', values, ...more } as const;
  return { inputs: 'abc', environment, outputs: [output] };
}

const float32 = fc.oneof(
  fc.float({ noDefaultInfinity: false }),
  fc.constantFrom(-0, NaN, Infinity, -Infinity, 1.4e-45, 3.4028234663852886e38),
);

const numbersOf: Readonly<Record<NumberType, (length: number) => fc.Arbitrary<Numbers>>> = {
  float32: (length) =>
    fc.array(float32, { minLength: length, maxLength: length }).map((values) => Float32Array.from(values)),
  int32: (length) => fc.int32Array({ minLength: length, maxLength: length }),
  bool: (length) => fc.uint8Array({ min: 0, max: 1, minLength: length, maxLength: length }),
};

const names = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('`', '${x}', '\\', 'a\r\nb', 'label', 'digest: "x"'),
);

/** Any output that a snapshot may hold. */
export const anyOutput: fc.Arbitrary<OutputNumbers> = fc
  .record({
    name: names,
    dtype: fc.constantFrom<NumberType>('float32', 'int32', 'bool'),
    shape: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 3 }),
    decision: fc.constantFrom('argmax', 'threshold', 'none'),
    labelled: fc.boolean(),
    classes: fc.option(fc.infiniteStream(names), { nil: undefined }),
  })
  .chain(({ labelled, classes, ...output }) => {
    const { shape } = output;
    const width = shape.length < 2 ? 1 : shape.at(-1)!;
    return fc
      .record({
        values: numbersOf[output.dtype](shape.reduce((product, size) => product * size, 1)),
        labels: fc.array(fc.integer({ min: 0, max: 9 }), { minLength: shape[0]!, maxLength: shape[0]! }),
      })
      .map(({ values, labels }) => ({
        ...output,
        values,
        ...(labelled ? { labels: Int32Array.from(labels) } : {}),
        ...(classes === undefined ? {} : { classes: [...classes.take(width)] }),
      }));
  });

export const anyPrediction: fc.Arbitrary<Prediction> = fc.record({
  inputs: fc.string(),
  environment: fc.constant(environment),
  outputs: fc.array(anyOutput, { minLength: 1, maxLength: 3 }),
});
