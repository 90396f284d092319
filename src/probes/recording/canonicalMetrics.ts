import type { Scalar } from '@tensorflow/tfjs';
import type { MetricValues } from './Recording';

/** What `fit` hands to callbacks: numbers, or scalars on the device that are still to be read. */
export type Logs = Readonly<Record<string, number | Scalar>> | undefined;

/** `fit` reports `accuracy` as `acc`, and that of an output as `output_acc`; here and in every message it is `accuracy`. */
export function canonicalName(name: string): string {
  return name === 'acc' || name.endsWith('_acc') ? `${name.slice(0, -'acc'.length)}accuracy` : name;
}

/** The metrics in the logs of a batch or an epoch. The scalars stay alive: the callback after this one reads them too. */
export async function canonicalMetrics(logs: Logs): Promise<MetricValues> {
  const entries = Object.entries(logs ?? {}).filter(([name]) => name !== 'batch' && name !== 'size');
  return Object.fromEntries(
    await Promise.all(
      entries.map(async ([name, value]) => [canonicalName(name), await numberOf(value)] as const),
    ),
  );
}

async function numberOf(value: number | Scalar): Promise<number> {
  return typeof value === 'number' ? value : (await value.data())[0]!;
}
