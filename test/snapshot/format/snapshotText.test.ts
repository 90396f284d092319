import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { isPredictionSnapshot, parseSnapshot } from '../../../src/snapshot/format/parseSnapshot';
import { renderLarge, renderSmall } from '../../../src/snapshot/format/renderSnapshot';
import { SnapshotDamaged } from '../../../src/snapshot/format/SnapshotDamaged';
import { anyPrediction, predictionOf } from '../predictions';

const irises = predictionOf(
  [
    [0.9991234, 0.00081, 6.2e-5],
    [0.0002, 0.52, 0.4798],
    [-0, Infinity, NaN],
  ],
  {
    name: 'species',
    decision: 'argmax',
    classes: ['setosa', 'versicolor', 'a name of more than a column'],
    labels: Int32Array.of(0, 1, 2),
  },
);

test('a small snapshot is a table that a person can read', () => {
  expect(renderSmall(irises)).toBe(
    `Prediction snapshot, version 1
inputs: "abc"
environment: {"engine":"wasm","device":"a CPU (2 cores)","tfjs":"4.22.0","backend":"4.22.0","node":"20.20.2","project":"irises@1.2.0","weights":"fixed"}

output: {"name":"species","dtype":"float32","shape":[3,3],"decision":"argmax","classes":["setosa","versicolor","a name of more than a column"],"labelled":true}
   row           setosa       versicolor  a name of more\u2026  label
     0        0.9991234          0.00081         0.000062      0
     1           0.0002             0.52           0.4798      1
     2               -0         Infinity              NaN      2

digest: "${/digest: "(.*)"/.exec(renderSmall(irises))![1]!}"`,
  );
});

test('a large one holds what a reviewer can take in, and names its file', () => {
  const file = { name: 'irises-1.safetensors', byteLength: 400, sha256: 'f00' };
  const text = renderLarge(irises, file);
  expect(text.split('\n').slice(5, -1).join('\n')).toBe(
    `column            class          minimum          maximum             mean
     0           setosa               -0        0.9991234         0.333108
     1       versicolor          0.00081             0.52         0.260405   not finite: 1
     2  a name of more\u2026         0.000062           0.4798         0.239931   not finite: 1

file: {"name":"irises-1.safetensors","byteLength":400,"sha256":"f00"}`,
  );
  expect(parseSnapshot(text)).toEqual({
    kind: 'large',
    inputs: irises.inputs,
    environment: irises.environment,
    outputs: [
      {
        name: 'species',
        dtype: 'float32',
        shape: [3, 3],
        decision: 'argmax',
        classes: irises.outputs[0]!.classes,
        labelled: true,
      },
    ],
    file,
  });
});

describe('what is read is what was written', () => {
  test('bit for bit, NaN, Infinity and -0 too', () => {
    fc.assert(
      fc.property(anyPrediction, (prediction) => {
        expect(parseSnapshot(renderSmall(prediction))).toEqual({ kind: 'small', ...prediction });
      }),
      { numRuns: 500 },
    );
  });

  test('of columns behind the hundredth there is one line for all', () => {
    const wide = predictionOf([
      Array.from({ length: 784 }, (_, i) => i),
      Array.from({ length: 784 }, () => 0),
    ]);
    const lines = renderLarge(wide, { name: 'x', byteLength: 1, sha256: 'y' }).split('\n');
    expect(lines.filter((line) => line.includes('100-783'))).toEqual([
      '100-783                0              783           220.75',
    ]);
    expect(lines.length).toBe(6 + 101 + 3);
  });
});

describe('a text that was changed is refused', () => {
  test('whatever byte it was', () => {
    const text = renderSmall(irises);
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: text.length - 1 }),
        fc.integer({ min: 1, max: 127 }),
        (at, change) => {
          const changed =
            text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ change) + text.slice(at + 1);
          expect(() => parseSnapshot(changed)).toThrow(SnapshotDamaged);
        },
      ),
      { numRuns: 2000 },
    );
  });

  test('wherever it was cut off', () => {
    const text = renderSmall(irises);
    for (let length = 0; length < text.length; length++) {
      expect(() => parseSnapshot(text.slice(0, length))).toThrow(SnapshotDamaged);
    }
  });

  test('and says why', () => {
    const why = (text: string): string => {
      try {
        parseSnapshot(text);
      } catch (error) {
        return (error as SnapshotDamaged).why;
      }
      return 'it was read';
    };
    const text = renderSmall(irises);
    expect(why(text.replace('0.52', '0.53'))).toBe(
      'its digest does not fit its text, so it was edited by hand or damaged',
    );
    expect(why(text.replace('version 1', 'version 2'))).toBe(
      'it says "Prediction snapshot, version 2", and this version of jest-model-regression reads version 1',
    );
    expect(why('"a string"')).toBe('it is another kind of snapshot');
    expect(isPredictionSnapshot(text.replace('version 1', 'version 2'))).toBe(true);
  });
});
