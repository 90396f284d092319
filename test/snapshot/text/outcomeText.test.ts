import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { marginText } from '../../../src/snapshot/text/marginText';
import { outcomeText } from '../../../src/snapshot/text/outcomeText';
import type { AskedTolerance } from '../../../src/snapshot/judge/toleranceFor';
import type { OutputNumbers, Prediction } from '../../../src/snapshot/PredictionSnapshot';
import { SnapshotFolder } from '../JestRun';
import { predictionOf } from '../predictions';

let snapshots: SnapshotFolder;

beforeEach(() => {
  snapshots = new SnapshotFolder();
});

afterEach(() => {
  snapshots.remove();
});

const place = { key: 'a 1', snapFile: '/project/__snapshots__/iris.test.js.snap' };

/** The message, less its first two lines, of a prediction that is held against another. */
function told(stored: Prediction, now: Prediction, asked: AskedTolerance = {}): string {
  snapshots.run('new', { a: stored }, asked);
  const [outcome] = snapshots.run('none', { a: now }, asked).outcomes;
  return outcomeText(outcome!, place).replace('Snapshot name: `a 1`\n\n', '');
}

const whatToDo = `If the change is wanted: run the same test again with -u (npx jest <test file> -u), and commit the snapshot.
If it is not: look at what changed in the model, its weights or the preparation of its inputs.`;

const inEnvironment = (prediction: Prediction, more: Partial<Prediction['environment']>): Prediction => ({
  ...prediction,
  environment: { ...prediction.environment, ...more },
});

const argmax: Partial<OutputNumbers> = {
  decision: 'argmax',
  classes: ['cat', 'dog'],
  labels: Int32Array.of(0, 1),
};

test('a change of class names the classes, the margin that was there, and what would have passed', () => {
  const message = told(
    predictionOf(
      [
        [0.75, 0.25],
        [0.5, 0.5],
      ],
      argmax,
    ),
    predictionOf(
      [
        [0.25, 0.75],
        [0.5, 0.5],
      ],
      argmax,
    ),
  );
  expect(message).toBe(`The predictions are not those of the snapshot.

output y, float32 [2, 2]: 1 row of 2 differ, 2 numbers of 4; allowed: 1e-5 + 1e-5 * |stored| (fixed weights, same engine)
  worst: row 0, dog: stored 0.25, predicted 0.75, off by 0.5, allowed 1.25e-5
  flips: 1 of 2 decisions changed
    row 0: cat -> dog (margin was 0.5)
  distributions: total variation per row 0.25 on average, 0.5 at most (row 0)
  accuracy on the labels: 0.500 stored, 0.000 predicted
  would have passed: atol: 0.5 (rtol 1e-5), or rtol: 2 (atol 1e-5)

${whatToDo}`);
});

test('a number without a decision, on another engine and from other inputs', () => {
  const stored = predictionOf([[1000], [-2]]);
  const now = {
    ...inEnvironment(predictionOf([[1000], [-2.5]]), { engine: 'native', project: 'irises@1.3.0' }),
    inputs: 'abd',
  };
  expect(told(stored, now)).toBe(`The predictions are not those of the snapshot.

output y, float32 [2, 1]: 1 row of 2 differ, 1 number of 2; allowed: 1e-4 + 1e-4 * |stored| (fixed weights, other engine)
  worst: row 1, column 0: stored -2, predicted -2.5, off by 0.5, allowed 3e-4
  would have passed: atol: 0.5 (rtol 1e-4), or rtol: 0.25 (atol 1e-4)

The inputs are other ones than those of the snapshot.
Since the snapshot: engine wasm -> native, project irises@1.2.0 -> irises@1.3.0.
${whatToDo}`);
});

test('weights that the test has trained: decisions must hold, and a saved model is recommended', () => {
  const trained = (rows: readonly (readonly number[])[]): Prediction =>
    inEnvironment(predictionOf(rows, { decision: 'threshold' }), { weights: 'trained', seed: 3 });
  expect(told(trained([[0.52], [0.1]]), trained([[0.49], [0.1]])))
    .toBe(`The predictions are not those of the snapshot.

output y, float32 [2, 1]: all 2 numbers are within 0.05 + 0 * |stored| (weights trained in the test)
  worst: row 0, column 0: stored 0.52, predicted 0.49, off by 0.03, allowed 0.05
  flips: 1 of 2 decisions changed, none may
    row 0: yes -> no at 0.5 (was 0.02 from it)

The weights were trained in the test, and training ends elsewhere on every engine: a saved model makes a sharper test
  (await saveModel(trained, 'models/mine') once, then expect('models/mine').toMatchPredictionSnapshot(inputs)).
${whatToDo}`);
});

test('NaN on one side alone passes at no tolerance', () => {
  expect(told(predictionOf([[1, 2]]), predictionOf([[1, NaN]]), { atol: 5 })).toContain(
    '\n  no tolerance would have passed: a number is NaN or Infinity on one side alone\n',
  );
});

test('positions of a sequence are named', () => {
  const sequence = (values: readonly number[]): Prediction =>
    predictionOf([values], { shape: [1, 2, 2], decision: 'argmax', classes: ['B', 'I'] });
  const message = told(sequence([1, 0, 0.9, 0.1]), sequence([1, 0, 0.1, 0.9]));
  expect(message).toContain(
    '  worst: row 0, position 1, I: stored 0.1, predicted 0.9, off by 0.8, allowed 1.1e-5\n',
  );
  expect(message).toContain('    row 0, position 1: B -> I (margin was 0.8)\n');
});

test('other outputs, a snapshot that cannot be read, and one that is not there', () => {
  expect(told(predictionOf([[1, 2]]), predictionOf([[1, 2, 3]], { name: '' })))
    .toBe(`The model has other outputs than the snapshot.

  stored:
    output y, float32 [1, 2]
  predicted:
    output (without a name), float32 [1, 3]

${whatToDo}`);
  expect(outcomeText({ kind: 'unreadable', why: 'its file x.safetensors is missing' }, place))
    .toBe(`Snapshot name: \`a 1\`

The snapshot cannot be read: its file x.safetensors is missing.
  In: /project/__snapshots__/iris.test.js.snap

Nothing was compared and nothing was overwritten. Restore it (git checkout -- the snapshot folder),
or run the test again with -u to keep what the model predicts now.`);
  expect(outcomeText({ kind: 'missing', predicted: predictionOf([[1, 2]]).outputs }, place))
    .toBe(`Snapshot name: \`a 1\`

There is no snapshot of this name, and none is written under --ci.

  predicted: output y, float32 [1, 2]

Run the test once without --ci, look at the snapshot that it writes, and commit it.`);
});

test('a pass that uses less than a tenth of its tolerance says what would have done; one that uses more, or nothing, does not', () => {
  const margin = (now: number): string | undefined => {
    snapshots.run('new', { a: predictionOf([[1]]) });
    const [outcome] = snapshots.run('none', { a: predictionOf([[now]]) }, { atol: 0.5, rtol: 0 }).outcomes;
    return outcome?.kind === 'matching' ? marginText(outcome.outputs, 'a 1') : 'no match';
  };
  expect([1.015625, 1.25, 1].map(margin)).toEqual([
    '`a 1` used 3.13 % of its tolerance: { atol: 0.0157, rtol: 0 } would have done',
    undefined,
    undefined,
  ]);
});
