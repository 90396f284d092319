import type { LayersModel, Optimizer } from '@tensorflow/tfjs';
import { given } from '../../input/given';
import { inputError } from '../../input/inputError';

/** How a model is compiled, and what its optimizer has gathered, as tfjs writes it down. */
interface Compiled {
  readonly optimizer: Optimizer;
  readonly loss: unknown;
  readonly metrics: unknown;
  getTrainingConfig(): object;
}

/** Undefined for a model that is not compiled. What a file cannot hold is an error: it would come back as something else. */
export function trainingConfigOf(model: LayersModel): object | undefined {
  const compiled = model as unknown as Compiled;
  if (compiled.optimizer == null) return undefined;
  if (!named(compiled.loss).every((loss) => typeof loss === 'string'))
    throw cannotSave('loss', 'a function', "a loss of TensorFlow.js by name: 'meanSquaredError'");
  if (!named(compiled.metrics).every(isKept))
    throw cannotSave(
      'metrics',
      given(compiled.metrics),
      "metrics by name, one for every output or one list for all: ['accuracy']",
    );
  if (compiled.optimizer.getClassName() === 'Adamax')
    throw cannotSave('optimizer', 'adamax, whose state TensorFlow.js does not hand out', 'any other');
  return compiled.getTrainingConfig();
}

/** One, a list, or some by the name of the output. */
function named(value: unknown): readonly unknown[] {
  if (value == null) return [];
  return typeof value === 'object' ? Object.values(value) : [value];
}

/** A function of tfjs has a name there; one of somebody's own comes back as an error. */
function isKept(metric: unknown): boolean {
  return typeof metric === 'string';
}

function cannotSave(part: string, found: string, allowed: string): TypeError {
  return inputError({
    what: `The \`${part}\` that the model given to saveModel is compiled with`,
    given: `${found}: a model file holds names only`,
    allowed,
    next: 'save the model without it, saveModel(model, path, { includeOptimizer: false }), and compile it after loading',
  });
}
