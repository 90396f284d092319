import { backendReport } from '../../backends/backendReport';
import { firstNonFinite } from '../../numeric/firstNonFinite';
import { inputError } from '../../input/inputError';
import { decisionOf } from '../../probes/predictions/decisionOf';
import { measurePredictions } from '../../probes/predictions/measurePredictions';
import type { PredictedOutput, Predictions } from '../../probes/predictions/Predictions';
import type { Environment, OutputNumbers, Prediction } from '../../snapshot/PredictionSnapshot';
import { decisionWidth } from '../../snapshot/rowsAndColumns';
import { labelsOf } from './labelsOf';
import type { PredictionSnapshotOptions } from './PredictionSnapshotOptions';
import { projectOf } from './projectOf';
import type { Asked } from '../snapshotMatcher';
import { type Predictor, withModel } from './withModel';

/** What the subject of a snapshot matcher predicts, with all that is kept of it. */
export async function predictionFor(
  { received, inputs, testPath }: Asked,
  options: PredictionSnapshotOptions,
  where: string,
): Promise<Prediction> {
  return withModel(received, options.seed ?? 1, where, async (predictor) => {
    const { model, data } = predictor;
    const predictions = await measurePredictions(model, inputs ?? data, options.batchSize, where);
    if (options.nonFinite !== 'keep') refuseNonFinite(predictions, where);
    const labels = labelsOf(options.labels, predictions.outputs, where);
    const outputs = predictions.outputs.map((output, i): OutputNumbers => {
      const decision = ofOutput(options.decision, output.name) ?? decisionOf(model, i, output);
      const classes = classNames(ofOutput(options.classNames, output.name), output, where);
      const known = labels[i];
      return {
        ...output,
        decision,
        ...(classes === undefined ? {} : { classes }),
        ...(known === undefined ? {} : { labels: known }),
      };
    });
    return { outputs, inputs: predictions.inputs, environment: environmentOf(predictor, testPath) };
  });
}

function ofOutput<T extends string | readonly string[]>(
  option: T | Readonly<Record<string, T>> | undefined,
  name: string,
): T | undefined {
  if (typeof option !== 'object' || Array.isArray(option)) return option as T | undefined;
  return (option as Readonly<Record<string, T>>)[name];
}

function classNames(
  names: readonly string[] | undefined,
  { name, shape }: PredictedOutput,
  where: string,
): readonly string[] | undefined {
  const width = decisionWidth(shape);
  if (names === undefined || names.length === width) return names;
  throw inputError({
    what: `The option \`classNames\` of ${where}`,
    given: `an array of ${names.length}`,
    allowed: `one name for each of the ${width} numbers in the last axis of the output ${name}`,
    next: `give ${width} names, in the order of the model's columns`,
  });
}

/** NaN in a snapshot would make every later run agree with nonsense. */
function refuseNonFinite({ outputs, nonFiniteWeight }: Predictions, where: string): void {
  for (const { name, shape, values } of outputs) {
    const at = firstNonFinite(values);
    if (at === -1) continue;
    const columns = values.length / shape[0]!;
    throw notFinite(
      `${values[at]!} in row ${Math.floor(at / columns)}, column ${at % columns} of the output ${name}`,
      where,
    );
  }
  if (nonFiniteWeight !== undefined)
    throw notFinite(`made by weights that are not: ${nonFiniteWeight}`, where);
}

function notFinite(found: string, where: string): TypeError {
  return inputError({
    what: `The prediction of the model given to ${where}`,
    given: `not finite: ${found}`,
    allowed: 'finite numbers, so that a snapshot keeps no accident',
    next: "look at the weights and the inputs; if it is meant, pass { nonFinite: 'keep' }",
  });
}

function environmentOf({ weights, seed }: Predictor, testPath: string | undefined): Environment {
  const { engine, device, versions } = backendReport();
  const project = projectOf(testPath);
  return {
    engine,
    device,
    tfjs: versions.tfjs,
    backend: versions.backend,
    node: versions.node,
    ...(project === undefined ? {} : { project }),
    weights,
    ...(seed === undefined ? {} : { seed }),
  };
}
