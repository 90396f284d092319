import { outcomeText } from '../snapshot/text/outcomeText';
import { settle } from '../snapshot/judge/settle';
import { checkSnapshotOptions } from './prediction/PredictionSnapshotOptions';
import { predictionFor } from './prediction/predictionFor';
import { reportMargin } from './prediction/reportMargin';
import { snapshotMatcher } from './snapshotMatcher';

const name = 'toMatchPredictionSnapshot';

/**
 * Passes when what the model predicts for these inputs is what it predicted when the snapshot was taken, within tolerance. The
 * first run takes it; `-u` takes it anew where it does not hold.
 *
 * @example await expect(await loadModel('models/iris')).toMatchPredictionSnapshot(inputs);
 */
export const toMatchPredictionSnapshot = snapshotMatcher(
  name,
  (options) => checkSnapshotOptions(options, name),
  async (asked, slot) => {
    const options = checkSnapshotOptions(asked.options, name);

    const prediction = await predictionFor(asked, options, name);

    const outcome = settle(slot, prediction, options);
    reportMargin(outcome, slot.key, options.reportMargin);
    return {
      pass: ['matching', 'written', 'updated'].includes(outcome.kind),
      text: () => outcomeText(outcome, slot),
    };
  },
);
