import { OutputComparer } from '../compare/OutputComparer';
import { compareWithSideFile } from '../disk/compareWithSideFile';
import { parseSnapshot } from '../format/parseSnapshot';
import { SnapshotDamaged } from '../format/SnapshotDamaged';
import type { OutputDescription, OutputNumbers, Prediction, PredictionSnapshot } from '../PredictionSnapshot';
import type { Comparison, JudgedOutput } from './Outcome';
import { type AskedTolerance, toleranceFor } from './toleranceFor';

/** Holds a prediction against the stored text, and against the file beside it where the text names one. */
export function compareWithStored(
  text: string,
  sideFolder: string,
  prediction: Prediction,
  asked: AskedTolerance,
): Comparison {
  try {
    return compared(parseSnapshot(text), sideFolder, prediction, asked);
  } catch (error) {
    if (error instanceof SnapshotDamaged) return { kind: 'unreadable', why: error.why };
    throw error;
  }
}

function compared(
  stored: PredictionSnapshot,
  sideFolder: string,
  prediction: Prediction,
  asked: AskedTolerance,
): Comparison {
  const predicted = inOrderOf(stored.outputs, prediction.outputs);
  if (predicted === undefined)
    return { kind: 'other outputs', stored: stored.outputs, predicted: prediction.outputs };
  const judgings = predicted.map((output) =>
    toleranceFor(output, stored.environment, prediction.environment, asked),
  );
  const comparers = predicted.map((output, i) => new OutputComparer(output, judgings[i]!.tolerance));
  if (stored.kind === 'large') compareWithSideFile(sideFolder, stored, comparers);
  else stored.outputs.forEach(({ values }, i) => comparers[i]!.add(0, values));
  const outputs = comparers.map((comparer, i): JudgedOutput => {
    const comparison = comparer.result();
    const { differingNumbers, flips } = comparison;
    const judging = judgings[i]!;
    const holds = differingNumbers === 0 && (flips === 0 || !judging.decisionsHold);
    return { ...judging, comparison, holds };
  });
  return {
    kind: outputs.every(({ holds }) => holds) ? 'matching' : 'different',
    outputs,
    stored: stored.environment,
    now: prediction.environment,
    sameInputs: stored.inputs === prediction.inputs,
  };
}

/**
 * The outputs of the prediction in the order of the stored ones: by name, or one by one where the names are others (tfjs numbers
 * layers without a name by how many there were before). None where they are not the same in number, type or shape.
 */
function inOrderOf(
  stored: readonly OutputDescription[],
  predicted: readonly OutputNumbers[],
): readonly OutputNumbers[] | undefined {
  const byName = stored.map(({ name }) => predicted.find((output) => output.name === name));
  const ordered = byName.every((output) => output !== undefined) ? byName : predicted;
  const same = (a: OutputDescription, b: OutputDescription): boolean =>
    a.dtype === b.dtype && a.shape.join() === b.shape.join();
  const fit = stored.length === predicted.length && stored.every((output, i) => same(output, ordered[i]!));
  return fit ? ordered : undefined;
}
