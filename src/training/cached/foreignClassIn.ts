import { tfjsLayers } from '../../probes/model/foreignLayers';

/** Classes of tfjs 4.22 that a configuration names beside layers: initialisers, regularisers, constraints. */
const parts = new Set(
  [
    'Constant GlorotNormal GlorotUniform HeNormal HeUniform Identity LeCunNormal LeCunUniform Ones Orthogonal RandomNormal',
    'RandomUniform TruncatedNormal VarianceScaling Zeros L1L2 MaxNorm MinMaxNorm NonNeg UnitNorm',
  ].flatMap((line) => line.split(' ')),
);

/** The first class in a topology that is not tfjs' own. */
export function foreignClassIn(topology: unknown): string | undefined {
  if (typeof topology !== 'object' || topology === null) return undefined;
  const { class_name: name } = topology as { class_name?: unknown };
  if (typeof name === 'string' && !tfjsLayers.has(name) && !parts.has(name)) return name;
  for (const each of Object.values(topology)) {
    const found = foreignClassIn(each);
    if (found !== undefined) return found;
  }
  return undefined;
}
