import { inputError } from '../input/inputError';
import type { OutputNumbers, Prediction } from '../snapshot/PredictionSnapshot';
import { checkImageOptions } from './picture/PredictionImageOptions';
import { pictureOf } from './picture/pictureOf';
import { settlePicture } from './picture/settlePicture';
import { predictionFor } from './prediction/predictionFor';
import { snapshotMatcher } from './snapshotMatcher';
import { pictureText } from './text/pictureText';

const name = 'toMatchPredictionImageSnapshot';

/**
 * Passes when the picture of what the model predicts for these inputs is the one that was kept: a heat map, a confusion matrix, or the
 * model's own pictures. Compared by jest-image-snapshot.
 *
 * @example await expect('models/iris').toMatchPredictionImageSnapshot(inputs, { kind: 'confusionMatrix', labels });
 */
export const toMatchPredictionImageSnapshot = snapshotMatcher(
  name,
  (options) => checkImageOptions(options, name),
  async (asked, slot) => {
    const { kind, output, failureThreshold, failureThresholdType, customDiffConfig, ...predicting } =
      checkImageOptions(asked.options, name);

    const prediction = await predictionFor(asked, predicting, name);
    const picture = pictureOf(chosenOutput(prediction, output), kind, name);

    const tolerance = { failureThreshold, failureThresholdType, customDiffConfig };
    const given = Object.fromEntries(Object.entries(tolerance).filter(([, value]) => value !== undefined));
    const outcome = settlePicture(slot, picture, given);
    return {
      pass: ['matching', 'written', 'updated'].includes(outcome.kind),
      text: () => pictureText(outcome, slot),
    };
  },
);

function chosenOutput({ outputs }: Prediction, asked: string | undefined): OutputNumbers {
  const chosen = asked === undefined ? outputs[0]! : outputs.find((output) => output.name === asked);
  if (chosen !== undefined && (asked !== undefined || outputs.length === 1)) return chosen;
  throw inputError({
    what: `The option \`output\` of ${name}`,
    given: asked === undefined ? 'missing, and the model has several' : JSON.stringify(asked),
    allowed: outputs.map((output) => `'${output.name}'`).join(', '),
    next: 'name the one that shall be drawn',
  });
}
