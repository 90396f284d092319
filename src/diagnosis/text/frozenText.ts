import type { Cause } from '../Cause';
import { count } from './figures';

type Said = Pick<Cause, 'evidence' | 'remedy'>;

/** Names in a list: the first three, and how many more. */
function named(paths: readonly string[]): string {
  const more = paths.length - 3;
  return paths.slice(0, 3).join(', ') + (more > 0 ? ` and ${count(more, 'more layer')}` : '');
}

const trainHeadAlone =
  'train the head alone, on what the base predicts: features = base.predict(xs), then train(head, { xs: features, ys })';

const driftSeen = (paths: readonly string[], layers: number): readonly string[] => [
  `${paths.length} of ${count(layers, 'BatchNorm layer')} ${paths.length === 1 ? 'is' : 'are'} frozen and moved all the same: ${named(paths)}.`,
  'TensorFlow.js normalises a BatchNorm layer with trainable = false by the batch in fit, and moves its statistics.',
];

const driftRemedy: readonly string[] = [
  trainHeadAlone,
  'await recalibrateBatchNorm(model, xs) after training, if these rows are all the model is for',
];

/** Sentences about layers that were meant to be left alone by training. */
export const frozenText = {
  driftSeen,
  driftRemedy,

  drift: (paths: readonly string[], layers: number): Said => ({
    evidence: driftSeen(paths, layers),
    remedy: driftRemedy,
  }),

  callTimeTraining: (paths: readonly string[]): Said => ({
    evidence: [
      `apply(x, { training: ... }) was called on ${named(paths)}, and TensorFlow.js ignores it: in fit these layers are in training mode.`,
    ],
    remedy: [trainHeadAlone],
  }),

  weightsMoved: (paths: readonly string[]): Said => ({
    evidence: [
      `${count(paths.length, 'layer')} ${paths.length === 1 ? 'was' : 'were'} meant to be frozen, and fit changed the weights: ${named(paths)}.`,
      'trainable = false on a model inside a Sequential freezes nothing in TensorFlow.js.',
    ],
    remedy: [
      'freeze layer by layer, before compile: for (const layer of base.layers) layer.trainable = false',
    ],
  }),
};
