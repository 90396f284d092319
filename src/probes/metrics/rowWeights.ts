import { inputError } from '../../input/inputError';
import { argMax } from './accuracyFunctions';
import type { ClassWeight } from './classWeights';
import { outputOf } from './outputOf';
import type { Table } from './Table';

/**
 * What each row weighs in the loss under `classWeight`, as tfjs weighs it (`standardizeWeights` of
 * tfjs-layers/src/engine/training_utils.ts): the class is the largest of several columns, or the one number there is.
 *
 * @param output in errors, its name where there are several
 * @throws TypeError where tfjs cannot weigh: targets with more than two axes, a class without a weight
 */
export function rowWeights(
  targets: Table,
  classWeight: ClassWeight | undefined,
  where: string,
  output?: string,
): Float64Array | undefined {
  if (classWeight === undefined) return undefined;
  const { rows, shape, values } = targets;
  if (shape.length > 2) throw withoutClasses(shape, where, output);
  const columns = shape[1] ?? 1;
  return Float64Array.from({ length: rows }, (_, row) => {
    const target = values.subarray(row * columns, (row + 1) * columns);
    const index = columns > 1 ? argMax(target) : target[0]!;
    return classWeight[index] ?? refuse(withoutWeight(index, classWeight, where, output));
  });
}

function refuse(error: Error): never {
  throw error;
}

function withoutClasses(shape: readonly number[], where: string, output: string | undefined): TypeError {
  return inputError({
    what: `The tensor of targets of ${outputOf(output, where)}`,
    given: `of shape [${shape.join(', ')}] under a class weight`,
    allowed: 'class indices or one-hot rows: a tensor with one or two axes',
    next: 'leave classWeight out for this output; tfjs weighs whole rows only',
  });
}

function withoutWeight(
  index: number,
  classWeight: ClassWeight,
  where: string,
  output: string | undefined,
): TypeError {
  return inputError({
    what: `The class weight of ${outputOf(output, where)}`,
    given: `without class ${index}, which is among the targets`,
    allowed: `targets of the classes ${Object.keys(classWeight).join(', ')}`,
    next: `add a weight for class ${index}`,
  });
}
