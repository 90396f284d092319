import { quantile } from '../../src/numeric/quantile';
import type { Step } from './StepProcess';

export interface Measured {
  readonly engine: string;
  readonly steps: readonly Step[];
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(ms < 1000 ? 3 : 2)} s`;

/** Without the first step, which compiles, traces and takes memory. Ratios are to the engine in the first row. */
export function table(measured: readonly Measured[]): string {
  const medians = measured.map(({ steps }) => of(steps, 'wallMs', 0.5));
  const rows = measured.map(({ engine, steps }, index) => [
    engine,
    seconds(steps[0]!.wallMs),
    seconds(medians[index]!),
    `${seconds(of(steps, 'wallMs', 0.25))} to ${seconds(of(steps, 'wallMs', 0.75))}`,
    seconds(of(steps, 'wallMs', 0)),
    seconds(of(steps, 'cpuMs', 0.5)),
    `${(steps.at(-1)!.peakMb / 1024).toFixed(2)} GB`,
    (medians[index]! / medians[0]!).toFixed(2),
  ]);
  const head = ['engine', 'first', 'median', 'half of the steps', 'least', 'CPU', 'peak', 'ratio'];
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]!.length)),
  );
  return [head, ...rows]
    .map((row) =>
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!)))
        .join('  '),
    )
    .join('\n');
}

function of(steps: readonly Step[], field: 'wallMs' | 'cpuMs', share: number): number {
  const steady = steps
    .slice(1)
    .map((step) => step[field])
    .sort((a, b) => a - b);
  return quantile(steady, share);
}
