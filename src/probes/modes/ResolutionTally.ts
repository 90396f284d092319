import type { Batch } from '../../input/Rows';
import { accuracyAlternatives } from '../metrics/accuracyAlternatives';
import { targetsOf } from '../metrics/BatchMetrics';
import type { OutputMetrics } from '../metrics/Metric';
import { MetricSums } from './MetricSums';
import type { ModeWatcher, Outputs } from './Survey';

/** What tfjs made of `accuracy`, and what else may have been meant by it, in inference mode. */
export interface Resolution {
  /** `accuracy`, or that of an output. */
  readonly metric: string;
  readonly resolved: string;
  readonly value: number;
  /** The other accuracies that suit these targets, by name. */
  readonly alternatives: Readonly<Record<string, number>>;
}

/** Computes, beside each `accuracy`, the other accuracies that suit its targets. */
export class ResolutionTally implements ModeWatcher {
  private readonly sums: readonly MetricSums[];
  private readonly unsuited: readonly Set<string>[];

  constructor(private readonly outputs: readonly OutputMetrics[]) {
    this.sums = outputs.map(() => new MetricSums());
    this.unsuited = outputs.map(() => new Set());
  }

  async inference(batch: Batch, inference: Outputs): Promise<void> {
    for (const [i, output] of this.outputs.entries()) {
      const accuracy = accuracyOf(output);
      if (accuracy === undefined) continue;
      const targets = await targetsOf(batch, i, inference);
      const values = new Map([['resolved', await accuracy.perRow(targets, inference[i]!)]]);
      for (const other of accuracyAlternatives(accuracy, output, targets))
        values.set(other.name, await other.perRow(targets, inference[i]!));
      this.sums[i]!.add(values, batch.rows.length);
      this.forgetUnsuited(i, values);
    }
  }

  /** An alternative has to suit the targets of every batch. */
  private forgetUnsuited(output: number, values: ReadonlyMap<string, unknown>): void {
    for (const name of Object.keys(this.sums[output]!.means()))
      if (!values.has(name)) this.unsuited[output]!.add(name);
  }

  resolutions(): readonly Resolution[] {
    return this.outputs.flatMap((output, i) => {
      const accuracy = accuracyOf(output);
      if (accuracy?.resolved === undefined) return [];
      const { resolved: value, ...others } = this.sums[i]!.means();
      const suited = Object.entries(others).filter(([name]) => !this.unsuited[i]!.has(name));
      return [
        {
          metric: accuracy.name,
          resolved: accuracy.resolved,
          value: value!,
          alternatives: Object.fromEntries(suited),
        },
      ];
    });
  }
}

function accuracyOf({ others }: OutputMetrics): OutputMetrics['others'][number] | undefined {
  return others.find(({ name }) => name === 'accuracy' || name.endsWith('_accuracy'));
}
