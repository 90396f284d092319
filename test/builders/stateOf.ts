import type { LayersModel, Optimizer, Variable } from '@tensorflow/tfjs';
import { layersOf } from '../../src/probes/model/layersOf';
import { ownWeights } from '../../src/probes/model/ownWeights';

/** Every number of a model and its optimizer, to the bit, in order. */
export async function stateOf(model: LayersModel): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const { layer } of layersOf(model))
    for (const weight of ownWeights(layer))
      lines.push(`${weight.val.shape.join('x')} ${await bitsOf(weight.val)}`);
  const { optimizer } = model as { optimizer?: Optimizer };
  if (optimizer === undefined) return lines;
  lines.push(JSON.stringify(optimizer.getConfig()), String(optimizer.iterations));
  for (const variable of variablesIn(optimizer)) lines.push(await bitsOf(variable));
  return lines;
}

/** Also those that the optimizer keeps to itself. */
function variablesIn(optimizer: object): readonly Variable[] {
  return Object.values(optimizer).flatMap((value: unknown) => {
    const listed: readonly unknown[] = Array.isArray(value) ? value : [{ variable: value }];
    return listed
      .map((each) => (each as { variable?: unknown }).variable)
      .filter((each): each is Variable => typeof each === 'object' && each !== null && 'assign' in each);
  });
}

async function bitsOf(variable: Variable): Promise<string> {
  const values = await variable.data();
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('hex');
}
