import { given } from '../input/given';
import { inputError } from '../input/inputError';
import type { Data } from '../input/Data';
import type { ModelFactory } from '../training/builtBy';
import { train } from '../training/train';
import type { TrainOptions } from '../training/TrainOptions';

/**
 * Gives `judge` the subject of a matcher. A factory is trained first with the matcher's `train` options, and what came of
 * it is freed afterwards.
 */
export async function withSubject<T>(
  received: unknown,
  data: Data | undefined,
  options: TrainOptions | undefined,
  where: string,
  judge: (subject: unknown) => Promise<T>,
): Promise<T> {
  if (typeof received !== 'function') {
    if (options !== undefined) throw onlyForFactories(received, where);
    return judge(received);
  }
  if (options === undefined) throw factoryNeedsTraining(where);
  const trained = await train(received as ModelFactory, data as Data, options);
  try {
    return await judge(trained);
  } finally {
    trained.dispose();
  }
}

function onlyForFactories(received: unknown, where: string): TypeError {
  return inputError({
    what: `The option \`train\` of ${where}`,
    given: `given with ${given(received)}`,
    allowed: 'only with a factory, () => model',
    next: 'pass a factory, or train the model before: const trained = await train(model, data, options)',
  });
}

function factoryNeedsTraining(where: string): TypeError {
  return inputError({
    what: `The subject of ${where}`,
    given: 'a factory, without the option `train`',
    allowed: 'a factory with { train: { epochs, ... } }, a model from train(), or a layers model',
    next: "pass { train: { epochs: 20, optimizer: 'adam', loss: 'categoricalCrossentropy' } }, or what the factory returns",
  });
}
