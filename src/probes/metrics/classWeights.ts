import { given } from '../../input/given';
import { inputError } from '../../input/inputError';

/** The weight of each class, by index. */
export type ClassWeight = Readonly<Record<string, number>>;

/**
 * The class weights of each output, from every form that `fit` takes (`standardizeClassWeights` of
 * tfjs-layers/src/engine/training_utils.ts): one map, also in a list or as a list of numbers, for a single output; for
 * several outputs a list of maps, null for none, or maps by output name, of which any may be missing.
 *
 * @param outputs names of the outputs
 * @throws TypeError for what tfjs does not understand, and for a name that is no output's, which tfjs passes over
 */
export function classWeights(
  classWeight: unknown,
  outputs: readonly string[],
  where: string,
): readonly (ClassWeight | undefined)[] {
  if (classWeight == null || (Array.isArray(classWeight) && classWeight.length === 0))
    return outputs.map(() => undefined);
  const perOutput =
    outputs.length === 1 ? [ofOne(classWeight, outputs[0]!)] : ofSeveral(classWeight, outputs);
  if (perOutput === undefined) throw notUnderstood(classWeight, outputs, where);
  return perOutput.map((each) => {
    if (each == null) return undefined;
    if (isClassWeight(each)) return { ...each };
    throw notUnderstood(classWeight, outputs, where);
  });
}

function ofOne(classWeight: unknown, output: string): unknown {
  if (Array.isArray(classWeight))
    return classWeight.length === 1 ? (classWeight as unknown[])[0] : classWeight;
  return isMap(classWeight) && output in classWeight ? classWeight[output] : classWeight;
}

function ofSeveral(classWeight: unknown, outputs: readonly string[]): readonly unknown[] | undefined {
  if (Array.isArray(classWeight)) return classWeight.length === outputs.length ? classWeight : undefined;
  if (!isMap(classWeight) || !Object.keys(classWeight).every((name) => outputs.includes(name)))
    return undefined;
  return outputs.map((name) => classWeight[name]);
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function isClassWeight(value: unknown): value is ClassWeight {
  return isMap(value) && Object.values(value).every((weight) => Number.isFinite(weight));
}

function notUnderstood(classWeight: unknown, outputs: readonly string[], where: string): TypeError {
  const several = `a list of ${outputs.length} maps, null for none, or maps by output name: ${outputs.join(', ')}`;
  return inputError({
    what: `The option \`classWeight\` of ${where}`,
    given: given(classWeight),
    allowed: outputs.length === 1 ? 'a map from class index to a finite number' : several,
    next:
      outputs.length === 1 ? 'pass { 0: 1, 1: 5 }' : `pass { ${JSON.stringify(outputs[0])}: { 0: 1, 1: 5 } }`,
  });
}
