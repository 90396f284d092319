import type { BatchRecord, MetricValues } from './Recording';

/** Batches of an epoch that are kept apart; more would make the recording of a long one large. */
const most = 256;

/** Neighbours together, as means weighted by their sizes, prints as sums; the last batch stays by itself. */
export function shortened(batches: readonly BatchRecord[]): readonly BatchRecord[] {
  if (batches.length <= most) return batches;
  const together = Math.ceil((batches.length - 1) / (most - 1));
  const short: BatchRecord[] = [];
  for (let start = 0; start < batches.length - 1; start += together)
    short.push(merged(batches.slice(start, Math.min(start + together, batches.length - 1))));
  return [...short, batches.at(-1)!];
}

function merged(batches: readonly BatchRecord[]): BatchRecord {
  const size = batches.reduce((sum, batch) => sum + batch.size, 0);
  const mean = (name: string): number =>
    batches.reduce((sum, batch) => sum + (batch.size / size) * batch.metrics[name]!, 0);
  const metrics: MetricValues = Object.fromEntries(
    Object.keys(batches[0]!.metrics).map((name) => [name, mean(name)]),
  );
  const prints = batches.map(({ print }) => print).filter((print) => print !== undefined);
  const print = prints.reduce((sum, each) => (sum + each) >>> 0, 0);
  return { size, metrics, ...(prints.length === batches.length && { print }) };
}
